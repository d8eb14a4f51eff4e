// Tests of groups computed again by scipy and scikit-learn from the same numbers.
#pragma once

#include <QFile>
#include <QTemporaryDir>
#include <cstdint>
#include <vector>

#include "core/stats/test_genes.h"
#include "tests/core/stats/python_values.h"

namespace regulus::test {

// Arguments: folder, cells, genes, groups, whether linear means are there. Prints the largest differences:
// absolute of what is bounded, relative of p values (down to 1e-290) and of statistics.
inline const QString comparison_reference = QStringLiteral(R"PY(
import sys, json, warnings, numpy as np
warnings.simplefilter("ignore")
from scipy.stats import mannwhitneyu, ttest_ind
from sklearn.metrics import roc_auc_score
folder, n, m, k, linear = sys.argv[1], *map(int, sys.argv[2:6])
x = np.fromfile(folder + "/values", "f4").reshape(n, m)
codes = np.fromfile(folder + "/codes", "i4")
names = "mean mean_rest linear linear_rest share share_rest auroc df z t p pc pt".split()
got = dict(zip(names, np.fromfile(folder + "/tests", "f8").reshape(len(names), k, m)))
x = x[codes >= 0].astype("f8"); codes = codes[codes >= 0]; n = len(codes)
finite = np.isfinite(x).all(0)
worst = dict.fromkeys(names, 0.0); worst["nan"] = 0; compared = 0
def relative(a, b):
    if a == b or np.isnan(a) and np.isnan(b): return 0
    if np.isnan(a) != np.isnan(b): return np.inf
    return abs(a - b) / max(abs(a), abs(b), 1e-290)
def check(name, g, values, bounded):
    for j in np.flatnonzero(finite):
        a, b = got[name][g, j], values[j]
        d = abs(a - b) if bounded and not np.isnan(a - b) else relative(a, b)
        worst[name] = max(worst[name], d)
for g in range(k):
    inside = codes == g
    if not inside.any() or inside.all(): continue
    a, b = x[inside], x[~inside]
    r = np.full((m, 12), np.nan)
    r[:, 0], r[:, 1] = a.mean(0), b.mean(0)
    r[:, 2], r[:, 3] = np.expm1(a).mean(0), np.expm1(b).mean(0)
    r[:, 4], r[:, 5] = (a > 0).mean(0), (b > 0).mean(0)
    f = np.flatnonzero(finite)
    plain = mannwhitneyu(a[:, f], b[:, f], use_continuity=False, method="asymptotic", axis=0)
    corrected = mannwhitneyu(a[:, f], b[:, f], use_continuity=True, method="asymptotic", axis=0)
    welch = ttest_ind(a[:, f], b[:, f], equal_var=False, axis=0)
    constant = (x[:, f] == x[0, f]).all(0)
    r[f, 6] = [roc_auc_score(inside, x[:, j]) for j in f]
    r[f, 7], r[f, 8] = np.where(constant, 1, plain.pvalue), corrected.pvalue
    r[f, 9] = welch.statistic; r[f, 10] = welch.pvalue; r[f, 11] = plain.statistic
    for column, name in enumerate("mean mean_rest linear linear_rest share share_rest auroc p pc t pt".split()):
        if name.startswith("linear") and not linear: continue
        check(name, g, r[:, column], name in ("share", "share_rest", "auroc"))
    compared += len(f)
    # z from the normal quantile of p, and U from AUROC.
    sure = np.abs(got["z"][g, f]) < 30
    back = np.sign(r[f, 6] - .5) * -__import__("scipy.stats").stats.norm.ppf(r[f, 7] / 2)
    worst["z"] = max(worst["z"], np.abs(np.where(sure, got["z"][g, f] - back, 0)).max())
    worst["nan"] += int((~np.isnan(got["p"][g, ~finite])).sum())
print(json.dumps(dict(worst, compared=compared)))
)PY");

template <class T>
void write_array(const QString& path, const std::vector<T>& values) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return;
    file.write(reinterpret_cast<const char*>(values.data()), static_cast<qint64>(values.size() * sizeof(T)));
}

// The largest differences between `tests` and what Python makes of the same values (cells × genes).
inline QJsonObject compared_with_python(const Matrix& values, const std::vector<std::int32_t>& codes,
                                        const GeneTests& tests, bool linear) {
    const QTemporaryDir folder;
    write_array(folder.filePath("values"), values.values);
    write_array(folder.filePath("codes"), codes);
    std::vector<double> fields;
    const auto add = [&](auto member) {
        for (const GroupTest& one : tests.tests) fields.push_back(static_cast<double>(one.*member));
    };
    add(&GroupTest::mean), add(&GroupTest::mean_rest), add(&GroupTest::linear), add(&GroupTest::linear_rest);
    add(&GroupTest::share), add(&GroupTest::share_rest), add(&GroupTest::auroc), add(&GroupTest::df);
    add(&GroupTest::z), add(&GroupTest::t), add(&GroupTest::p_wilcoxon);
    add(&GroupTest::p_wilcoxon_continuity), add(&GroupTest::p_welch);
    write_array(folder.filePath("tests"), fields);
    return python_object(comparison_reference,
                         {folder.path(), QString::number(values.rows), QString::number(values.cols),
                          QString::number(tests.groups), QString::number(linear ? 1 : 0)},
                         600000);
}

}  // namespace regulus::test

// Every difference within 1e-6; NaN where Python has it and nowhere else.
#define REGULUS_AS_PYTHON(object)                                                                      \
    do {                                                                                               \
        const QJsonObject worst_ = (object);                                                           \
        QVERIFY(worst_["compared"].toInt() > 0);                                                       \
        QCOMPARE(worst_["nan"].toInt(), 0);                                                            \
        for (const char* name_ : {"mean", "mean_rest", "linear", "linear_rest", "share", "share_rest", \
                                  "auroc", "z", "t", "p", "pc", "pt"})                                 \
            QVERIFY2(worst_[name_].toDouble(1) <= 1e-6,                                                \
                     qPrintable(QJsonDocument(worst_).toJson(QJsonDocument::Compact)));                \
        qInfo("%s", qPrintable(QJsonDocument(worst_).toJson(QJsonDocument::Compact)));                 \
    } while (false)

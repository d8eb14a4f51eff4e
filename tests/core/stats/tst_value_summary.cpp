// Means, quartiles, whiskers and densities of groups against numpy and scipy, from real files and odd values.
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "core/base/parallel.h"
#include "core/data/normalise.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/stats/kernel_density.h"
#include "core/stats/summarise_genes.h"
#include "tests/core/stats/comparison_reference.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// Arguments: folder, cells, genes, groups. Prints the largest difference of each number, densities relative
// to their highest place.
const QString reference = QStringLiteral(R"PY(
import sys, json, warnings, numpy as np
warnings.simplefilter("ignore")
from scipy.stats import gaussian_kde
from matplotlib.cbook import boxplot_stats
folder, n, m, k = sys.argv[1], *map(int, sys.argv[2:5])
x = np.fromfile(folder + "/values", "f4").reshape(n, m).astype("f8")
codes = np.fromfile(folder + "/codes", "i4")
names = "cells share mean deviation linear least q1 median q3 most lower upper".split()
got = dict(zip(names, np.fromfile(folder + "/fields", "f8").reshape(len(names), m, k)))
density = np.fromfile(folder + "/density", "f4").reshape(m, k, 100)
worst = dict.fromkeys(names + ["density"], 0.0); worst["compared"] = worst["densities"] = 0
def check(name, a, b):
    if np.isnan(a) and np.isnan(b): return
    d = abs(a - b) / max(1, abs(b)); worst[name] = max(worst[name], np.inf if np.isnan(d) else d)
for g in range(k):
    for j in range(m):
        v = x[codes == g, j]
        check("cells", got["cells"][j, g], len(v))
        if not np.isfinite(x[codes >= 0, j]).all() or not len(v):
            assert np.isnan(got["mean"][j, g]) and np.isnan(got["median"][j, g]); continue
        box = boxplot_stats(v)[0]
        for name, value in dict(share=(v > 0).mean(), mean=v.mean(), linear=np.expm1(v).mean(),
                                deviation=v.std(ddof=1) if len(v) > 1 else np.nan, least=v.min(), most=v.max(),
                                q1=np.quantile(v, .25), median=np.quantile(v, .5), q3=np.quantile(v, .75),
                                lower=box["whislo"], upper=box["whishi"]).items():
            check(name, got[name][j, g], value)
        worst["compared"] += 1
        if v.min() == v.max():
            assert (density[j, g] == -1).all(); continue
        expected = gaussian_kde(v)(np.linspace(v.min(), v.max(), 100))
        worst["density"] = max(worst["density"], np.abs(density[j, g] - expected).max() / expected.max())
        worst["densities"] += 1
print(json.dumps(worst))
)PY");

QJsonObject compared_with_numpy(const Matrix& values, const std::vector<std::int32_t>& codes,
                                const GeneSummaries& found) {
    const QTemporaryDir folder;
    write_array(folder.filePath("values"), values.values);
    write_array(folder.filePath("codes"), codes);
    std::vector<double> fields;
    for (const ValueSummary& one : found.summaries) fields.push_back(static_cast<double>(one.cells));
    for (const ValueSummary& one : found.summaries) fields.push_back(one.share());
    for (const auto member :
         {&ValueSummary::mean, &ValueSummary::deviation, &ValueSummary::linear, &ValueSummary::least,
          &ValueSummary::q1, &ValueSummary::median, &ValueSummary::q3, &ValueSummary::most,
          &ValueSummary::lower, &ValueSummary::upper})
        for (const ValueSummary& one : found.summaries) fields.push_back(one.*member);
    write_array(folder.filePath("fields"), fields);
    std::vector<float> densities;
    for (const ValueSummary& one : found.summaries) {
        const std::vector<float> none(density_points, -1);
        const auto& density = one.density.empty() ? none : one.density;
        densities.insert(densities.end(), density.begin(), density.end());
    }
    write_array(folder.filePath("density"), densities);
    return python_object(reference,
                         {folder.path(), QString::number(values.rows), QString::number(values.cols),
                          QString::number(found.groups)},
                         600000);
}

std::vector<std::uint32_t> all_genes(std::size_t genes) {
    std::vector<std::uint32_t> all(genes);
    for (std::size_t g = 0; g < genes; ++g) all[g] = static_cast<std::uint32_t>(g);
    return all;
}

constexpr SummaryOptions everything{.linear = true, .density = true};

GeneSummaries summarised(const Matrix& values, const std::vector<std::int32_t>& codes, std::size_t groups,
                         const SummaryOptions& options = everything, std::size_t room = 0) {
    Job job;
    return summarise_genes(std::make_shared<InMemoryMatrix>(to_sparse(values)), all_genes(values.cols), codes,
                           groups, options, job, room);
}

// Mostly zero, with ties, without zeros, negative, constant, one value, far outliers.
Matrix odd_genes(std::size_t cells, std::mt19937& random) {
    std::poisson_distribution<int> few(0.3), many(4);
    std::normal_distribution<float> normal(-1, 2);
    Matrix x(cells, 9);
    for (std::size_t r = 0; r < cells; ++r) {
        x(r, 0) = static_cast<float>(few(random));
        x(r, 1) = static_cast<float>(many(random) + 1);
        x(r, 2) = normal(random);
        x(r, 3) = std::round(normal(random));
        x(r, 4) = 0;
        x(r, 5) = 3.7F;
        x(r, 6) = r == 3 ? 1.5F : 0.0F;
        x(r, 7) = r == 5 ? 60 : normal(random) * 0.01F;
        x(r, 8) = r % 2 == 0 ? -2.0F : 2.0F;
    }
    return x;
}

bool same(const GeneSummaries& a, const GeneSummaries& b) {
    const auto equal = [](double x, double y) { return std::memcmp(&x, &y, sizeof x) == 0; };
    return a.cells == b.cells && a.not_finite == b.not_finite &&
           std::ranges::equal(a.summaries, b.summaries, [&](const ValueSummary& x, const ValueSummary& y) {
               return x.cells == y.cells && x.above == y.above && equal(x.mean, y.mean) &&
                      equal(x.deviation, y.deviation) && equal(x.linear, y.linear) && equal(x.q1, y.q1) &&
                      equal(x.median, y.median) && equal(x.upper, y.upper) && x.density == y.density;
           });
}

}  // namespace

#define REGULUS_AS_NUMPY(result)                                                                            \
    do {                                                                                                    \
        const QJsonObject worst = (result);                                                                 \
        QVERIFY(worst["compared"].toInt() > 0 && worst["densities"].toInt() > 0);                           \
        for (const char* field : {"cells", "share", "mean", "deviation", "linear", "least", "q1", "median", \
                                  "q3", "most", "lower", "upper", "density"})                               \
            QVERIFY2(worst[field].toDouble(1) < 1e-6,                                                       \
                     qPrintable(QString("%1: %2").arg(field).arg(worst[field].toDouble(1))));               \
    } while (false)

class ValueSummaryTest : public QObject {
    Q_OBJECT
    void compare_file(const QString& name, const char* column, std::size_t stride) {
        const QString path = data_file(name);
        REGULUS_NEED_DATA(path);
        Job job;
        const auto dataset = read_dataset(path.toStdString(), {}, job);
        const auto expression = log_normalised(modelling_assay(*dataset));
        const auto labels = as_categorical(*dataset->obs.find(column));
        // Backwards, so that the order asked for is the order given.
        std::vector<std::uint32_t> genes;
        for (std::size_t g = expression->genes(); g > stride; g -= stride)
            genes.push_back(static_cast<std::uint32_t>(g - 1));
        const GeneSummaries found =
            summarise_genes(expression, genes, labels->codes, labels->categories.size(), everything, job);
        const Matrix all = to_dense(expression->block(0, dataset->cells()));
        Matrix chosen(all.rows, genes.size());
        for (std::size_t r = 0; r < all.rows; ++r)
            for (std::size_t g = 0; g < genes.size(); ++g) chosen(r, g) = all(r, genes[g]);
        REGULUS_AS_NUMPY(compared_with_numpy(chosen, labels->codes, found));
    }

  private Q_SLOTS:
    void initTestCase() { REGULUS_NEED_PYTHON("scipy", "matplotlib"); }

    void pbmc3k() { compare_file("pbmc3k/pbmc3k_seurat.h5ad", "cell_type", 160); }
    void kang_by_donor() { compare_file("kang_sle/kang_sle_pbmc.h5ad", "donor_id", 31); }

    void odd_values_data() {
        QTest::addColumn<int>("cells");
        QTest::addColumn<int>("groups");
        QTest::newRow("two groups") << 301 << 2;
        QTest::newRow("five groups") << 2000 << 5;
        QTest::newRow("one cell a group") << 9 << 9;
        QTest::newRow("two cells a group") << 18 << 9;
    }
    void odd_values() {
        QFETCH(int, cells);
        QFETCH(int, groups);
        std::mt19937 random(1);
        const auto n = static_cast<std::size_t>(cells);
        const Matrix x = odd_genes(n, random);
        std::vector<std::int32_t> codes(n);
        for (std::size_t r = 0; r < n; ++r) codes[r] = static_cast<std::int32_t>(r) % groups;
        if (groups < 9)  // cells that take no part, and a group without cells
            for (std::size_t r = 0; r < n; r += 7) codes[r] = -1;
        const GeneSummaries found = summarised(x, codes, static_cast<std::size_t>(groups) + 1);
        QVERIFY(found.not_finite.empty());
        if (groups == 9 && cells == 9) {
            for (const ValueSummary& one : found.summaries) {
                QVERIFY(one.density.empty());
                QVERIFY(std::isnan(one.deviation));
                QVERIFY(one.cells == 0 || one.median == one.mean);
            }
            return;
        }
        REGULUS_AS_NUMPY(compared_with_numpy(x, codes, found));
    }

    void not_finite_and_unread() {
        Matrix x(6, 2);
        for (std::size_t r = 0; r < 6; ++r) x(r, 0) = x(r, 1) = static_cast<float>(r);
        x(2, 0) = x(2, 1) = x(4, 1) = std::numeric_limits<float>::quiet_NaN();
        const std::vector<std::int32_t> codes(6, 0);
        const GeneSummaries all = summarised(x, codes, 1);
        QCOMPARE(all.not_finite, (std::vector<std::uint32_t>{0, 1}));
        QVERIFY(std::isnan(all.at(0, 0).mean) && all.at(0, 0).cells == 6);
        const GeneSummaries read = summarised(x, codes, 1, {.leave_out_unread = true});
        QCOMPARE(read.unread, std::size_t{1});
        QCOMPARE(read.cells, (std::vector<std::size_t>{5}));
        QCOMPARE(read.not_finite, (std::vector<std::uint32_t>{1}));
        QCOMPARE(read.at(0, 0).mean, 2.6);
    }

    void any_room_any_threads() {
        std::mt19937 random(4);
        const Matrix x = odd_genes(3000, random);
        std::vector<std::int32_t> codes(3000);
        for (std::size_t r = 0; r < 3000; ++r) codes[r] = static_cast<std::int32_t>(r % 4) - 1;
        const GeneSummaries wide = summarised(x, codes, 3);
        QVERIFY(same(wide, summarised(x, codes, 3, everything, 20000)));  // several passes
        set_thread_count(1);
        const bool alone = same(wide, summarised(x, codes, 3));
        set_thread_count(0);
        QVERIFY(alone);
    }

    void a_cancel_ends_it() {
        Job job;
        job.cancel();
        Matrix x(10, 2);
        QVERIFY_THROWS_EXCEPTION(Cancelled,
                                 summarise_genes(std::make_shared<InMemoryMatrix>(to_sparse(x)), all_genes(2),
                                                 std::vector<std::int32_t>(10, 0), 1, everything, job));
    }

    // Far from the values and between them the series keep their digits.
    void density_of_many_values() {
        std::mt19937 random(8);
        std::normal_distribution<float> normal(2, 1);
        std::vector<float> values(20000);
        for (float& v : values) v = normal(random);
        values[0] = 40;
        std::ranges::sort(values);
        const double h = 0.07;
        const auto density = kernel_density(values, 3000, h, -1, 41, 50);
        double highest = 0, worst = 0;
        for (std::size_t i = 0; i < 50; ++i) {
            const double x = -1 + 42.0 * static_cast<double>(i) / 49;
            double sum = 3000 * std::exp(-x * x / (2 * h * h));
            for (const float v : values) sum += std::exp(-(x - v) * (x - v) / (2 * h * h));
            const double expected = sum / (23000 * h * 2.5066282746310002);
            highest = std::max(highest, expected);
            worst = std::max(worst, std::abs(expected - static_cast<double>(density[i])));
        }
        QVERIFY2(worst < 1e-7 * highest, qPrintable(QString::number(worst / highest)));
    }
};

QTEST_GUILESS_MAIN(ValueSummaryTest)
#include "tst_value_summary.moc"

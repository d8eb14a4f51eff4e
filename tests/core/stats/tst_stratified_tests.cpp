// Ranks within strata against numpy and permutations, and the strata themselves.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "core/stats/strata.h"
#include "core/stats/stratified_tests.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// Genes with many zeros and ties, whole numbers, negative and continuous values; three groups that lean with
// the strata, which are of unlike size, and the fourth has one group alone.
const QString reference = QStringLiteral(R"PY(
import json, numpy as np
from scipy.stats import rankdata, norm, mannwhitneyu
rng = np.random.default_rng(3)
n, k, m = 400, 5, 4
strata = rng.choice(k, n, p=[.4, .3, .2, .06, .04])
groups = np.where(strata == 3, 0, (rng.random(n) < .2 + .15 * strata).astype(int) + (rng.random(n) < .2))
x = np.stack([rng.poisson(.5 + .4 * strata), rng.poisson(3 + groups), rng.normal(strata - 1, 1),
              np.round(rng.normal(0, 1, n) + .5 * groups)], 1).astype("f4")
def test(values, strata):
    out = []
    for g in range(3):
        apart = variance = above = pairs = 0.0
        for s in np.unique(strata):
            y, inside = values[strata == s], groups[strata == s] == g
            N, n1 = len(y), inside.sum(); n2 = N - n1
            if n1 == 0 or n2 == 0: continue
            r = rankdata(y); t = np.unique(y, return_counts=True)[1].astype(float)
            apart += (r[inside].sum() - n1 * (N + 1) / 2) / (N + 1)
            variance += n1 * n2 / 12 * (N + 1 - (t**3 - t).sum() / (N * (N - 1))) / (N + 1)**2
            above += (y[inside][:, None] > y[~inside]).sum() + .5 * (y[inside][:, None] == y[~inside]).sum()
            pairs += n1 * n2
        out.append([apart / variance**.5, 2 * norm.sf(abs(apart) / variance**.5), above / pairs])
    return out
# Gene 2, group 1: labels exchanged within strata.
y = np.concatenate([rankdata(x[strata == s, 2]) / ((strata == s).sum() + 1) for s in range(k)])
g = np.concatenate([groups[strata == s] == 1 for s in range(k)])
e = np.concatenate([np.full((strata == s).sum(), s) for s in range(k)])
seen, draws = (y * g).sum(), []
for _ in range(4000):
    h = np.concatenate([rng.permutation(g[e == s]) for s in range(k)]); draws.append((y * h).sum())
middle = np.mean(draws)
print(json.dumps(dict(x=x.tolist(), strata=strata.tolist(), groups=groups.tolist(),
    strat=[test(x[:, j], strata) for j in range(m)], plain=[test(x[:, j], 0 * strata) for j in range(m)],
    scipy=[mannwhitneyu(x[groups == 1, j], x[groups != 1, j], use_continuity=False, method="asymptotic").pvalue
           for j in range(m)],
    permuted=float(np.mean(np.abs(np.array(draws) - middle) >= abs(seen - middle))))))
)PY");

std::vector<StratifiedTest> tested(const Matrix& x, std::size_t gene, const std::vector<std::int32_t>& strata,
                                   const std::vector<std::int32_t>& groups, std::size_t count) {
    const auto last = static_cast<std::size_t>(std::ranges::max(strata)) + 1;
    std::vector<std::size_t> cells(last * count, 0);
    GeneValues values;
    for (std::size_t r = 0; r < x.rows; ++r) {
        const auto code = static_cast<std::size_t>(strata[r]) * count + static_cast<std::size_t>(groups[r]);
        ++cells[code];
        if (r % 2 == 0 || x(r, gene) != 0)  // zeros may be there, or not
            values.add(x(r, gene), static_cast<std::uint16_t>(code));
    }
    std::vector<StratifiedTest> tests(count);
    StratifiedTester(cells, count).test(values, tests);
    return tests;
}

}  // namespace

class StratifiedTestsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void are_those_of_numpy() {
        REGULUS_NEED_PYTHON("scipy", "numpy");
        const QJsonObject made = python_object(reference);
        const Matrix x = to_matrix(made["x"]);
        const auto strata = to_labels(made["strata"]), groups = to_labels(made["groups"]);
        const std::vector<std::int32_t> one(strata.size(), 0);
        QCOMPARE(x.cols, std::size_t{4});
        for (std::size_t gene = 0; gene < x.cols; ++gene) {
            const auto within = tested(x, gene, strata, groups, 3), whole = tested(x, gene, one, groups, 3);
            const auto check = [&](const char* name, const std::vector<StratifiedTest>& tests) {
                for (std::size_t g = 0; g < 3; ++g) {
                    const QJsonArray wanted =
                        made[name].toArray()[qsizetype(gene)].toArray()[qsizetype(g)].toArray();
                    QVERIFY2(std::abs(tests[g].z - wanted[0].toDouble()) < 1e-9, name);
                    QVERIFY2(std::abs(tests[g].p - wanted[1].toDouble()) < 1e-9, name);
                    QVERIFY2(std::abs(double(tests[g].auroc) - wanted[2].toDouble()) < 1e-6, name);
                }
            };
            check("strat", within);
            check("plain", whole);
            QVERIFY(std::abs(whole[1].p - made["scipy"].toArray()[qsizetype(gene)].toDouble()) < 1e-9);
        }
        // What strata explain is no difference, as permutations within them have it, too.
        const double p = tested(x, 2, strata, groups, 3)[1].p, permuted = made["permuted"].toDouble();
        QVERIFY2(std::abs(p - permuted) < 0.04, qPrintable(QString("%1 %2").arg(p).arg(permuted)));
    }

    void without_counterparts_there_is_no_test() {
        Matrix x(6, 2);
        for (std::size_t r = 0; r < 6; ++r) x(r, 0) = static_cast<float>(r);
        const std::vector<std::int32_t> strata{0, 0, 0, 1, 1, 1}, apart{0, 0, 0, 1, 1, 1},
            mixed{0, 1, 0, 1, 0, 1};
        QVERIFY(std::isnan(tested(x, 0, strata, apart, 2)[0].z));
        QVERIFY(std::isnan(tested(x, 0, strata, apart, 2)[0].p));
        QCOMPARE(tested(x, 1, strata, mixed, 2)[0].z, 0.0);  // one value everywhere
        QCOMPARE(tested(x, 1, strata, mixed, 2)[0].p, 1.0);
        QCOMPARE(tested(x, 1, strata, mixed, 2)[0].auroc, 0.5F);
        const std::vector<std::size_t> cells{2, 1, 0, 5, 3, 0};  // strata × groups
        const auto both = StratifiedTester(cells, 2).counterparts();
        QCOMPARE(both[0].group, std::size_t{2});
        QCOMPARE(both[0].others, std::size_t{1});
    }

    void strata_have_as_many_cells_each() {
        std::vector<float> values(103);
        std::vector<std::int32_t> groups(103, 0);
        std::mt19937 random(2);
        for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
        std::ranges::shuffle(values, random);
        groups[7] = groups[50] = groups[90] = -1;
        const Strata strata = strata_of(values, groups, 10);
        QCOMPARE(strata.count, std::size_t{10});
        std::vector<int> sizes(10, 0);
        std::vector<float> lowest(10, 1e9F), highest(10, -1);
        for (std::size_t i = 0; i < values.size(); ++i) {
            QCOMPARE(strata.of_cells[i] < 0, groups[i] < 0);
            if (groups[i] < 0) continue;
            const auto s = static_cast<std::size_t>(strata.of_cells[i]);
            ++sizes[s];
            lowest[s] = std::min(lowest[s], values[i]);
            highest[s] = std::max(highest[s], values[i]);
        }
        QVERIFY(std::ranges::all_of(sizes, [](int size) { return size == 10; }));
        for (std::size_t s = 1; s < 10; ++s) QVERIFY(highest[s - 1] < lowest[s]);
        // Ties are never parted, and NaN stands behind all others.
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const std::vector<float> tied{1, nan, 1, 1, 1, 2, nan, 1};
        const Strata few = strata_of(tied, std::vector<std::int32_t>(8, 0), 4);
        QCOMPARE(few.of_cells[0], few.of_cells[7]);
        QVERIFY(few.of_cells[5] > few.of_cells[0]);
        QCOMPARE(few.of_cells[1], few.of_cells[6]);
        QVERIFY(few.of_cells[1] >= few.of_cells[5]);
        QCOMPARE(strata_of(tied, std::vector<std::int32_t>(8, -1), 4).count, std::size_t{0});
        QCOMPARE(strata_of(tied, std::vector<std::int32_t>(8, 0), 0).count, std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(StratifiedTestsTest)
#include "tst_stratified_tests.moc"

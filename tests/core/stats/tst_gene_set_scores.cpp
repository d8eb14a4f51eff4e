// Scores of gene sets against scanpy's lines in numpy and pandas, with the control genes that scanpy draws,
// and against AUCell's formula over random orders of ties.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/data/sparse_matrix.h"
#include "core/stats/gene_set_scores.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;

namespace {

// 2.5 genes a bin would round to even, and rare genes tie in their means.
const char* const reference = R"PY(
import json, sys, numpy as np, pandas as pd
r = np.random.RandomState(7); cells, genes = 60, 1830
level = np.exp(r.normal(-1.5, 1.5, genes)); x = r.poisson(level, (cells, genes)).astype("f8")
x[:, :40] = 0
x = np.log1p(1e4 * x / x.sum(1, keepdims=True)).astype("f4")
sets = [sorted(int(g) for g in r.choice(genes, n, replace=False)) for n in (1, 7, 60, 400)] + [[0, 1, 2], list(range(1500, 1830))]
names = np.array(["G%d" % g for g in range(genes)]); controls, means = [], []
for s in sets:
    np.random.seed(0)
    gene_list = pd.Index(names[s])
    obs_avg = pd.Series(np.nanmean(x, axis=0, dtype="f8"), index=names)
    n_items = int(np.round(len(obs_avg) / (25 - 1))); obs_cut = obs_avg.rank(method="min") // n_items
    control = pd.Index([], dtype="string")
    for cut in np.unique(obs_cut.loc[gene_list]):
        r_genes = obs_cut[obs_cut == cut].index
        if 50 < len(r_genes): r_genes = r_genes.to_series().sample(50).index
        control = control.union(r_genes.difference(gene_list))
    at = sorted(int(n[1:]) for n in control); controls.append(at)
    means.append((x[:, s].mean(1, dtype="f8") - x[:, at].mean(1, dtype="f8")).tolist())

def auc(ranks, T):  # AUCell's .auc() and .AUC.geneSet_norm()
    v = np.sort(ranks[ranks < T]); y = np.arange(1, len(v) + 1)
    k = np.arange(1, len(ranks) + 1); k = k[k < T]
    return (np.diff(np.append(v, T)) * y).sum() / (np.diff(np.append(k, T)) * np.arange(1, len(k) + 1)).sum()
def ranked(values, random):
    order = np.lexsort((random, -values)); ranks = np.empty(len(values), int); ranks[order] = np.arange(1, len(values) + 1)
    return ranks
T = int(np.ceil(.05 * genes)); aucell = np.zeros((6, 5)); orders = 1500
for c in range(5):
    for _ in range(orders):
        ranks = ranked(x[c], r.rand(genes))
        for i, s in enumerate(sets): aucell[i, c] += auc(ranks[s], T) / orders
# Without ties, and with values below 0.
y = r.normal(size=(20, 200)); y[y > 2] = 2.5 + np.arange((y > 2).sum()); y = y.astype("f4")
apart = [[auc(ranked(v, np.zeros(200))[s], int(np.ceil(.2 * 200))) for v in y] for s in ([3, 5, 60, 100, 150], list(range(80)))]
print(json.dumps(dict(x=x.astype("f8").tolist(), sets=sets, controls=controls, means=means, aucell=aucell.tolist(),
                      y=y.astype("f8").tolist(), apart=apart)))
)PY";

GeneColumns columns_of(const QJsonValue& value) {
    GeneColumns columns;
    for (const auto& one : value.toArray()) columns.push_back(static_cast<std::uint32_t>(one.toInt()));
    return columns;
}
std::vector<GeneColumns> sets_of(const QJsonValue& value) {
    std::vector<GeneColumns> sets;
    for (const auto& one : value.toArray()) sets.push_back(columns_of(one));
    return sets;
}

Matrix gathered(std::size_t cells, std::size_t sets, const std::function<void(const ScoreVisit&)>& work) {
    Matrix all(cells, sets);
    work([&](std::size_t first, const Matrix& scores) {
        std::ranges::copy(scores.values, all.values.begin() + static_cast<std::ptrdiff_t>(first * sets));
    });
    return all;
}
Matrix means_of(const MatrixSource& source, std::span<const GeneColumns> sets,
                std::span<const GeneColumns> controls) {
    Job job;
    return gathered(source.cells(), sets.size(),
                    [&](const ScoreVisit& visit) { mean_scores(source, sets, controls, job, visit); });
}
Matrix aucell_of(const MatrixSource& source, std::span<const GeneColumns> sets, double top) {
    Job job;
    return gathered(source.cells(), sets.size(),
                    [&](const ScoreVisit& visit) { aucell_scores(source, sets, top, job, visit); });
}

std::vector<double> means_of_genes(const Matrix& x) {
    std::vector<double> means(x.cols, 0);
    for (std::size_t c = 0; c < x.rows; ++c)
        for (std::size_t g = 0; g < x.cols; ++g) means[g] += static_cast<double>(x(c, g));
    for (double& mean : means) mean /= static_cast<double>(x.rows);
    return means;
}

// Blocks of two cells.
class Small final : public MatrixSource {
  public:
    explicit Small(CsrMatrix m) : m_all(std::move(m)) {}
    std::size_t cells() const override { return m_all.cells(); }
    std::size_t genes() const override { return m_all.genes(); }
    CsrMatrix block(std::size_t begin, std::size_t end) const override { return m_all.block(begin, end); }
    std::size_t preferred_block() const override { return 2; }

  private:
    InMemoryMatrix m_all;
};

}  // namespace

class GeneSetScoresTest : public QObject {
    Q_OBJECT
    QJsonObject m_reference;
    Matrix m_x;
    std::vector<GeneColumns> m_sets;

  private Q_SLOTS:
    void initTestCase() {
        REGULUS_NEED_PYTHON("numpy", "pandas");
        m_reference = test::python_object(QString::fromUtf8(reference));
        m_x = test::to_matrix(m_reference["x"]);
        m_sets = sets_of(m_reference["sets"]);
        QCOMPARE(m_x.cols, std::size_t{1830});
    }

    void the_controls_and_scores_of_scanpy() {
        const auto controls = control_genes(means_of_genes(m_x), m_sets, {});
        QCOMPARE(controls, sets_of(m_reference["controls"]));
        const Matrix scores = means_of(InMemoryMatrix(to_sparse(m_x)), m_sets, controls);
        double far = 0;
        for (std::size_t s = 0; s < m_sets.size(); ++s) {
            const auto expected = test::to_doubles(m_reference["means"].toArray()[static_cast<qsizetype>(s)]);
            for (std::size_t c = 0; c < scores.rows; ++c)
                far = std::max(far, std::abs(static_cast<double>(scores(c, s)) - expected[c]));
        }
        qInfo("largest difference %.2g", far);
        QVERIFY(far < 1e-6);
        // Another seed draws others.
        QVERIFY(control_genes(means_of_genes(m_x), m_sets, {50, 25, 1}) != controls);
        QVERIFY(control_genes(means_of_genes(m_x), m_sets, {2000, 25, 0})[1].size() > controls[1].size());
    }

    void the_mean_of_aucell_over_orders_of_ties() {
        const Matrix scores = aucell_of(InMemoryMatrix(to_sparse(m_x)), m_sets, 0.05);
        double far = 0, high = 0;
        for (std::size_t s = 0; s < m_sets.size(); ++s) {
            const auto expected =
                test::to_doubles(m_reference["aucell"].toArray()[static_cast<qsizetype>(s)]);
            for (std::size_t c = 0; c < expected.size(); ++c) {
                const auto one = static_cast<double>(scores(c, s));
                QVERIFY(one >= 0 && one <= 1);
                // The one gene of the first set is chance itself.
                if (s > 0) far = std::max(far, std::abs(one - expected[c]));
                high = std::max(high, one);
            }
        }
        qInfo("largest difference from 1,500 random orders %.2g, largest score %.2g", far, high);
        QVERIFY(far < 0.005);
        QVERIFY(high > 0.05);
    }

    void aucell_without_ties() {
        const Matrix y = test::to_matrix(m_reference["y"]);
        GeneColumns many(80);
        for (std::uint32_t g = 0; g < 80; ++g) many[g] = g;
        const std::vector<GeneColumns> sets{{3, 5, 60, 100, 150}, many};
        const Matrix scores = aucell_of(InMemoryMatrix(to_sparse(y)), sets, 0.2);
        for (std::size_t s = 0; s < 2; ++s) {
            const auto expected = test::to_doubles(m_reference["apart"].toArray()[static_cast<qsizetype>(s)]);
            for (std::size_t c = 0; c < y.rows; ++c)
                REGULUS_CLOSE(static_cast<double>(scores(c, s)), expected[c], 1e-6);
        }
    }

    void cells_of_all_kinds() {
        // Nothing; all the same; zeros between; one gene alone above; below 0 alone.
        Matrix x(5, 20);
        for (std::size_t g = 0; g < 20; ++g) x(1, g) = 3;
        for (std::size_t g = 0; g < 20; ++g) x(2, g) = static_cast<float>(g) - 10;
        x(3, 4) = 1;
        for (std::size_t g = 0; g < 20; ++g) x(4, g) = -1 - static_cast<float>(g);
        const std::vector<GeneColumns> sets{{4}, {0, 1}};
        const Matrix scores = aucell_of(InMemoryMatrix(to_sparse(x)), sets, 0.25);  // ranks below 5
        const double even = (4 + 3 + 2 + 1) / 20.0 / 4;                             // of one gene anywhere
        const double two = 2 * (4 + 3 + 2 + 1) / 20.0 / 7;
        const std::vector<std::pair<double, double>> expected{
            {even, two}, {even, two}, {0, 0}, {1, 2 * 6 / 19.0 / 7}, {0, 1}};
        for (std::size_t c = 0; c < 5; ++c) {
            REGULUS_CLOSE(static_cast<double>(scores(c, 0)), expected[c].first, 1e-6);
            REGULUS_CLOSE(static_cast<double>(scores(c, 1)), expected[c].second, 1e-6);
        }
        QCOMPARE(aucell_rank(13714, 0.05), std::size_t{686});
        QCOMPARE(aucell_rank(20, 0.05), std::size_t{1});
    }

    void same_bytes_for_any_thread_count_and_blocks() {
        const auto controls = control_genes(means_of_genes(m_x), m_sets, {});
        const CsrMatrix sparse = to_sparse(m_x);
        set_thread_count(1);
        const Matrix means = means_of(InMemoryMatrix(sparse), m_sets, controls),
                     areas = aucell_of(InMemoryMatrix(sparse), m_sets, 0.05);
        set_thread_count(3);
        QCOMPARE(means_of(Small(sparse), m_sets, controls).values, means.values);
        QCOMPARE(aucell_of(Small(sparse), m_sets, 0.05).values, areas.values);
        set_thread_count(0);
    }

    void what_cannot_be_scored() {
        Matrix x = m_x;
        x(3, 5) = std::numeric_limits<float>::quiet_NaN();
        const InMemoryMatrix odd(to_sparse(x));
        QVERIFY_EXCEPTION_THROWN(aucell_of(odd, m_sets, 0.05), Error);
        QVERIFY_EXCEPTION_THROWN(means_of(odd, m_sets, control_genes(means_of_genes(m_x), m_sets, {})),
                                 Error);
        Job job;
        std::size_t seen = 0;
        const Small source(to_sparse(m_x));
        const auto until = [&](std::size_t first, const Matrix&) {
            seen = first;
            if (first >= 10) job.cancel();
        };
        QVERIFY_EXCEPTION_THROWN(aucell_scores(source, m_sets, 0.05, job, until), Cancelled);
        QCOMPARE(seen, std::size_t{10});
    }
};

QTEST_GUILESS_MAIN(GeneSetScoresTest)
#include "tst_gene_set_scores.moc"

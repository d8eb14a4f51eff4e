// Against decoupleR's own numbers, and against straight lines fitted by scipy.
#include "core/regulons/tf_activity.h"

#include <QTest>

#include <cmath>
#include <numeric>

#include "core/base/parallel.h"
#include "tests/core/regulons/made_network.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

std::vector<std::string> texts(const QJsonValue& value) {
    std::vector<std::string> result;
    for (const auto& item : value.toArray()) result.push_back(item.toString().toStdString());
    return result;
}

std::vector<std::uint32_t> all_rows(std::size_t count) {
    std::vector<std::uint32_t> rows(count);
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

RegulatoryNetwork network_from(const QJsonValue& edges) {
    std::vector<MadeEdge> made;
    for (const auto& edge : edges.toArray()) {
        made.push_back({edge[0].toString().toStdString(), edge[1].toString().toStdString(),
                        static_cast<float>(edge[2].toDouble())});
    }
    return made_network(made);
}

// Asks for small blocks.
class Blocks final : public MatrixSource {
  public:
    explicit Blocks(CsrMatrix matrix) : m_matrix(std::move(matrix)) {}
    std::size_t cells() const override { return m_matrix.cells(); }
    std::size_t genes() const override { return m_matrix.genes(); }
    CsrMatrix block(std::size_t begin, std::size_t end) const override { return m_matrix.block(begin, end); }
    std::size_t preferred_block() const override { return 7; }

  private:
    InMemoryMatrix m_matrix;
};

}  // namespace

class TfActivityTest : public QObject {
    Q_OBJECT

    void compare(const QJsonObject& expected, double tolerance) {
        const Matrix x = to_matrix(expected["x"]);
        const RegulonSet set =
            regulon_set(network_from(expected["edges"]), texts(expected["genes"]), {1, true});
        QCOMPARE(set.tfs, texts(expected["tfs"]));
        Job job;
        const Matrix scores = tf_activity(InMemoryMatrix(to_sparse(x)), set, all_rows(x.rows), job);
        QCOMPARE(scores.rows, x.rows);
        for (std::size_t c = 0; c < scores.rows; ++c) {
            for (std::size_t t = 0; t < scores.cols; ++t)
                REGULUS_CLOSE(scores(c, t), expected["scores"][int(c)][int(t)].toDouble(), tolerance);
        }
    }

  private Q_SLOTS:
    void decoupler() {
        const QString reference = data_file("reference/decoupleR_expected_ulm.csv");
        REGULUS_NEED_DATA(reference);
        REGULUS_NEED_PYTHON("pandas");
        compare(python_object(R"(
import json, sys, pandas as pd
folder = sys.argv[1].rsplit("/", 1)[0]
x = pd.read_csv(folder + "/decoupleR_mat.csv", index_col=0).T
net = pd.read_csv(folder + "/decoupleR_net.csv")
scores = pd.read_csv(sys.argv[1]).pivot(index="condition", columns="source", values="score").loc[x.index]
print(json.dumps(dict(x=x.values.tolist(), genes=list(x.columns), edges=net.values.tolist(), tfs=list(scores.columns), scores=scores.values.tolist())))
)",
                              {reference}),
                1e-6);
    }

    void straight_lines() {
        REGULUS_NEED_PYTHON("scipy");
        compare(python_object(R"(
import json, numpy as np
from scipy.stats import linregress
r = np.random.RandomState(1)
cells, genes, tfs = 40, 300, 12
x = (r.poisson(0.4, (cells, genes)) * r.uniform(0.3, 2, (cells, 1))).astype("f4").astype("f8")
edges, scores = [], np.zeros((cells, tfs))
for t in range(tfs):
    w = np.zeros(genes)
    for g in r.choice(genes, 1 + 9 * t, replace=False): w[g] = r.choice([-1, 1, 0.5])
    edges += [["T%02d" % t, "g%d" % g, w[g]] for g in np.flatnonzero(w)]
    for c in range(cells):
        fit = linregress(w, x[c])
        scores[c, t] = fit.slope / fit.stderr
print(json.dumps(dict(x=x.tolist(), genes=["g%d" % g for g in range(genes)], edges=edges, tfs=["T%02d" % t for t in range(tfs)], scores=scores.tolist())))
)"),
                1e-4);
    }

    void chosen_cells_in_blocks_by_any_threads() {
        Matrix x(50, 20);
        for (std::size_t i = 0; i < x.values.size(); ++i)
            x.values[i] = static_cast<float>(i * 7919 % 13 < 5 ? i * 31 % 11 : 0);
        for (float& value : x.row(3)) value = 0;  // a cell of which nothing was read
        std::vector<std::string> genes;
        for (int g = 0; g < 20; ++g) genes.push_back("g" + std::to_string(g));
        const RegulonSet set = regulon_set(
            made_network({{"T", "g1", 1}, {"T", "g2", -1}, {"U", "g5", 1}, {"U", "g7", 1}, {"U", "g1", -1}}),
            genes, {2, true});
        Job job;
        const Matrix whole = tf_activity(InMemoryMatrix(to_sparse(x)), set, all_rows(50), job);
        QVERIFY(std::isnan(whole(3, 0)) && std::isfinite(whole(4, 0)));
        const std::vector<std::uint32_t> rows{40, 3, 11, 12, 13, 49, 0, 1, 2, 20, 30};
        const int threads = thread_count();
        for (const int n : {1, 4}) {
            set_thread_count(n);
            const Matrix some = tf_activity(Blocks(to_sparse(x)), set, rows, job);
            for (std::size_t i = 0; i < rows.size(); ++i) {
                for (std::size_t t = 0; t < set.count(); ++t) {
                    QVERIFY(some(i, t) == whole(rows[i], t) || (rows[i] == 3 && std::isnan(some(i, t))));
                }
            }
        }
        set_thread_count(threads);
    }
};

QTEST_APPLESS_MAIN(TfActivityTest)
#include "tst_tf_activity.moc"

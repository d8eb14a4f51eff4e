#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/embed/fuzzy_graph.h"
#include "core/embed/leiden.h"
#include "core/embed/neighbors.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

struct Edge {
    std::size_t a, b;
    float weight = 1;
};

CsrMatrix graph_of(std::size_t points, const std::vector<Edge>& edges) {
    std::vector<std::map<std::size_t, float>> rows(points);
    for (const Edge& edge : edges) rows[edge.a][edge.b] = rows[edge.b][edge.a] = edge.weight;
    CsrMatrix graph;
    graph.cols = points;
    for (const auto& row : rows) {
        std::vector<std::int32_t> columns;
        std::vector<float> values;
        for (const auto& [column, weight] : row) {
            columns.push_back(static_cast<std::int32_t>(column));
            values.push_back(weight);
        }
        graph.push_row(columns, values);
    }
    return graph;
}

// Cliques of `size` points, each joined to the next by one edge.
CsrMatrix cliques(std::size_t count, std::size_t size) {
    std::vector<Edge> edges;
    for (std::size_t c = 0; c < count; ++c) {
        for (std::size_t i = 0; i < size; ++i)
            for (std::size_t j = i + 1; j < size; ++j) edges.push_back({c * size + i, c * size + j});
        if (c + 1 < count) edges.push_back({c * size, (c + 1) * size});
    }
    return graph_of(count * size, edges);
}

// Newman's formula, from the communities alone.
double modularity(const CsrMatrix& graph, const std::vector<std::int32_t>& of, double resolution) {
    double total = 0, inside = 0;
    std::map<std::int32_t, double> strength;
    for (std::size_t row = 0; row < graph.rows; ++row) {
        for (std::size_t e = 0; e < graph.row_columns(row).size(); ++e) {
            const double weight = graph.row_values(row)[e];
            total += weight;
            strength[of[row]] += weight;
            if (of[row] == of[static_cast<std::size_t>(graph.row_columns(row)[e])]) inside += weight;
        }
    }
    double expected = 0;
    for (const auto& [community, sum] : strength) expected += sum * sum / total;
    return (inside - resolution * expected) / total;
}

// Cells of twelve types that overlap.
CsrMatrix cells(std::size_t count) {
    Random random(3);
    Matrix centers(12, 10), points(count, 10);
    for (float& v : centers.values) v = static_cast<float>(random.normal());
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t d = 0; d < 10; ++d)
            points(i, d) = static_cast<float>(centers(i % 12, d) + random.normal());
    Job job;
    return fuzzy_graph(nearest_neighbors(points, {.k = 14}, job), job);
}

// Says that it was cancelled once it was asked often enough.
class SoonCancelled final : public Job {
  public:
    explicit SoonCancelled(int asked) : m_left(asked) {}
    bool cancelled() const noexcept override { return m_left-- <= 0; }

  private:
    mutable int m_left;
};

}  // namespace

class LeidenTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void cliques_are_communities() {
        Job job;
        const CsrMatrix graph = cliques(5, 6);
        const Communities found = leiden(graph, {}, job);
        QCOMPARE(found.sizes, std::vector<std::size_t>(5, 6));
        for (std::size_t point = 0; point < 30; ++point)  // equal sizes: numbered by their first point
            QCOMPARE(found.of[point], static_cast<std::int32_t>(point / 6));
        REGULUS_CLOSE(found.modularity, modularity(graph, found.of, 1), 1e-9);
    }

    void largest_comes_first() {
        std::vector<Edge> edges{{0, 1}, {0, 2}, {1, 2}};  // a triangle, then a clique of five
        for (std::size_t i = 3; i < 8; ++i)
            for (std::size_t j = i + 1; j < 8; ++j) edges.push_back({i, j});
        Job job;
        const Communities found = leiden(graph_of(8, edges), {}, job);
        QCOMPARE(found.sizes, (std::vector<std::size_t>{5, 3}));
        QCOMPARE(found.of, (std::vector<std::int32_t>{1, 1, 1, 0, 0, 0, 0, 0}));
    }

    void weights_count() {
        // A ring of four whose heavy edges pair its points.
        const auto ring = [](float first, float second) {
            return graph_of(4, {{0, 1, first}, {1, 2, second}, {2, 3, first}, {3, 0, second}});
        };
        Job job;
        QCOMPARE(leiden(ring(5, 1), {}, job).of, (std::vector<std::int32_t>{0, 0, 1, 1}));
        QCOMPARE(leiden(ring(1, 5), {}, job).of, (std::vector<std::int32_t>{0, 1, 1, 0}));
    }

    void resolution_makes_more() {
        Job job;
        const CsrMatrix graph = cells(3000);
        std::size_t before = 0;
        for (const double resolution : {0.0, 0.3, 1.0, 3.0}) {
            const Communities found = leiden(graph, {.resolution = resolution}, job);
            QVERIFY2(found.sizes.size() > before, qPrintable(QString::number(resolution)));
            before = found.sizes.size();
            REGULUS_CLOSE(found.modularity, modularity(graph, found.of, resolution), 1e-6);
            std::size_t sum = 0;
            for (const std::size_t size : found.sizes) sum += size;
            QCOMPARE(sum, std::size_t{3000});
            QVERIFY(std::ranges::is_sorted(found.sizes, std::greater{}));
        }
    }

    // The same library from Python, on the same graph: as good a partition, and much the same one.
    void as_good_as_python_igraph() {
        REGULUS_NEED_PYTHON("igraph");
        REGULUS_NEED_PYTHON("sklearn");
        const CsrMatrix graph = cells(3000);
        Job job;
        const Communities found = leiden(graph, {}, job);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("graph.txt"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (std::size_t row = 0; row < graph.rows; ++row)
            for (std::size_t e = 0; e < graph.row_columns(row).size(); ++e)
                file.write(QStringLiteral("%1 %2 %3 %4\n")
                               .arg(row)
                               .arg(graph.row_columns(row)[e])
                               .arg(static_cast<double>(graph.row_values(row)[e]), 0, 'g', 9)
                               .arg(found.of[row])
                               .toUtf8());
        file.close();
        const auto expected = python_object(QStringLiteral(R"(
import json, sys, random, numpy as np, igraph
from sklearn.metrics import adjusted_rand_score
rows = np.loadtxt(sys.argv[1])
igraph.set_random_number_generator(random)
upper = rows[:, 0] < rows[:, 1]
edges = rows[upper, :2].astype(int)
g = igraph.Graph(n=3000, edges=edges.tolist(), directed=False)
def find(seed):
    random.seed(seed)
    return g.community_leiden(objective_function='modularity', weights=rows[upper, 2].tolist(), resolution_parameter=1,
                              beta=0.01, n_iterations=2)
part = find(1)
ours = np.zeros(3000, int); ours[rows[:, 0].astype(int)] = rows[:, 3].astype(int)
print(json.dumps({'modularity': g.modularity(part.membership, weights=rows[upper, 2].tolist()),
                  'ours': g.modularity(ours.tolist(), weights=rows[upper, 2].tolist()),
                  'others': adjusted_rand_score(part.membership, find(2).membership),
                  'agree': adjusted_rand_score(part.membership, ours)}))
)"),
                                            {path});
        REGULUS_CLOSE(found.modularity, expected["ours"].toDouble(), 1e-5);
        QVERIFY2(found.modularity > expected["modularity"].toDouble() - 0.005,
                 qPrintable(QString::number(expected["modularity"].toDouble() - found.modularity)));
        // No further from it than two of its own runs are from each other.
        const double agree = expected["agree"].toDouble(), others = expected["others"].toDouble();
        QVERIFY2(agree > others - 0.1, qPrintable(QString("%1, others %2").arg(agree).arg(others)));
    }

    void same_seed_same_communities() {
        Job job;
        const CsrMatrix graph = cells(2000);
        QCOMPARE(leiden(graph, {.seed = 7}, job).of, leiden(graph, {.seed = 7}, job).of);
        std::set<double> qualities;
        for (std::uint64_t seed = 0; seed < 8; ++seed)
            qualities.insert(leiden(graph, {.resolution = 3, .seed = seed}, job).modularity);
        QVERIFY(qualities.size() > 1);  // the seed does something
    }

    void without_edges_and_without_points() {
        Job job;
        QVERIFY(leiden(graph_of(0, {}), {}, job).sizes.empty());
        const Communities alone = leiden(graph_of(3, {}), {}, job);
        QCOMPARE(alone.sizes, (std::vector<std::size_t>{1, 1, 1}));
        QCOMPARE(alone.of, (std::vector<std::int32_t>{0, 1, 2}));
        QCOMPARE(alone.modularity, 0.0);
    }

    void refuses_options_data() {
        QTest::addColumn<double>("resolution");
        QTest::addColumn<int>("iterations");
        QTest::newRow("negative") << -1.0 << 2;
        QTest::newRow("not a number") << std::nan("") << 2;
        QTest::newRow("infinite") << HUGE_VAL << 2;
        QTest::newRow("iterations") << 1.0 << -1;
    }
    void refuses_options() {
        QFETCH(double, resolution);
        QFETCH(int, iterations);
        Job job;
        try {
            leiden(cliques(2, 3), {.resolution = resolution, .iterations = iterations}, job);
            QFAIL("was taken");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Usage);
        }
    }

    void stops_when_cancelled_and_works_again() {
        const CsrMatrix graph = cells(40000);
        SoonCancelled at_once(0), within(3);
        QVERIFY_EXCEPTION_THROWN(leiden(graph, {}, at_once), Cancelled);
        QVERIFY_EXCEPTION_THROWN(leiden(graph, {.iterations = 0}, within), Cancelled);  // asked by igraph
        Job job;
        QVERIFY(leiden(graph, {}, job).sizes.size() > 5);
    }
};

QTEST_GUILESS_MAIN(LeidenTest)
#include "tst_leiden.moc"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/embed/neighbors.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// Overlapping clusters of unequal size and shape.
Matrix clusters(std::size_t points, std::size_t dimensions) {
    Random random(11);
    Matrix centers(12, dimensions), m(points, dimensions);
    for (float& v : centers.values) v = static_cast<float>(3 * random.normal());
    for (std::size_t i = 0; i < points; ++i) {
        const std::size_t c = random.below(random.below(12) + 1);
        const double along = random.normal();
        for (std::size_t d = 0; d < dimensions; ++d) {
            const double spread = 0.3 + 0.2 * static_cast<double>(c);
            m(i, d) = static_cast<float>(centers(c, d) + spread * random.normal() + along * (d % 3 == 0));
        }
    }
    return m;
}

double recall(const Neighbors& truth, const Neighbors& found) {
    std::size_t hits = 0;
    for (std::size_t i = 0; i < truth.points; ++i) {
        std::vector<std::uint32_t> a(truth.of(i).begin(), truth.of(i).end()),
            b(found.of(i).begin(), found.of(i).end()), both;
        std::sort(a.begin(), a.end());
        std::sort(b.begin(), b.end());
        std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
        hits += both.size();
    }
    return static_cast<double>(hits) / static_cast<double>(truth.indices.size());
}

}  // namespace

class NeighborsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void exact_agrees_with_sklearn_data() {
        QTest::addColumn<bool>("cosine");
        QTest::newRow("Euclidean") << false;
        QTest::newRow("cosine") << true;
    }
    void exact_agrees_with_sklearn() {
        QFETCH(bool, cosine);
        REGULUS_NEED_PYTHON("sklearn");
        const auto expected = python_object(QStringLiteral(R"(
import json, sys, numpy as np
from sklearn.neighbors import NearestNeighbors
x = (np.random.RandomState(0).normal(size=(503, 7)) + 20).astype(np.float32)
x[9] = x[10] = x[11]
d, i = NearestNeighbors(n_neighbors=9, metric=sys.argv[1]).fit(x.astype(float)).kneighbors()
print(json.dumps(dict(x=x.tolist(), d=d.tolist(), i=i.tolist())))
)"),
                                            {cosine ? "cosine" : "euclidean"});
        QVERIFY(!expected.isEmpty());
        Job job;
        const Metric metric = cosine ? Metric::Cosine : Metric::Euclidean;
        const Neighbors found = nearest_neighbors(to_matrix(expected["x"]), {.k = 9, .metric = metric}, job);
        const Matrix distances = to_matrix(expected["d"]), indices = to_matrix(expected["i"]);
        std::size_t same = 0;
        for (std::size_t i = 0; i < found.indices.size(); ++i) {
            REGULUS_CLOSE(found.distances[i], distances.values[i], 2e-6);
            same += found.indices[i] == static_cast<std::uint32_t>(indices.values[i]) ? 1 : 0;
        }
        // Ties and rounding may swap a few.
        QVERIFY(static_cast<double>(same) >= 0.99 * static_cast<double>(found.indices.size()));
    }
    void cells_find_what_was_asked_for_data() {
        QTest::addColumn<bool>("cosine");
        QTest::newRow("Euclidean") << false;
        QTest::newRow("cosine") << true;
    }
    void cells_find_what_was_asked_for() {
        QFETCH(bool, cosine);
        const Matrix points = clusters(12000, 20);
        const Metric metric = cosine ? Metric::Cosine : Metric::Euclidean;
        Job job;
        const Neighbors truth =
            nearest_neighbors(points, {.metric = metric, .search = NeighborSearch::Exact}, job);
        const Neighbors found =
            nearest_neighbors(points, {.metric = metric, .search = NeighborSearch::Cells}, job);
        const double share = recall(truth, found);
        QVERIFY2(share >= 0.95, qPrintable(QString::number(share)));
        for (std::size_t i = 0; i < found.points; ++i) {
            QVERIFY(std::is_sorted(found.distances_of(i).begin(), found.distances_of(i).end()));
            for (const auto j : found.of(i)) QVERIFY(j != i && j < found.points);
        }
    }
    void same_bytes_for_any_thread_count() {
        const Matrix points = clusters(9000, 12);
        Job job;
        set_thread_count(1);
        const Neighbors one = nearest_neighbors(points, {}, job);
        set_thread_count(3);
        const Neighbors three = nearest_neighbors(points, {}, job);
        set_thread_count(0);
        QVERIFY(one.indices == three.indices);
        QVERIFY(one.distances == three.distances);
    }
    void few_and_equal_points() {
        Job job;
        QCOMPARE(nearest_neighbors(Matrix(0, 3), {}, job).k, 0U);
        QCOMPARE(nearest_neighbors(Matrix(1, 3), {}, job).k, 0U);
        QCOMPARE(nearest_neighbors(Matrix(2, 3), {}, job).indices, (std::vector<std::uint32_t>{1, 0}));
        for (const auto search : {NeighborSearch::Exact, NeighborSearch::Cells}) {
            const Neighbors same = nearest_neighbors(Matrix(500, 3), {.k = 4, .search = search}, job);
            for (const float d : same.distances) QCOMPARE(d, 0.0F);
            for (std::size_t i = 0; i < same.points; ++i) {
                for (const auto j : same.of(i)) QVERIFY(j != i && j < 500);
            }
        }
    }
    void a_cell_of_zeros_is_far_from_all_in_angle() {
        Matrix points = clusters(40, 5);
        std::fill(points.row(7).begin(), points.row(7).end(), 0.0F);
        Job job;
        const Neighbors found = nearest_neighbors(points, {.k = 39, .metric = Metric::Cosine}, job);
        for (const float d : found.distances_of(7)) QCOMPARE(d, 1.0F);
    }
    void broken_values_and_cancel() {
        Matrix points = clusters(50, 4);
        Job job;
        points(3, 1) = std::numeric_limits<float>::quiet_NaN();
        QVERIFY_EXCEPTION_THROWN(nearest_neighbors(points, {}, job), Error);
        points(3, 1) = 0;
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(nearest_neighbors(points, {}, job), Cancelled);
        QVERIFY_EXCEPTION_THROWN(nearest_neighbors(points, {.search = NeighborSearch::Cells}, job),
                                 Cancelled);
    }
};

QTEST_GUILESS_MAIN(NeighborsTest)
#include "tst_neighbors.moc"

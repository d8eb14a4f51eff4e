// The order of UMAP's steps is ours (umap_layout.h): what must hold in any order.
#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/embed/embed.h"
#include "core/embed/fuzzy_graph.h"
#include "core/embed/umap_kernel.h"
#include "core/embed/umap_layout.h"
#include "core/stats/trustworthiness.h"

using namespace regulus;

namespace {

constexpr UmapCurve curve{1.577, 0.895};

Matrix scattered(std::size_t points, std::size_t dimensions, std::uint64_t seed) {
    Random random(seed);
    Matrix m(points, dimensions);
    for (float& v : m.values) v = static_cast<float>(random.normal());
    return m;
}

// The graph of a group that the start has torn in two: each half has its own neighbours, and `bridges` edges
// of full weight lead from one half to the other.
CsrMatrix torn_group(const Matrix& start, std::size_t bridges, Job& job) {
    const std::size_t half = start.rows / 2;
    Matrix weights = to_dense(fuzzy_graph(nearest_neighbors(start, {.k = 10}, job), job));
    Random random(5);
    for (std::size_t b = 0; b < bridges; ++b) {
        const auto i = random.below(half), j = half + random.below(half);
        weights(i, j) = weights(j, i) = 1;
    }
    CsrMatrix graph;
    graph.cols = start.rows;
    for (std::size_t i = 0; i < start.rows; ++i) {
        for (std::size_t j = 0; j < start.rows; ++j) {
            if (weights(i, j) == 0) continue;
            graph.columns.push_back(static_cast<std::int32_t>(j));
            graph.values.push_back(weights(i, j));
        }
        graph.offsets.push_back(static_cast<std::int64_t>(graph.columns.size()));
        ++graph.rows;
    }
    return graph;
}

double center(const Matrix& m, std::size_t begin, std::size_t end, std::size_t dimension) {
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += m(i, dimension);
    return sum / static_cast<double>(end - begin);
}

// Points between 3,000 landmarks of six overlapping groups and the nearest landmarks of each, with a little
// noise: many small neighbourhoods that hang together by few edges.
Matrix woven(std::size_t points) {
    constexpr std::size_t landmarks = 3000, groups = 6, dimensions = 20;
    Random random(7);
    const auto draw = [&](std::size_t rows) {
        Matrix m(rows, dimensions);
        for (std::size_t i = 0; i < rows; ++i) {
            for (std::size_t d = 0; d < dimensions; ++d) {
                const double spread = 1 + 6 * std::exp(-static_cast<double>(d) / 6);
                m(i, d) = static_cast<float>(spread * random.normal());
            }
        }
        return m;
    };
    const Matrix centers = draw(groups);
    Matrix marks = draw(landmarks);
    for (std::size_t i = 0; i < landmarks; ++i) {
        for (std::size_t d = 0; d < dimensions; ++d) marks(i, d) += centers(i % groups, d);
    }
    Job job;
    const Neighbors near = nearest_neighbors(marks, {.k = 15}, job);
    Matrix m(points, dimensions);
    for (std::size_t i = 0; i < points; ++i) {
        const std::size_t from = random.below(landmarks), to = near.of(from)[random.below(15)];
        const double way = random.uniform();
        for (std::size_t d = 0; d < dimensions; ++d) {
            const double along = (1 - way) * marks(from, d) + way * marks(to, d);
            m(i, d) = static_cast<float>(along + 0.3 * random.normal());
        }
    }
    return m;
}

Matrix every_fourth(const Matrix& m) {
    Matrix part(m.rows / 4, m.cols);
    for (std::size_t i = 0; i < part.rows; ++i) {
        std::copy(m.row(4 * i).begin(), m.row(4 * i).end(), part.row(i).begin());
    }
    return part;
}

}  // namespace

class UmapLayoutTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // Sixteen points move in lockstep, each with a number of pulls of its own.
    void a_point_moves_as_it_would_alone() {
        constexpr std::size_t points = 40;
        const Matrix start = scattered(points, 3, 2);
        Random random(3);
        std::vector<std::int64_t> offsets{0};
        std::vector<std::uint32_t> tails;
        for (std::size_t i = 0; i < points; ++i) {
            for (std::uint64_t pull = random.below(9); pull > 0; --pull) {
                tails.push_back(static_cast<std::uint32_t>(random.below(points)));
            }
            offsets.push_back(static_cast<std::int64_t>(tails.size()));
        }
        const std::vector<float> rates(tails.size(), 1.0F);
        for (const std::size_t dimensions : {2U, 3U}) {
            const auto move = [&](std::size_t at_once, std::vector<float>& moved,
                                  std::multiset<std::array<float, 4>>& forces) {
                moved.assign(points * dimensions, 0);
                TailForces lists(1);
                const UmapStep step{.offsets = offsets.data(),
                                    .tails = tails.data(),
                                    .rates = rates.data(),
                                    .positions = start.values.data(),
                                    .moved = moved.data(),
                                    .points = points,
                                    .epoch = 0,
                                    .learning_rate = 1,
                                    .a = static_cast<float>(curve.a),
                                    .b = static_cast<float>(curve.b),
                                    .negatives = 2,
                                    .seed = 4};
                for (std::size_t i = 0; i < points; i += at_once) {
                    umap_move(step, dimensions, i, std::min(points, i + at_once), lists);
                }
                for (const TailForce& pull : lists[0]) {
                    forces.insert(
                        {static_cast<float>(pull.tail), pull.force[0], pull.force[1], pull.force[2]});
                }
            };
            std::vector<float> together, alone;
            std::multiset<std::array<float, 4>> forces_together, forces_alone;
            move(points, together, forces_together);
            move(1, alone, forces_alone);
            QVERIFY(together == alone);
            QCOMPARE(forces_together.size(), tails.size());
            QVERIFY(forces_together == forces_alone);
        }
    }
    void pulls_leave_the_center_where_it_is() {
        const Matrix start = scattered(500, 2, 6);
        Job job;
        const CsrMatrix graph = fuzzy_graph(nearest_neighbors(start, {.k = 10}, job), job);
        UmapLayout layout(graph, start, 20, {.curve = curve, .negatives = 0});
        while (layout.epoch() < layout.epochs()) layout.step();
        const Matrix end = layout.coordinates();
        QVERIFY(end.values != start.values);
        for (const std::size_t d : {0U, 1U}) {
            QVERIFY(std::abs(center(end, 0, 500, d) - center(start, 0, 500, d)) < 1e-4);
        }
    }
    // Steps are as long as edges are: what few edges to far points do must outlast the many to near ones.
    void torn_groups_approach() {
        for (const std::uint64_t seed : {0U, 1U, 2U}) {
            Matrix start = scattered(400, 2, seed);
            for (std::size_t i = 200; i < 400; ++i) start(i, 0) += 12;
            Job job;
            const CsrMatrix graph = torn_group(start, 20, job);
            UmapLayout layout(graph, start, 20, {.curve = curve, .negatives = 0, .seed = seed});
            while (layout.epoch() < layout.epochs()) layout.step();
            const Matrix end = layout.coordinates();
            const auto gap = [](const Matrix& m) { return center(m, 200, 400, 0) - center(m, 0, 200, 0); };
            // The force on an edge of length 12 is about 2b/12; twice from either end, at both of them.
            const double pulled = 20 * 10.5 * 4 * (2 * curve.b / 12) / 200;
            qInfo("closer by %.3f of %.3f", gap(start) - gap(end), pulled);
            QVERIFY(std::abs(gap(start) - gap(end) - pulled) < 0.2 * pulled);
        }
    }
    void hubs_have_the_same_bytes_for_any_thread_count() {
        // All points are neighbours of the first one, which every thread pulls at the same time.
        constexpr std::size_t points = 20000;
        const Matrix start = scattered(points, 2, 9);
        CsrMatrix star;
        star.rows = star.cols = points;
        for (std::size_t j = 1; j < points; ++j) star.columns.push_back(static_cast<std::int32_t>(j));
        star.offsets.push_back(static_cast<std::int64_t>(star.columns.size()));
        for (std::size_t i = 1; i < points; ++i) {
            star.columns.push_back(0);
            star.offsets.push_back(static_cast<std::int64_t>(star.columns.size()));
        }
        star.values.assign(star.columns.size(), 1.0F);
        std::vector<float> wanted;
        for (const int threads : {1, 2, 5}) {
            set_thread_count(threads);
            UmapLayout layout(star, start, 10, {.curve = curve});
            while (layout.epoch() < layout.epochs()) layout.step();
            const Matrix end = layout.coordinates();
            QVERIFY(
                std::all_of(end.values.begin(), end.values.end(), [](float v) { return std::isfinite(v); }));
            if (wanted.empty()) wanted = end.values;
            QVERIFY(end.values == wanted);
        }
        set_thread_count(0);
    }
    // umap-learn 0.5.3 with its defaults reaches .9663 on these points (random_state 0). With pulls that move
    // one end alone it is .89 to .91, with points held back by their company .85.
    void true_at_20000_points() {
        const Matrix points = woven(20000);
        Job job;
        const Matrix picture = umap(points, {}, job);
        const double found = trustworthiness(every_fourth(points), every_fourth(picture), 15, job).value();
        qInfo("trustworthiness %.4f", found);
        QVERIFY(found >= 0.9663 - 0.01);
    }
};

QTEST_GUILESS_MAIN(UmapLayoutTest)
#include "tst_umap_layout.moc"

// New points on an old map: their neighbours, and where they come to lie; against umap-learn.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/data/matrix_rows.h"
#include "core/embed/embed.h"
#include "core/embed/nearest_among.h"
#include "core/embed/umap_curve.h"
#include "core/embed/umap_transform.h"
#include "tests/core/stats/python_values.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// `count` groups, each around a centre of its own; point i is of group i % count.
Matrix groups(std::size_t points, std::size_t dimensions, std::size_t count, std::uint64_t seed) {
    Random centers_of(5), random(seed);
    Matrix centers(count, dimensions), m(points, dimensions);
    for (float& v : centers.values) v = static_cast<float>(6 * centers_of.normal());
    for (std::size_t i = 0; i < points; ++i)
        for (std::size_t d = 0; d < dimensions; ++d)
            m(i, d) = centers(i % count, d) + static_cast<float>(random.normal());
    return m;
}

std::vector<std::uint32_t> nearest_by_hand(const Matrix& points, std::span<const float> query,
                                           std::size_t k) {
    std::vector<std::pair<double, std::uint32_t>> all;
    for (std::size_t p = 0; p < points.rows; ++p) {
        double sum = 0;
        for (std::size_t d = 0; d < points.cols; ++d)
            sum += (points(p, d) - query[d]) * static_cast<double>(points(p, d) - query[d]);
        all.emplace_back(sum, static_cast<std::uint32_t>(p));
    }
    std::ranges::sort(all);
    std::vector<std::uint32_t> found;
    for (std::size_t j = 0; j < k; ++j) found.push_back(all[j].second);
    return found;
}

UmapTransformOptions usual() {
    UmapTransformOptions options;
    options.curve = fit_umap_curve(0.3, 1);
    return options;
}

}  // namespace

class UmapTransformTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void neighbours_among_other_points_data() {
        QTest::addColumn<int>("search");
        QTest::addColumn<double>("recall");
        QTest::newRow("exact") << int(NeighborSearch::Exact) << 0.999;
        QTest::newRow("cells") << int(NeighborSearch::Cells) << 0.95;
    }
    void neighbours_among_other_points() {
        QFETCH(int, search);
        QFETCH(double, recall);
        Matrix points = groups(3000, 8, 7, 1), queries = groups(101, 8, 7, 2);
        std::ranges::copy(points.row(17), queries.row(4).begin());
        NeighborOptions options{.k = 9, .search = NeighborSearch(search)};
        Job job;
        const Neighbors found = nearest_among(points, queries, options, job);
        QCOMPARE(found.points, queries.rows);
        QCOMPARE(found.k, std::size_t{9});
        QCOMPARE(found.of(4)[0], 17U);  // a point that is there already is its own nearest
        QCOMPARE(found.distances_of(4)[0], 0.0F);
        std::size_t hits = 0;
        for (std::size_t q = 0; q < queries.rows; ++q) {
            auto truth = nearest_by_hand(points, queries.row(q), 9);
            std::vector<std::uint32_t> got(found.of(q).begin(), found.of(q).end()), both;
            std::ranges::sort(truth);
            std::ranges::sort(got);
            std::ranges::set_intersection(truth, got, std::back_inserter(both));
            hits += both.size();
            QVERIFY(std::ranges::is_sorted(found.distances_of(q)));
        }
        QVERIFY2(static_cast<double>(hits) >= recall * static_cast<double>(found.indices.size()),
                 qPrintable(QString::number(hits)));
        set_thread_count(1);
        const Neighbors one = nearest_among(points, queries, options, job);
        set_thread_count(0);
        QVERIFY(one.indices == found.indices && one.distances == found.distances);
        QCOMPARE(
            nearest_among(matrix_rows(points, std::vector<std::uint32_t>{0, 1, 2}), queries, options, job).k,
            std::size_t{3});
    }

    void points_come_to_their_groups() {
        const Matrix points = groups(1500, 10, 5, 1), queries = groups(200, 10, 5, 2);
        Job job;
        const Matrix map = umap(points, {.seed = 4}, job);
        const Neighbors near = nearest_among(points, queries, {.k = 15}, job);
        const Matrix placed = umap_transform(map, near, usual(), job);
        QCOMPARE(placed.rows, queries.rows);
        QCOMPARE(placed.cols, std::size_t{2});
        for (std::size_t q = 0; q < placed.rows; ++q)
            QCOMPARE(nearest_by_hand(map, placed.row(q), 1).front() % 5, q % 5);
        // Moved from where they began, or the forces did nothing.
        UmapTransformOptions still = usual();
        still.epochs = 0;
        const Matrix begun = umap_transform(map, near, still, job);
        std::size_t moved = 0;
        for (std::size_t q = 0; q < placed.rows; ++q)
            moved += std::abs(placed(q, 0) - begun(q, 0)) > 0.01F ? 1 : 0;
        QVERIFY2(moved > 150, qPrintable(QString::number(moved)));
        // At the mean of what is near, or on a point that is met.
        Neighbors met = near;
        met.indices[0] = 33;
        met.distances[0] = 0;
        const Matrix on = umap_transform(map, met, still, job);
        QCOMPARE(on(0, 0), map(33, 0));
        QCOMPARE(on(0, 1), map(33, 1));
    }

    void the_same_whatever_the_threads_and_the_company_data() {
        QTest::addColumn<int>("dimensions");
        QTest::newRow("2") << 2;
        QTest::newRow("3") << 3;
    }
    void the_same_whatever_the_threads_and_the_company() {
        QFETCH(int, dimensions);
        const Matrix points = groups(1200, 6, 4, 1), queries = groups(700, 6, 4, 2);
        Job job;
        const Matrix map =
            umap(points, {.dimensions = static_cast<std::size_t>(dimensions), .epochs = 50}, job);
        const auto placed = [&](const Matrix& some) {
            return umap_transform(map, nearest_among(points, some, {.k = 12}, job), usual(), job);
        };
        set_thread_count(1);
        const Matrix one = placed(queries);
        set_thread_count(3);
        const Matrix three = placed(queries);
        set_thread_count(0);
        QVERIFY(one.values == three.values);
        std::vector<std::uint32_t> first(5);
        std::iota(first.begin(), first.end(), 0U);
        const Matrix alone = placed(matrix_rows(queries, first));
        QVERIFY(std::equal(alone.values.begin(), alone.values.end(), one.values.begin()));
        UmapTransformOptions other = usual();
        other.seed = 9;
        const Neighbors near = nearest_among(points, queries, {.k = 12}, job);
        QVERIFY(umap_transform(map, near, other, job).values != one.values);
    }

    void it_can_be_cancelled() {
        const Matrix points = groups(500, 6, 4, 1);
        Job job;
        const Matrix map = umap(points, {.epochs = 10}, job);
        const Neighbors near = nearest_among(points, points, {.k = 12}, job);
        job.cancel();
        QVERIFY_EXCEPTION_THROWN(umap_transform(map, near, usual(), job), Cancelled);
    }

    // Over five splits of pbmc3k .8585 of the 15 nearest old cells of a cell have its label where umap-learn
    // 0.5.3 places it, and .8599 here, on the same map and components. Here on groups that touch.
    void as_umap_learn_places_them() {
        REGULUS_NEED_PYTHON("umap");
        Matrix points = groups(800, 12, 6, 1), queries = groups(300, 12, 6, 2);
        for (Matrix* some : {&points, &queries})
            for (float& v : some->values) v *= 0.1F;  // the centres, and with them the groups, come closer
        Random noise(3);
        for (Matrix* some : {&points, &queries})
            for (float& v : some->values) v += static_cast<float>(noise.normal());
        Job job;
        const Matrix map = umap(points, {.min_dist = 0.3, .seed = 4}, job);
        const Matrix ours = umap_transform(map, nearest_among(points, queries, {.k = 15}, job), usual(), job);
        const auto text = [](const Matrix& m) {
            QStringList values;
            for (const float v : m.values) values << QString::number(static_cast<double>(v));
            return values.join(',');
        };
        const auto made =
            python_object(QStringLiteral(R"(
import json, sys, warnings, numpy as np
warnings.filterwarnings("ignore")
import umap
m = lambda t, n: np.array([float(x) for x in t.split(",")], np.float32).reshape(n, -1)
p, q, e = m(open(sys.argv[1]).read(), 800), m(open(sys.argv[2]).read(), 300), m(open(sys.argv[3]).read(), 800)
u = umap.UMAP(n_neighbors=15, min_dist=.3, n_epochs=11, init="random", random_state=0).fit(p)
u.n_epochs, u.embedding_ = None, e.copy()
print(json.dumps(dict(t=u.transform(q).tolist())))
)"),
                          {file("p", text(points)), file("q", text(queries)), file("m", text(map))});
        QVERIFY(!made.isEmpty());
        const auto right = [&](const Matrix& placed) {
            std::size_t same = 0;
            for (std::size_t q = 0; q < placed.rows; ++q)
                for (const std::uint32_t other : nearest_by_hand(map, placed.row(q), 15))
                    same += other % 6 == q % 6 ? 1 : 0;
            return static_cast<double>(same) / static_cast<double>(15 * placed.rows);
        };
        const double here = right(ours), there = right(to_matrix(made["t"]));
        qInfo("of the 15 nearest: %.4f, umap-learn %.4f", here, there);
        QVERIFY(there > 0.5 && there < 0.999);  // a test that tells
        QVERIFY(here > there - 0.02);
    }

  private:
    QString file(const char* name, const QString& text) {
        const QString path = m_folder.filePath(QString::fromLatin1(name));
        QFile out(path);
        if (out.open(QIODevice::WriteOnly)) out.write(text.toUtf8());
        return path;
    }
    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(UmapTransformTest)
#include "tst_umap_transform.moc"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/embed/embed.h"
#include "core/embed/fuzzy_graph.h"
#include "core/embed/spectral_layout.h"

using namespace regulus;

namespace {

// Groups of equal size, `apart` standard deviations from each other.
Matrix groups(std::size_t points, std::size_t dimensions, std::size_t count, double apart) {
    Random random(8);
    Matrix m(points, dimensions);
    for (std::size_t i = 0; i < points; ++i) {
        for (float& v : m.row(i)) v = static_cast<float>(random.normal());
        m(i, (i % count) % dimensions) += static_cast<float>(apart * (1 + static_cast<double>(i % count)));
    }
    return m;
}

bool finite(const Matrix& m) {
    return std::all_of(m.values.begin(), m.values.end(), [](float v) { return std::isfinite(v); });
}

// Cancels itself after a number of reports.
class Impatient final : public Job {
  public:
    explicit Impatient(int reports) : m_left(reports) {}
    void progress(double fraction, std::string_view) override {
        QVERIFY(fraction >= 0 && fraction <= 1);
        if (--m_left <= 0) cancel();
    }

  private:
    int m_left;
};

}  // namespace

class UmapTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void same_bytes_for_any_thread_count() {
        const Matrix points = groups(9000, 10, 4, 4);
        Job job;
        for (const std::size_t dimensions : {2U, 3U}) {
            set_thread_count(1);
            const Matrix one = umap(points, {.dimensions = dimensions, .epochs = 20, .seed = 3}, job);
            set_thread_count(3);
            const Matrix three = umap(points, {.dimensions = dimensions, .epochs = 20, .seed = 3}, job);
            set_thread_count(0);
            QVERIFY(one.values == three.values);
            QVERIFY(finite(one));
        }
    }
    void stepping_changes_nothing() {
        const Matrix points = groups(500, 5, 3, 4);
        Job job;
        const Matrix whole = umap(points, {.epochs = 30}, job);
        Umap picture(points, {.epochs = 30}, job);
        QCOMPARE(picture.epochs(), 30);
        for (int epoch = 7; epoch < 45; epoch += 7) {
            picture.run_until(epoch, job);
            QCOMPARE(picture.epoch(), std::min(epoch, 30));
        }
        QVERIFY(picture.coordinates().values == whole.values);
        QVERIFY(umap(points, {.epochs = 30, .seed = 1}, job).values != whole.values);
    }
    void goes_on_after_a_cancel() {
        const Matrix points = groups(500, 5, 3, 4);
        Job patient;
        const Matrix whole = umap(points, {.epochs = 30}, patient);
        Umap picture(points, {.epochs = 30}, patient);
        for (int reports : {1, 6, 15}) {
            Impatient job(reports);
            QVERIFY_EXCEPTION_THROWN(picture.run_until(30, job), Cancelled);
            QVERIFY(finite(picture.coordinates()));
        }
        QVERIFY(picture.epoch() > 0 && picture.epoch() < 30);
        picture.run_until(30, patient);
        QVERIFY(picture.coordinates().values == whole.values);
        Impatient at_once(1);
        QVERIFY_EXCEPTION_THROWN(umap(points, {}, at_once), Cancelled);
    }
    void groups_stay_groups() {
        // Far apart: the graph falls into parts, which are placed one by one.
        const Matrix points = groups(600, 8, 6, 40);
        Job job;
        const Matrix picture = umap(points, {}, job);
        Job other;
        const Neighbors near = nearest_neighbors(picture, {.k = 10}, other);
        for (std::size_t i = 0; i < near.points; ++i) {
            for (const auto j : near.of(i)) QCOMPARE(j % 6, i % 6);
        }
    }
    void few_points_data() {
        QTest::addColumn<int>("points");
        for (const int n : {0, 1, 2, 3, 4, 5, 6, 7, 14, 16, 40}) QTest::addRow("%d", n) << n;
    }
    void few_points() {
        QFETCH(int, points);
        Job job;
        for (const auto start : {UmapStart::Spectral, UmapStart::Principal}) {
            const Matrix picture =
                umap(groups(static_cast<std::size_t>(points), 4, 2, 1), {.start = start}, job);
            QCOMPARE(picture.rows, static_cast<std::size_t>(points));
            QCOMPARE(picture.cols, 2U);
            QVERIFY(finite(picture));
        }
    }
    void equal_points() {
        Job job;
        QVERIFY(finite(umap(Matrix(400, 3), {.epochs = 50}, job)));
        Matrix pairs(200, 3);
        for (std::size_t i = 0; i < 200; ++i) pairs(i, 0) = static_cast<float>(i / 100);
        QVERIFY(finite(umap(pairs, {.epochs = 50}, job)));
        QVERIFY(finite(umap(Matrix(50, 0), {.epochs = 50}, job)));
        Matrix huge = groups(100, 3, 2, 1);
        for (float& v : huge.values) v *= 1e15F;
        QVERIFY(finite(umap(huge, {.epochs = 50}, job)));
    }
    void many_small_parts() {
        // Fifty triples, each far from all others, three neighbours: a graph of fifty parts.
        Random random(4);
        Matrix points(150, 6);
        for (std::size_t i = 0; i < 150; ++i) {
            Random place(1, i / 3);
            for (float& v : points.row(i)) {
                v = static_cast<float>(100 * place.normal() + 0.1 * random.normal());
            }
        }
        Job job;
        const Neighbors neighbors = nearest_neighbors(points, {.k = 2}, job);
        const Matrix start = spectral_layout(fuzzy_graph(neighbors, job), points, 2, 0, job);
        QVERIFY(finite(start));
        QVERIFY(finite(umap(points, {.neighbors = 3}, job)));
    }
    void broken_values_and_options() {
        Job job;
        Matrix points = groups(100, 4, 2, 1);
        QVERIFY_EXCEPTION_THROWN(umap(points, {.neighbors = 1}, job), Error);
        QVERIFY_EXCEPTION_THROWN(umap(points, {.min_dist = 2}, job), Error);
        QVERIFY_EXCEPTION_THROWN(umap(points, {.spread = 0}, job), Error);
        QVERIFY_EXCEPTION_THROWN(umap(points, {.dimensions = 4}, job), Error);
        points(50, 2) = std::numeric_limits<float>::quiet_NaN();
        QVERIFY_EXCEPTION_THROWN(umap(points, {}, job), Error);
    }
};

QTEST_GUILESS_MAIN(UmapTest)
#include "tst_umap.moc"

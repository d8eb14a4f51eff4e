// Picking and lasso against brute force and against Qt's own polygons.
#include <QTest>
#include <cmath>

#include "core/base/random.h"
#include "ui/render/spatial_grid.h"

using namespace regulus;

namespace {

struct Cloud {
    std::vector<float> x, y;
    SpatialGrid grid() const { return {x, y}; }
};

// Clumps, duplicates on one spot, far outliers and points without a place.
Cloud cloud(std::size_t n, std::uint64_t seed) {
    Random random(seed);
    Cloud c;
    for (std::size_t i = 0; i < n; ++i) {
        const double k = double(random.below(7));
        c.x.push_back(float(k * 3 + random.normal()));
        c.y.push_back(float(std::sin(k) * 5 + random.normal() * 0.3));
        if (i % 97 == 0) c.x.back() = NAN;
        if (i % 89 == 0) c.y.back() = INFINITY;
        if (i % 11 == 0) c.x.back() = c.y.back() = 1;
        if (i % 4000 == 5) c.x.back() = 500;
    }
    return c;
}

}  // namespace

class TestSpatialGrid : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void keeps_every_point_that_has_a_place() {
        const Cloud c = cloud(5000, 1);
        const SpatialGrid grid = c.grid();
        std::size_t placed = 0;
        for (std::size_t i = 0; i < c.x.size(); ++i) placed += std::isfinite(c.x[i]) && std::isfinite(c.y[i]);
        QCOMPARE(grid.placed(), placed);
        QCOMPARE(grid.size(), c.x.size());
        std::vector<int> seen(c.x.size(), 0);
        for (std::size_t i = 0; i < grid.placed(); ++i) {
            QCOMPARE(grid.x()[i], c.x[grid.rows()[i]]);
            ++seen[grid.rows()[i]];
        }
        for (std::size_t i = 0; i < seen.size(); ++i)
            QCOMPARE(seen[i], int(std::isfinite(c.x[i]) && std::isfinite(c.y[i])));
        QVERIFY(grid.coreBounds().width() < grid.bounds().width());
        QCOMPARE(grid.countIn(grid.bounds()), placed);
    }

    void nearest_points_are_those_of_brute_force() {
        const Cloud c = cloud(4000, 4);
        const SpatialGrid grid = c.grid();
        Random random(5);
        for (int q = 0; q < 200; ++q) {
            const QPointF at(random.uniform() * 40 - 10, random.uniform() * 30 - 15);
            const auto accepted = [q](std::uint32_t i) { return q % 3 != 0 || i % 50 == 1; };
            std::vector<std::pair<double, std::uint32_t>> all;
            for (std::uint32_t i = 0; i < c.x.size(); ++i) {
                if (!std::isfinite(c.x[i]) || !std::isfinite(c.y[i]) || !accepted(i)) continue;
                const double dx = double(c.x[i]) - at.x(), dy = double(c.y[i]) - at.y();
                all.emplace_back(dx * dx + dy * dy, i);
            }
            std::sort(all.begin(), all.end());
            const auto near = grid.nearestPoints(at, 50, accepted);
            QCOMPARE(near.size(), std::min<std::size_t>(50, all.size()));
            for (std::size_t i = 0; i < near.size(); ++i) QCOMPARE(near[i], all[i].second);
        }
        QVERIFY(SpatialGrid().nearestPoints({0, 0}, 5, [](std::uint32_t) { return true; }).empty());
    }

    void nearest_is_that_of_brute_force() {
        const Cloud c = cloud(4000, 2);
        const SpatialGrid grid = c.grid();
        Random random(3);
        int found = 0;
        for (int q = 0; q < 500; ++q) {
            const QPointF at(random.uniform() * 26 - 4, random.uniform() * 16 - 8);
            const double radius = random.uniform() * 2;
            const bool even_only = q % 3 == 0;
            std::optional<std::uint32_t> best;
            double best_d = radius * radius;
            for (std::uint32_t i = 0; i < c.x.size(); ++i) {
                if (!std::isfinite(c.x[i]) || !std::isfinite(c.y[i]) || (even_only && i % 2 == 1)) continue;
                const double d = std::pow(double(c.x[i]) - at.x(), 2) + std::pow(double(c.y[i]) - at.y(), 2);
                if (d < best_d || (d == best_d && !best)) {
                    best = i;
                    best_d = d;
                }
            }
            const auto got =
                grid.nearest(at, radius, [even_only](std::uint32_t i) { return !even_only || i % 2 == 0; });
            QCOMPARE(got, best);
            found += got.has_value();
        }
        QVERIFY(found > 100 && found < 500);
        QCOMPARE(grid.nearest({1, 1}, 0.5),
                 std::optional<std::uint32_t>(0));  // of many on one spot, the first
    }

    void lasso_is_that_of_qt() {
        const Cloud c = cloud(3000, 4);
        const SpatialGrid grid = c.grid();
        Random random(5);
        std::size_t caught = 0;
        for (int q = 0; q < 60; ++q) {
            QPolygonF lasso;  // crosses itself more often than not
            const int corners = 3 + int(random.below(40));
            for (int k = 0; k < corners; ++k)
                lasso << QPointF(random.uniform() * 24 - 2, random.uniform() * 14 - 7);
            const CellSet got = grid.inside(lasso);
            QPolygonF closed = lasso;
            closed << lasso.first();
            for (std::uint32_t i = 0; i < c.x.size(); ++i) {
                const bool placed = std::isfinite(c.x[i]) && std::isfinite(c.y[i]);
                const bool in =
                    placed && closed.containsPoint({double(c.x[i]), double(c.y[i])}, Qt::OddEvenFill);
                QVERIFY2(got.contains(i) == in, qPrintable(QString("lasso %1, point %2").arg(q).arg(i)));
            }
            caught += got.count();
        }
        QVERIFY(caught > 1000);
    }

    void rectangle_has_its_edges() {
        const std::vector<float> x{0, 1, 2, 3}, y{0, 1, 2, 3};
        const SpatialGrid grid(x, y);
        QCOMPARE(grid.inside(QRectF(QPointF(1, 1), QPointF(2, 2))).rows(),
                 (std::vector<std::uint32_t>{1, 2}));
        QCOMPARE(grid.inside(QRectF(QPointF(2, 2), QPointF(1, 1))).count(), std::size_t(2));
    }

    void nothing_and_one_point() {
        const SpatialGrid none(std::vector<float>{}, std::vector<float>{});
        QCOMPARE(none.placed(), std::size_t(0));
        QVERIFY(!none.nearest({0, 0}, 1e9));
        QVERIFY(none.inside(QPolygonF{{0, 0}, {1, 0}, {1, 1}}).empty());
        const SpatialGrid lost(std::vector<float>{NAN}, std::vector<float>{1});
        QCOMPARE(lost.placed(), std::size_t(0));
        QVERIFY(!lost.position(0));
        const SpatialGrid one(std::vector<float>{2}, std::vector<float>{3});
        QCOMPARE(one.nearest({2, 3}, 0), std::optional<std::uint32_t>(0));
        QCOMPARE(one.position(0), std::optional(QPointF(2, 3)));
        QVERIFY(one.inside(QPolygonF{{0, 0}, {1, 0}}).empty());
    }
};

QTEST_APPLESS_MAIN(TestSpatialGrid)
#include "tst_spatial_grid.moc"

// Points in space under a camera: which is under the pointer, and where names belong.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/random.h"
#include "ui/render/space_index.h"
#include "ui/render/space_points.h"

using namespace regulus;

class SpacePointsTest : public QObject {
    Q_OBJECT
    static bool all(std::uint32_t) { return true; }

    static Camera3d fromTheFront() {
        Camera3d camera;
        camera.position = {0, 0, 10};
        return camera;
    }

  private Q_SLOTS:
    void the_point_in_front_is_the_one_pointed_at() {
        Matrix points(4, 3);
        points(0, 2) = -1;  // behind
        points(1, 2) = 1;   // before it, in the same place of the picture
        points(2, 0) = 1;
        points(3, 0) = std::nanf("");
        const SeenPoints seen = seenPoints(points, all, fromTheFront());
        QCOMPARE(pointAt(seen, {0, 0}, 0.01, 0.05), std::optional<std::uint32_t>(1));
        const Projected where = project(std::vector<float>{1, 0, 0}, fromTheFront());
        const QPointF right(double(where.x[0]), double(where.y[0]));
        QCOMPARE(pointAt(seen, right, 0.01, 0.05), std::optional<std::uint32_t>(2));
        QCOMPARE(pointAt(seen, right + QPointF(0.03, 0), 0.01, 0.05), std::optional<std::uint32_t>(2));
        QVERIFY(!pointAt(seen, right + QPointF(0.06, 0), 0.01, 0.05));
        const SeenPoints some = seenPoints(
            points, [](std::uint32_t i) { return i != 1; }, fromTheFront());
        QCOMPARE(pointAt(some, {0, 0}, 0.01, 0.05), std::optional<std::uint32_t>(0));
    }

    void a_point_of_a_higher_rank_is_the_one_pointed_at() {
        Matrix points(2, 3);
        points(0, 2) = -1;
        points(1, 2) = 1;
        const SeenPoints seen = seenPoints(points, all, fromTheFront());
        QCOMPARE(pointAt(seen, {0, 0}, 0.01, 0.05), std::optional<std::uint32_t>(1));
        QCOMPARE(pointAt(seen, {0, 0}, 0.01, 0.05, std::vector<SpaceRank>{2, 1}),
                 std::optional<std::uint32_t>(0));
        QCOMPARE(pointAt(seen, {0, 0}, 0.01, 0.05, std::vector<SpaceRank>{2, 2}),
                 std::optional<std::uint32_t>(1));
    }

    void the_nearest_in_space_as_by_hand() {
        Random random(6);
        Matrix points(400, 4);
        for (float& v : points.values) v = float(random.normal());
        points(7, 2) = std::nanf("");
        const auto odd = [](std::uint32_t i) { return i % 2 == 1; };
        const auto away = [&](std::uint32_t i) {
            double sum = 0;
            for (std::size_t d = 0; d < 3; ++d)
                sum += std::pow(double(points(i, d)) - double(points(11, d)), 2);
            return sum;
        };
        std::vector<std::uint32_t> wanted;
        for (std::uint32_t i = 1; i < 400; i += 2)
            if (i != 7) wanted.push_back(i);
        std::ranges::sort(wanted, {}, away);
        wanted.resize(50);
        const SpaceIndex index(points, odd);
        QCOMPARE(index.size(), std::size_t{199});
        QCOMPARE(index.nearest(placeOf(points, 11), 50), wanted);
        QVERIFY(index.nearest(placeOf(points, 7), 50).empty());
        QCOMPARE(index.nearest(placeOf(points, 11), 1000).size(), 199U);
        QVERIFY(index.nearest(placeOf(points, 11), 0).empty());
        const SpaceIndex nothing(points, [](std::uint32_t) { return false; });
        QVERIFY(nothing.nearest(placeOf(points, 11), 5).empty());
    }

    // Of every number of points, many of them in one place.
    void the_nearest_of_a_few_and_of_many() {
        Random random(8);
        for (const std::size_t n : {1, 2, 15, 16, 17, 31, 33, 64, 65, 100, 257, 3000}) {
            Matrix points(n, 3);
            for (float& v : points.values) v = float(random.below(5));
            const SpaceIndex index(points, [](std::uint32_t) { return true; });
            for (int i = 0; i < 20; ++i) {
                const auto from = placeOf(points, random.below(n));
                const auto away = [&](std::uint32_t p) {
                    const auto at = placeOf(points, p);
                    const float x = at[0] - from[0], y = at[1] - from[1], z = at[2] - from[2];
                    return std::pair(x * x + y * y + z * z, p);
                };
                std::vector<std::uint32_t> wanted(n);
                std::iota(wanted.begin(), wanted.end(), 0U);
                std::ranges::sort(wanted, {}, away);
                wanted.resize(std::min<std::size_t>(n, 50));
                QCOMPARE(index.nearest(from, 50), wanted);
            }
        }
    }

    void an_outline_holds_what_is_seen_in_it_at_any_distance() {
        Matrix points(4, 3);
        points(1, 2) = -5;
        points(2, 0) = 2;
        points(3, 2) = 1;
        const SeenPoints seen = seenPoints(
            points, [](std::uint32_t i) { return i != 3; }, fromTheFront());
        const QPolygonF box(QRectF(-0.1, -0.1, 0.2, 0.2));
        QCOMPARE(seenIn(seen, box).rows(), (std::vector<std::uint32_t>{0, 1}));
        QCOMPARE(seenIn(seen, box).universe(), 4U);
    }

    void the_ball_around_points_leaves_out_the_farthest() {
        Matrix points(101, 3);
        CellSet of(101);
        for (std::size_t i = 0; i < 100; ++i) {
            points(i, 0) = i % 2 ? 1.0F : -1.0F;
            of.insert(i);
        }
        points(0, 0) = std::nanf("");
        const auto ball = ballAround(points, of);
        QVERIFY(ball);
        QVERIFY(std::abs(ball->middle[0]) < 0.05 && ball->middle[1] == 0);
        QVERIFY(std::abs(ball->radius - 1) < 0.05);
        QVERIFY(!ballAround(points, CellSet(101)));
    }

    void a_camera_looks_along_a_direction_and_sees_a_ball() {
        Camera3d camera;
        camera.position = {3, 4, 5};
        camera.target = {1, 1, 1};
        const double away = std::sqrt(4 + 9 + 16);
        for (std::size_t d = 0; d < 3; ++d) {
            const Camera3d along = lookingAlong(camera, d);
            QCOMPARE(along.target, camera.target);
            for (std::size_t e = 0; e < 3; ++e) {
                QVERIFY(std::abs(along.ahead()[e] + (d == e ? 1 : 0)) < 1e-12);
                QVERIFY(std::abs(along.position[e] - 1 - (d == e ? away : 0)) < 1e-12);
            }
            QVERIFY(std::isfinite(along.right()[0]) && std::isfinite(along.above()[0]));
        }
        const Camera3d ball = seeing(camera, {7, 8, 9}, 2);
        for (std::size_t e = 0; e < 3; ++e) QVERIFY(std::abs(ball.ahead()[e] - camera.ahead()[e]) < 1e-12);
        // Its rim touches the edge of the picture.
        const double distance = std::hypot(7 - ball.position[0], 8 - ball.position[1], 9 - ball.position[2]);
        QVERIFY(std::abs(distance * std::sin(15 * 3.14159265358979 / 180) - 2) < 1e-9);
        Camera3d narrow = camera;
        narrow.aspect = 0.5;
        QVERIFY(seeing(narrow, {7, 8, 9}, 2).position[0] > ball.position[0]);
    }

    // Against the plain rule over all points.
    void any_place_as_by_hand() {
        Random random(4);
        Matrix points(500, 3);
        for (float& v : points.values) v = float(random.normal());
        const SeenPoints seen = seenPoints(points, all, fromTheFront());
        const Projected where = project(points.values, fromTheFront());
        int hits = 0;
        for (int round = 0; round < 400; ++round) {
            const QPointF at(0.15 * random.normal(), 0.15 * random.normal());
            constexpr double cover = 0.01, reach = 0.03;
            std::optional<std::uint32_t> wanted;
            double best = reach;
            bool covered = false;
            for (std::uint32_t i = 0; i < points.rows; ++i) {
                const double away = std::hypot(double(where.x[i]) - at.x(), double(where.y[i]) - at.y());
                if (away <= cover && (!covered || where.depth[i] < where.depth[*wanted]))
                    covered = true, wanted = i;
                if (!covered && away < best) best = away, wanted = i;
            }
            QCOMPARE(pointAt(seen, at, cover, reach), wanted);
            hits += wanted.has_value();
        }
        QVERIFY(hits > 150);
    }

    void names_lie_in_their_groups() {
        Random random(5);
        Matrix points(300, 3);
        Categorical type{{"left", "right", "empty"}, {}, {}, false};
        for (std::size_t i = 0; i < 300; ++i) {
            const bool right = i % 3 == 0;
            type.codes.push_back(right ? 1 : 0);
            for (std::size_t d = 0; d < 3; ++d)
                points(i, d) = float(0.3 * random.normal() + (right ? 5 : -5));
        }
        points(1, 1) = std::nanf("");
        const PointColors colors = colorsByCategory(type, "type");
        const auto anchors = spaceAnchors(points, colors, all);
        QCOMPARE(anchors.size(), 2U);
        QCOMPARE(anchors[0].category, 0);
        QCOMPARE(anchors[0].count, 199U);
        // The median distance of three normal numbers of 0.3 from their middle: 1.54 · 0.3.
        QVERIFY2(std::abs(anchors[0].radius - 0.46) < 0.08, qPrintable(QString::number(anchors[0].radius)));
        for (std::size_t d = 0; d < 3; ++d) {
            QVERIFY(std::abs(anchors[0].at[d] + 5) < 0.3F);
            QVERIFY(std::abs(anchors[1].at[d] - 5) < 0.3F);
        }
        QCOMPARE(spaceAnchors(points, colors, [](std::uint32_t i) { return i % 3 == 0; }).size(), 1U);
        QVERIFY(spaceAnchors(points, colorsUniform(300), all).empty());
    }
};

QTEST_APPLESS_MAIN(SpacePointsTest)
#include "tst_space_points.moc"

// Marks over a plane: where they can be taken hold of, what becomes of them, and lassos with fewer points.
#include <QTest>
#include <cmath>
#include <limits>

#include "ui/render/plane_marks.h"
#include "ui/render/plane_view.h"

using namespace regulus;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
const QRectF plot(100, 50, 400, 200);
// x 0..4 over 400 pixels, y 0..1000 over 200.
QPointF pixel(QPointF plane) {
    return {100 + plane.x() * 100, 250 - plane.y() * 0.2};
}

PlaneMarks marksOf(QPolygonF corners, bool box) {
    PlaneMarks marks;
    marks.outlines.push_back({3, QStringLiteral("gate"), std::move(corners), box, true});
    return marks;
}
const QPolygonF square{{1, 100}, {2, 100}, {2, 300}, {1, 300}};

}  // namespace

class TestPlaneMarks : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void each_axis_has_its_own_scale() {
        const PlaneView view = stretchedViewOf(QRectF(QPointF(0, 0), QPointF(4, 1000)), 2);
        const PlaneToPixels plane = transformOf(view, {400, 200});
        const QPointF low = plane.toPlane({0, 200}), high = plane.toPlane({400, 0});
        QVERIFY(std::abs(high.x() - low.x() - 4.4) < 1e-9);
        QVERIFY(std::abs(high.y() - low.y() - 1100) < 1e-6);
        const QPointF there = plane.toPixel(1.25, 640);
        QVERIFY((plane.toPlane(there) - QPointF(1.25, 640)).manhattanLength() < 1e-9);
        // Nothing to stretch: a line, a point.
        for (const QRectF& box : {QRectF(1, 1, 0, 0), QRectF(1, 1, 3, 0)}) {
            const PlaneView flat = stretchedViewOf(box, 0.7);
            QVERIFY(flat.span > 0 && flat.stretch > 0 && std::isfinite(flat.span * flat.stretch));
        }
    }
    void a_plot_of_another_shape_shows_all_of_it() {
        const QSizeF low(400, 120);
        const auto seen = [](const PlaneView& view, QSizeF plot, bool fills) {
            const PlaneToPixels plane = transformOf(view, plot, fills);
            return QRectF(plane.toPlane({0, plot.height()}), plane.toPlane({plot.width(), 0}));
        };
        const auto near = [](const QRectF& a, const QRectF& b) {
            return std::abs(a.left() - b.left()) + std::abs(a.right() - b.right()) +
                       std::abs(a.top() - b.top()) + std::abs(a.bottom() - b.bottom()) <
                   1e-9;
        };
        for (const bool fills : {true, false}) {
            PlaneView view =
                fills ? stretchedViewOf({0, 0, 4, 9}, 400.0 / 120) : viewOf({0, 0, 4, 9}, 400.0 / 120);
            view.span /= 3;  // zoomed
            view.center += QPointF(0.5, -1);
            const QRectF before = seen(view, low, fills);
            for (const QSizeF& plot :
                 {QSizeF(400, 300), QSizeF(400, 900), QSizeF(900, 120), QSizeF(90, 100)}) {
                const QRectF after = seen(view, plot, fills);
                QVERIFY(after.adjusted(-1e-9, -1e-9, 1e-9, 1e-9).contains(before));
                if (fills) QVERIFY(near(after, before));  // neither axis changes
            }
            QVERIFY(near(seen(view, low, fills), before));
            view.aspect = 0;  // of a session of an earlier version
            QVERIFY(near(seen(view, low, fills), before));
        }
    }
    void lines_and_corners_can_be_taken() {
        PlaneMarks marks = marksOf(square, true);
        marks.cross = QPointF(3, 500);
        using Part = MarkGrip::Part;
        const auto part = [&](QPointF at) { return gripAt(marks, at, plot, pixel); };
        QCOMPARE(part({400, 150})->part, Part::Cross);
        QCOMPARE(part({403, 80})->part, Part::CrossX);
        QCOMPARE(part({130, 148})->part, Part::CrossY);
        QVERIFY(!part({350, 100}));
        QVERIFY(!part({400, 300}));  // outside the plot
        QCOMPARE(*part({301, 191}), (MarkGrip{Part::Corner, 3, 2}));
        marks.outlines[0].chosen = false;
        QVERIFY(!part({301, 191}));
    }
    void a_line_moves_alone_and_a_box_stays_one() {
        PlaneMarks marks = marksOf(square, true);
        marks.cross = QPointF(3, 500);
        moveGrip(marks, {MarkGrip::Part::CrossX}, {1, 2});
        QCOMPARE(*marks.cross, QPointF(1, 500));
        moveGrip(marks, {MarkGrip::Part::CrossY}, {9, 7});
        QCOMPARE(*marks.cross, QPointF(1, 7));
        for (int corner = 0; corner < 4; ++corner) {
            PlaneMarks moved = marks;
            moveGrip(moved, {MarkGrip::Part::Corner, 3, corner}, {1.5, 200});
            const QPolygonF& now = moved.outlines[0].corners;
            QCOMPARE(now[corner], QPointF(1.5, 200));
            QCOMPARE(now[(corner + 2) % 4], square[(corner + 2) % 4]);  // the one across stays
            QCOMPARE(now[0].x(), now[3].x());
            QCOMPARE(now[1].x(), now[2].x());
            QCOMPARE(now[0].y(), now[1].y());
            QCOMPARE(now[2].y(), now[3].y());
        }
        PlaneMarks polygon = marksOf(square, false);
        moveGrip(polygon, {MarkGrip::Part::Corner, 3, 1}, {9, 9});
        QCOMPARE(polygon.outlines[0].corners[0], square[0]);
        QCOMPARE(polygon.outlines[0].corners[2], square[2]);
        moveGrip(polygon, {MarkGrip::Part::Corner, 3, 77}, {0, 0});  // no such corner, no such gate
        moveGrip(polygon, {MarkGrip::Part::Corner, 5, 0}, {0, 0});
        QCOMPARE(polygon.outlines[0].corners[0], square[0]);
    }
    void corners_at_infinity_have_a_place() {
        const QPolygonF open{{1, -infinite}, {infinite, -infinite}, {infinite, 100}, {1, 100}};
        const QPolygonF pixels = pixelsOf(open, plot, pixel);
        for (const QPointF& p : pixels) QVERIFY(std::isfinite(p.x() + p.y()));
        QVERIFY(pixels.boundingRect().intersected(plot) == QRectF(QPointF(200, 230), QPointF(500, 250)));
        QImage image(600, 300, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        paintMarks(painter, marksOf(open, true), plot, pixel, PaintStyle::screen());
        painter.end();
        QVERIFY(image.pixelColor(200, 240) != QColor(Qt::white));  // its left side
        QCOMPARE(image.pixelColor(550, 240), QColor(Qt::white));   // nothing outside the plot
    }
    void outlines_near_the_cells_are_seen_whole() {
        const QRectF cells(0, 0, 10, 4);
        const auto around = [&](const QPolygonF& corners) {
            PlaneMarks marks;
            marks.outlines = {{1, {}, corners, false, false}};
            return withOutlines(cells, marks);
        };
        QCOMPARE(around({{1, 1}, {9, 1}, {5, 3}}), cells);
        QCOMPARE(around({{-2, 1}, {13, 1}, {5, 5}}), QRectF(-2, 0, 15, 5));
        QCOMPARE(around({{-200, 1}, {9, 1}, {5, 300}}), cells);  // they would be a dot
        constexpr double infinite = std::numeric_limits<double>::infinity();
        QCOMPARE(around({{-1, -infinite}, {infinite, -infinite}, {infinite, infinite}, {-1, infinite}}),
                 QRectF(-1, 0, 11, 4));
    }
    void names_do_not_lie_on_each_other() {
        std::vector<QRectF> taken{QRectF(100, 50, 100, 15)};
        for (int i = 0; i < 6; ++i) QVERIFY(nameBox({plot}, 0, plot, {120, 15}, taken));
        for (std::size_t a = 0; a < taken.size(); ++a)
            for (std::size_t b = 0; b < a; ++b) QVERIFY(!taken[a].intersects(taken[b]));
    }
    void a_share_is_never_cut() {
        const auto letters = [](const QString& text) { return double(text.size()); };
        const QString name = QStringLiteral("Monocytes · 12.3 % of all");
        QCOMPARE(shortenedName(name, 99, letters), name);
        for (int room = 0; room < name.size(); ++room) {
            const QString shown = shortenedName(name, room, letters);
            QVERIFY2(shown.size() <= room, qPrintable(shown));
            QVERIFY2(shown.isEmpty() || shown.endsWith("12.3 % of all"), qPrintable(shown));
            QCOMPARE(shown.isEmpty(), room < 13);
        }
        QCOMPARE(shortenedName("no share", 5, letters), QStringLiteral("no s\u2026"));
    }
    void names_lie_in_their_own_gates() {
        // Quadrants, the texts of the corners in place.
        const std::vector<QRectF> quadrants{
            {100, 50, 200, 100}, {300, 50, 200, 100}, {100, 150, 200, 100}, {300, 150, 200, 100}};
        for (const double width : {80.0, 190.0, 700.0}) {
            auto corners = cornerBoxes({QSizeF(70, 15), {70, 15}, {70, 15}, {70, 15}}, plot, 8);
            std::vector<QRectF> taken(corners.begin(), corners.end());
            for (std::size_t own = 0; own < 4; ++own) {
                const auto box = nameBox(quadrants, own, plot, {width, 15}, taken);
                QVERIFY(box && quadrants[own].contains(*box));
                QVERIFY(box->width() <= width);
            }
            for (std::size_t a = 0; a < taken.size(); ++a)
                for (std::size_t b = 0; b < a; ++b) QVERIFY(!taken[a].intersects(taken[b]));
        }
    }
    void a_small_gate_has_its_name_beside_it() {
        std::vector<QRectF> taken;
        const QRectF small(200, 150, 20, 10);
        QVERIFY(nameBox({small}, 0, plot, {90, 15}, taken)->bottom() <= small.top());
        taken.clear();
        QVERIFY(nameBox({small, plot}, 0, plot, {90, 15}, taken)->bottom() <= small.top());  // in a gate
        // Another gate is there: below; on both sides: nowhere.
        const QRectF above(100, 50, 400, 99), below(100, 162, 400, 88);
        taken.clear();
        QVERIFY(nameBox({small, above}, 0, plot, {90, 15}, taken)->top() >= small.bottom());
        taken.clear();
        QVERIFY(!nameBox({small, above, below}, 0, plot, {90, 15}, taken));
        QVERIFY(!nameBox({small}, 0, plot, {900, 15}, taken));  // wider than the plot
        QVERIFY(taken.empty());
    }
    void a_lasso_keeps_its_shape_with_fewer_points() {
        QPolygonF circle;
        for (int i = 0; i < 400; ++i) {
            const double angle = 2 * M_PI * i / 400;
            circle << QPointF(100 * std::cos(angle), 100 * std::sin(angle));
        }
        const QPolygonF few = simplified(circle, 2.5);
        QVERIFY2(few.size() >= 8 && few.size() <= 24, qPrintable(QString::number(few.size())));
        for (const QPointF& p : few) QVERIFY(circle.contains(p));
        for (const QPointF& p : circle) {
            double nearest = 1e9;
            for (qsizetype i = 0; i < few.size(); ++i) {
                const QPointF a = few[i], along = few[(i + 1) % few.size()] - a;
                const double t = std::clamp(
                    QPointF::dotProduct(p - a, along) / QPointF::dotProduct(along, along), 0.0, 1.0);
                const QPointF away = p - a - t * along;
                nearest = std::min(nearest, std::hypot(away.x(), away.y()));
            }
            QVERIFY(nearest <= 2.5);
        }
        QCOMPARE(simplified(square, 1e-3), square);
        QCOMPARE(simplified({{0, 0}, {9, 0.5}, {20, 1}, {10, 2}}, 2.5).size(), 2);  // no area to speak of
        QCOMPARE(simplified({{1, 1}, {1, 1}, {1, 1}}, 2.5).size(), 1);
        QVERIFY(simplified({}, 2.5).empty());
        // A figure of eight has as much area at its left as at its right.
        const QPolygonF eight{{0, 0}, {50, 50}, {100, 0}, {100, 50}, {50, 0}, {0, 50}};
        QVERIFY(simplified(eight, 2.5).size() >= 4);
    }
};

QTEST_MAIN(TestPlaneMarks)
#include "tst_plane_marks.moc"

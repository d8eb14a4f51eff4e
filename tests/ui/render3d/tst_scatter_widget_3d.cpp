// The 3-D scatter plot on a real (virtual) display, and what it says on a platform without OpenGL.
#include <QDockWidget>
#include <QGuiApplication>
#include <QLabel>
#include <QMainWindow>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QOpenGLWidget>
#include <QPointer>
#include <QProcess>
#include <QScreen>
#include <QTest>
#include <QWheelEvent>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "core/base/random.h"
#include "ui/render3d/scatter_widget_3d.h"

using regulus::ScatterWidget3d;

namespace {

constexpr QRgb red = qRgb(213, 94, 0), green = qRgb(0, 158, 115), blue = qRgb(0, 114, 178);
const std::vector<float> triangle{-1, -1, 0, 1, -1, 0, 0, 1, 0};
constexpr std::array<QRgb, 3> colors{red, green, blue};

// Where a colour was drawn: its mean position in a picture, and on how many pixels.
struct Spot {
    QPointF centre;
    int pixels = 0;
};

Spot find(const QImage& image, QRgb color) {
    Spot spot;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if ((image.pixel(x, y) & RGB_MASK) != (color & RGB_MASK)) continue;
            spot.centre += QPointF(x, y);
            ++spot.pixels;
        }
    }
    if (spot.pixels > 0) spot.centre /= spot.pixels;
    return spot;
}

bool has_display() {
    return QGuiApplication::platformName() == QStringLiteral("xcb");
}

#define NEED_DISPLAY() \
    if (!has_display()) QSKIP("needs a display with OpenGL")

}  // namespace

class TestScatterWidget3d : public QObject {
    Q_OBJECT

  private:
    static std::unique_ptr<ScatterWidget3d> shown() {
        auto widget = std::make_unique<ScatterWidget3d>();
        widget->resize(400, 300);
        widget->setPointSize(9);
        widget->setPoints(triangle, colors);
        widget->show();
        return widget;
    }
    static QOpenGLWidget* canvas(QWidget& widget) { return widget.findChild<QOpenGLWidget*>(); }
    // What the canvas draws, and no OpenGL error left behind by drawing it.
    static QImage drawn(QWidget& widget) {
        const QImage image = canvas(widget)->grabFramebuffer();
        canvas(widget)->makeCurrent();
        const unsigned int error = QOpenGLContext::currentContext()->functions()->glGetError();
        canvas(widget)->doneCurrent();
        return error == GL_NO_ERROR ? image : QImage();
    }
    static void drag(QWidget* target, QPoint from, QPoint to, Qt::KeyboardModifiers keys = {}) {
        QTest::mousePress(target, Qt::LeftButton, keys, from);
        QMouseEvent move(QEvent::MouseMove, to, target->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, keys);
        QCoreApplication::sendEvent(target, &move);
        QTest::mouseRelease(target, Qt::LeftButton, keys, to);
    }

  private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral("VTK|OpenGL|GL error"))); }

    void draws_points_where_they_are() {
        NEED_DISPLAY();
        const auto widget = shown();
        QVERIFY(QTest::qWaitForWindowExposed(widget.get()));
        QCOMPARE(widget->unavailableReason(), QString());
        const QImage image = drawn(*widget);
        QVERIFY(!image.isNull());
        const Spot a = find(image, red), b = find(image, green), c = find(image, blue);
        for (const Spot& spot : {a, b, c}) {
            // A disc of 9 pixels: π/4 · 81 are 64, of which those at its edge are covered in part.
            QVERIFY2(spot.pixels >= 40 && spot.pixels <= 70, qPrintable(QString::number(spot.pixels)));
        }
        // Corners of an upright triangle, mirrored around the middle column.
        QVERIFY(std::abs(a.centre.y() - b.centre.y()) < 2);
        QVERIFY(c.centre.y() < a.centre.y() - 50);
        QVERIFY(std::abs((a.centre.x() + b.centre.x()) / 2 - image.width() / 2.0) < 2);
        QVERIFY(a.centre.x() < b.centre.x() - 50);
        QVERIFY(std::abs(c.centre.x() - image.width() / 2.0) < 2);
        QCOMPARE(image.pixelColor(2, 2), QColor(Qt::white));
    }

    void shows_the_same_on_the_screen() {
        NEED_DISPLAY();
        const auto widget = shown();
        QVERIFY(QTest::qWaitForWindowExposed(widget.get()));
        const Spot expected = find(drawn(*widget), blue);
        const auto on_screen = [&] {
            const QPoint corner = widget->mapToGlobal(QPoint());
            return find(widget->screen()
                            ->grabWindow(0, corner.x(), corner.y(), widget->width(), widget->height())
                            .toImage(),
                        blue);
        };
        QTRY_COMPARE(on_screen().pixels, expected.pixels);
        QVERIFY((on_screen().centre - expected.centre).manhattanLength() < 1);
    }

    void a_drag_rotates() {
        NEED_DISPLAY();
        const auto widget = shown();
        QVERIFY(QTest::qWaitForWindowExposed(widget.get()));
        const QImage before = drawn(*widget);
        drag(canvas(*widget), {200, 150}, {260, 150});
        const QImage after = drawn(*widget);
        // Turned around the upright axis: the base gets narrower, the tip stays in the middle.
        const double width_before = find(before, green).centre.x() - find(before, red).centre.x();
        const double width_after = find(after, green).centre.x() - find(after, red).centre.x();
        QVERIFY2(width_after < 0.95 * width_before && width_after > 0.1 * width_before,
                 qPrintable(QStringLiteral("%1 to %2").arg(width_before).arg(width_after)));
        QVERIFY(std::abs(find(after, blue).centre.x() - 200) < 3);

        // Moving without a button changes nothing.
        QMouseEvent hover(QEvent::MouseMove, QPointF(90, 40), QPointF(90, 40), Qt::NoButton, Qt::NoButton,
                          Qt::NoModifier);
        QCoreApplication::sendEvent(canvas(*widget), &hover);
        QCOMPARE(drawn(*widget), after);

        widget->resetCamera();
        QCOMPARE(drawn(*widget), before);
    }

    void wheel_shift_and_keys_move_the_camera() {
        NEED_DISPLAY();
        const auto widget = shown();
        QVERIFY(QTest::qWaitForWindowExposed(widget.get()));
        const QImage before = drawn(*widget);
        const auto base = [](const QImage& image) {
            return find(image, green).centre.x() - find(image, red).centre.x();
        };
        QWheelEvent closer(QPointF(200, 150), QPointF(200, 150), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                           Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(canvas(*widget), &closer);
        QVERIFY(base(drawn(*widget)) < base(before) - 5);
        widget->resetCamera();

        drag(canvas(*widget), {200, 150}, {240, 150}, Qt::ShiftModifier);
        QVERIFY(std::abs(find(drawn(*widget), blue).centre.x() - find(before, blue).centre.x() - 40) < 3);
        QVERIFY(std::abs(base(drawn(*widget)) - base(before)) < 2);

        QTest::keyClick(canvas(*widget), Qt::Key_Home);
        QCOMPARE(drawn(*widget), before);
        QTest::keyClick(canvas(*widget), Qt::Key_Right);
        QVERIFY(drawn(*widget) != before);
        QTest::keyClick(canvas(*widget), Qt::Key_Left);
        QVERIFY(std::abs(base(drawn(*widget)) - base(before)) < 1);
        QTest::keyClick(canvas(*widget), Qt::Key_Minus);
        QVERIFY(base(drawn(*widget)) < base(before) - 5);
    }

    void colours_change_and_the_camera_stays() {
        NEED_DISPLAY();
        const auto widget = shown();
        QVERIFY(QTest::qWaitForWindowExposed(widget.get()));
        drag(canvas(*widget), {200, 150}, {230, 150});
        const QPointF place = find(drawn(*widget), blue).centre;
        widget->setColors(std::array<QRgb, 3>{blue, green, red});
        widget->setBackground(QColor(20, 20, 30));
        const QImage after = drawn(*widget);
        QCOMPARE(find(after, red).centre, place);
        QCOMPARE(after.pixelColor(2, 2), QColor(20, 20, 30));
    }

    void points_are_round_and_smooth() {
        NEED_DISPLAY();
        const auto widget = shown();
        QVERIFY(QTest::qWaitForWindowExposed(widget.get()));
        widget->setPointSize(31);
        widget->setPoints({0, 0, 0}, std::array<QRgb, 1>{qRgb(0, 0, 0)});
        const QImage image = drawn(*widget);
        const QPoint middle(image.width() / 2, image.height() / 2);
        double ink = 0;
        int between = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const int level = qRed(image.pixel(x, y));
                ink += (255 - level) / 255.0;
                between += level > 20 && level < 235;
            }
        QVERIFY2(std::abs(ink - 3.14159 / 4 * 31 * 31) < 12, qPrintable(QString::number(ink)));
        QVERIFY2(between > 40, qPrintable(QString::number(between)));
        QCOMPARE(image.pixelColor(middle + QPoint(13, 13)), QColor(Qt::white));  // a square would reach there
        QCOMPARE(image.pixelColor(middle + QPoint(10, 0)), QColor(Qt::black));
    }

    // Two points in one place of the picture: the nearer over the farther, through it as far as it lets.
    void what_lies_above_what() {
        NEED_DISPLAY();
        const auto widget = shown();
        QVERIFY(QTest::qWaitForWindowExposed(widget.get()));
        const auto middle = [&] {
            const QImage image = drawn(*widget);
            return image.pixelColor(image.width() / 2, image.height() / 2);
        };
        const std::vector<float> xyz{0, 0, 0.1F, 0, 0, -0.1F};  // the first is nearer
        widget->setPointSize(15);
        widget->setPoints(xyz, std::array<QRgb, 2>{red, green});
        QCOMPARE(middle().rgb(), red);
        QTest::keyClick(canvas(*widget), Qt::Key_Home);
        for (int turn = 0; turn < 18; ++turn) QTest::keyClick(canvas(*widget), Qt::Key_Right);  // from behind
        QCOMPARE(middle().rgb(), green);
        widget->resetCamera();
        widget->setColors(std::array<QRgb, 2>{red, green}, {0, 1});
        QCOMPARE(middle().rgb(), green);
        widget->setColors(std::array<QRgb, 2>{red, green}, {1, 0});
        QCOMPARE(middle().rgb(), red);
        // Half of black over white, and that over red.
        widget->setColors(std::array<QRgb, 2>{qRgba(0, 0, 0, 128), red}, {});
        const QColor seen = middle();
        QVERIFY2(std::abs(seen.red() - 213 / 2) < 4 && std::abs(seen.green() - 94 / 2) < 4 && seen.blue() < 4,
                 qPrintable(seen.name()));
        widget->setPoints({0, 0, 0}, std::array<QRgb, 1>{qRgba(0, 0, 0, 64)});
        QVERIFY2(std::abs(middle().red() - 191) < 4, qPrintable(middle().name()));
    }

    // However it is turned, every point stays in the picture, whatever its shape.
    void all_points_are_seen_from_every_side() {
        NEED_DISPLAY();
        const auto widget = shown();
        QVERIFY(QTest::qWaitForWindowExposed(widget.get()));
        for (const QSize size : {QSize(400, 300), QSize(200, 360), QSize(500, 120)}) {
            widget->resize(size);
            QTRY_COMPARE(canvas(*widget)->size(), size);
            widget->setPoints({-3, -1, 0, 1, -1, 2, 0, 1, -2}, colors);
            for (int turn = 0; turn < 9; ++turn) {
                const QImage image = drawn(*widget);
                for (const QRgb color : colors) QVERIFY(find(image, color).pixels > 20);
                QTest::keyClick(canvas(*widget), turn % 3 ? Qt::Key_Left : Qt::Key_Up);
                QTest::keyClick(canvas(*widget), turn % 3 ? Qt::Key_Left : Qt::Key_Up);
            }
        }
    }

    // A picture of another shape sees all of them again, unless somebody has moved the camera.
    void what_is_seen_whole_stays_so_at_another_size() {
        NEED_DISPLAY();
        const auto widget = shown();
        QVERIFY(QTest::qWaitForWindowExposed(widget.get()));
        const auto across = [&] {
            return find(drawn(*widget), green).pixels > 0 && find(drawn(*widget), red).pixels > 0;
        };
        widget->resize(120, 400);
        QTRY_VERIFY(canvas(*widget)->width() == 120 && across());
        widget->zoomBy(3);
        QVERIFY(!across());
        const regulus::Camera3d moved = widget->camera();
        widget->resize(140, 400);
        QTRY_COMPARE(canvas(*widget)->width(), 140);
        QCOMPARE(widget->camera().position, moved.position);
    }

    // A part of very many points while the camera moves; all of them, in order, when it stands still.
    void very_many_points_are_whole_again_when_the_camera_stands_still() {
        NEED_DISPLAY();
        constexpr std::size_t many = 600'000;
        regulus::Random random(2);
        std::vector<float> xyz;
        std::vector<QRgb> hues;
        for (std::size_t i = 0; i < many; ++i) {
            for (int d = 0; d < 3; ++d) xyz.push_back(static_cast<float>(random.normal()));
            hues.push_back(colors[i % 3]);
        }
        const auto widget = shown();
        QVERIFY(QTest::qWaitForWindowExposed(widget.get()));
        widget->setPointSize(1);
        widget->setPoints(xyz, hues);
        drawn(*widget);
        const auto ink = [](const QImage& image) {
            int inked = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x) inked += image.pixelColor(x, y) != QColor(Qt::white);
            return inked;
        };
        QTest::keyClick(canvas(*widget), Qt::Key_Right);
        const int moving = ink(drawn(*widget));
        QTest::qWait(400);
        const QImage still = drawn(*widget);
        QVERIFY2(moving > 1000 && moving < ink(still), qPrintable(QString::number(moving)));
        const auto other = shown();
        QVERIFY(QTest::qWaitForWindowExposed(other.get()));
        other->setPointSize(1);
        other->setPoints(xyz, hues);
        other->setCamera(widget->camera());
        drawn(*other);
        QTest::qWait(400);
        QCOMPARE(drawn(*other), still);
    }

    void odd_clouds() {
        NEED_DISPLAY();
        const auto widget = shown();
        QVERIFY(QTest::qWaitForWindowExposed(widget.get()));
        widget->setPoints({}, {});
        QCOMPARE(find(drawn(*widget), blue).pixels, 0);
        // One point has no extent.
        widget->setPoints({5, 5, 5}, std::array<QRgb, 1>{blue});
        QVERIFY(find(drawn(*widget), blue).pixels > 0);
        // What is not a number is left out, and the rest is still framed.
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const float infinite = std::numeric_limits<float>::infinity();
        widget->setPoints({-1, 0, 0, 1, 0, 0, nan, 0, 0, 0, infinite, 0},
                          std::array<QRgb, 4>{red, green, blue, blue});
        const QImage image = drawn(*widget);
        QVERIFY(find(image, red).pixels > 0 && find(image, green).pixels > 0);
        QCOMPARE(find(image, blue).pixels, 0);
    }

    void survives_a_change_of_window_and_size() {
        NEED_DISPLAY();
        QMainWindow window;
        auto* dock = new QDockWidget(&window);
        window.addDockWidget(Qt::RightDockWidgetArea, dock);
        window.resize(700, 500);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        auto* widget = new ScatterWidget3d;  // into a window that is on the screen already
        widget->setMinimumSize(300, 200);
        widget->setPointSize(9);
        widget->setPoints(triangle, colors);
        dock->setWidget(widget);
        QTRY_VERIFY(find(drawn(*widget), blue).pixels > 0);
        for (const bool floating : {true, false, true}) {
            dock->setFloating(floating);  // another window, another OpenGL context
            QVERIFY(QTest::qWaitForWindowExposed(widget->window()));
            QTRY_VERIFY(find(drawn(*widget), blue).pixels >= 40);
        }
        dock->resize(640, 480);
        QTRY_COMPARE(drawn(*widget).size(), canvas(*widget)->size() * canvas(*widget)->devicePixelRatio());
        QVERIFY(find(drawn(*widget), blue).pixels >= 40);
    }

    void is_destroyed_cleanly() {
        NEED_DISPLAY();
        QWidget window;
        window.resize(420, 320);
        window.show();
        for (int round = 0; round < 5; ++round) {
            QPointer<ScatterWidget3d> widget = new ScatterWidget3d(&window);
            widget->resize(400, 300);
            widget->setPoints(triangle, colors);
            widget->show();
            QTRY_VERIFY(find(drawn(*widget), blue).pixels > 0);
            delete widget;
            QCoreApplication::processEvents();
        }
        // Never shown: no context was ever made.
        ScatterWidget3d unseen;
        unseen.setPoints(triangle, colors);
    }

    void without_opengl_it_says_so() {
        if (has_display()) {
            // The same program on the offscreen platform runs this test and must come to its end.
            QProcess child;
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
            child.setProcessEnvironment(environment);
            child.start(QCoreApplication::applicationFilePath(),
                        {QStringLiteral("without_opengl_it_says_so")});
            QVERIFY(child.waitForFinished(60000));
            QCOMPARE(child.exitStatus(), QProcess::NormalExit);
            QCOMPARE(child.exitCode(), 0);
            return;
        }
        const auto widget = shown();
        QVERIFY(QTest::qWaitForWindowExposed(widget.get()));
        QVERIFY(widget->unavailableReason().contains(QStringLiteral("needs a display with OpenGL")));
        QCOMPARE(widget->findChild<QLabel*>(QStringLiteral("reason"))->text(), widget->unavailableReason());
        widget->setColors(colors);
        widget->setBackground(Qt::black);
        widget->resetCamera();
        QVERIFY(!widget->grab().isNull());
    }
};

int main(int argc, char** argv) {
    regulus::prepare_opengl_format();
    QApplication application(argc, argv);
    TestScatterWidget3d test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_scatter_widget_3d.moc"

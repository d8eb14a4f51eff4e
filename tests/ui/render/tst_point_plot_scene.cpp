// A plot of named points on screen: what lies where, and what the pointer is at.
#include <QGuiApplication>
#include <QTest>

#include "tests/ui/render/offscreen.h"
#include "ui/render/point_plot_scene.h"

using namespace regulus;

namespace {

PointPlot threePoints() {
    PointPlot plot;
    plot.x.title = "log2 fold change";
    plot.x.low = -4;
    plot.x.high = 4;
    plot.y.title = "-log10 q";
    plot.y.high = 100;
    plot.x.thresholds = {-1, 1};
    plot.y.thresholds = {20};
    plot.points = {{0, 5, 7, PointPlot::Tone::Muted, false},
                   {-3, 60, 8, PointPlot::Tone::Lower, false},
                   {3, 90, 9, PointPlot::Tone::Higher, false}};
    plot.labels = {{2, "CD14"}, {1, "IL7R"}};
    return plot;
}

constexpr QSize size{420, 300};

}  // namespace

class TestPointPlotScene : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void points_have_the_colour_of_their_side() {
        for (const Theme& theme : {Theme::light(), Theme::darkTheme()}) {
            for (const double ratio : {1.0, 2.0}) {
                PointPlotScene scene;
                scene.setPlot(threePoints());
                const QImage image = test::painted(scene, size, theme, ratio);
                for (std::size_t i = 0; i < 3; ++i) {
                    const QPoint at = (scene.pixelOf(i) * ratio).toPoint();
                    QCOMPARE(image.pixelColor(at), toneColor(scene.plot().points[i].tone, theme));
                }
            }
        }
    }

    // Another theme, another size: nothing of the picture before is shown again.
    void what_is_kept_is_drawn_anew() {
        PointPlotScene scene;
        scene.setPlot(threePoints());
        test::painted(scene, size, Theme::light());
        const QImage dark = test::painted(scene, size, Theme::darkTheme());
        QCOMPARE(dark.pixelColor(scene.pixelOf(2).toPoint()),
                 toneColor(PointPlot::Tone::Higher, Theme::darkTheme()));
        const QPointF before = scene.pixelOf(2);
        const QImage wide = test::painted(scene, {700, 300}, Theme::darkTheme());
        QVERIFY(scene.pixelOf(2).x() > before.x() + 100);
        QCOMPARE(wide.pixelColor(scene.pixelOf(2).toPoint()),
                 toneColor(PointPlot::Tone::Higher, Theme::darkTheme()));
    }

    void the_pointer_finds_points_and_thresholds() {
        PointPlotScene scene;
        QVERIFY(!scene.pointAt({100, 100}));  // before anything is painted
        scene.setPlot(threePoints());
        test::painted(scene, size, Theme::light());
        QCOMPARE(scene.pointAt(scene.pixelOf(1) + QPointF(3, -3)), std::optional<std::size_t>(1));
        QVERIFY(!scene.pointAt(scene.pixelOf(1) + QPointF(14, 0)));
        const QRectF box = scene.plotBox();
        const double x = box.left() + 5.0 / 8 * box.width();  // of a change of 1
        const auto line = scene.thresholdAt({x + 2, box.top() + 20});
        QVERIFY(line && line->axis == PointPlotScene::AxisName::X && line->place == 1);
        QVERIFY(!scene.thresholdAt({x + 12, box.top() + 20}));
        const auto level = scene.thresholdAt({box.left() + 30, box.bottom() - box.height() / 5});
        QVERIFY(level && level->axis == PointPlotScene::AxisName::Y);
        QVERIFY(std::abs(scene.valueAt(PointPlotScene::AxisName::X, {x, 0}) - 1) < 1e-9);
        QCOMPARE(scene.valueAt(PointPlotScene::AxisName::X, {-50, 0}), -4.0);  // beyond the axis: its end
        QCOMPARE(scene.idsIn(QRectF(box.center(), box.topRight()).normalized()),
                 std::vector<std::uint32_t>{9});
    }

    // On a line lies a point: what is nearer has it.
    void the_nearer_of_a_point_and_a_line_is_meant() {
        PointPlot plot = threePoints();
        plot.points[2].x = 1;
        PointPlotScene scene;
        scene.setPlot(plot);
        test::painted(scene, size, Theme::light());
        const QPointF at = scene.pixelOf(2);
        QVERIFY(scene.pointAt(at) && !scene.thresholdAt(at));
        QVERIFY(scene.thresholdAt(at + QPointF(0, 7)) && !scene.pointAt(at + QPointF(0, 7)));
    }

    void names_do_not_cover_each_other() {
        PointPlot plot = threePoints();
        for (int i = 0; i < 60; ++i) {
            plot.points.push_back(
                {3 + 0.001 * i, 90, std::uint32_t(100 + i), PointPlot::Tone::Higher, false});
            plot.labels.push_back({plot.points.size() - 1, QString("GENE%1").arg(i)});
        }
        PointPlotScene scene;
        scene.setPlot(plot);
        const QImage image = test::painted(scene, size, Theme::light());
        // With names for all of them the text would fill the corner: most of the plot stays empty.
        int dark = 0;
        const QRect box = scene.plotBox().toRect();
        for (int y = box.top(); y < box.bottom(); ++y)
            for (int x = box.left(); x < box.right(); ++x) dark += qGray(image.pixel(x, y)) < 110 ? 1 : 0;
        QVERIFY2(dark < box.width() * box.height() / 20, qPrintable(QString::number(dark)));
    }

    void nothing_is_painted_of_nothing() {
        PointPlotScene scene;
        const QImage image = test::painted(scene, size, Theme::light());
        QCOMPARE(image.pixelColor(200, 150), Theme::light().surface);
        scene.setPlot(threePoints());
        test::painted(scene, {40, 30}, Theme::light());  // no room for axes
        QVERIFY(!scene.pointAt({20, 15}));
    }
};

QTEST_MAIN(TestPointPlotScene)
#include "tst_point_plot_scene.moc"

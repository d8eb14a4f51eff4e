// The legend beside a map: what is listed, and what the mouse does to it.
#include <QApplication>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>

#include "core/base/random.h"
#include "ui/render/blend_colors.h"
#include "ui/render/theme.h"
#include "ui/views/parts/legend_panel.h"

using namespace regulus;

class TestLegendPanel : public QObject {
    Q_OBJECT

    static std::shared_ptr<const PointColors> groups(int count) {
        Categorical type;
        for (int i = 0; i < count; ++i) {
            type.categories.push_back("group " + std::to_string(i));
            for (int k = 0; k <= i; ++k) type.codes.push_back(i);
        }
        return std::make_shared<const PointColors>(colorsByCategory(type, "type"));
    }
    static std::unique_ptr<LegendPanel> shown(LegendPanel::Shown what) {
        auto panel = std::make_unique<LegendPanel>();
        panel->setLegend(std::move(what));
        panel->resize(panel->width(), 300);
        panel->show();
        panel->grab();
        return panel;
    }

  private Q_SLOTS:
    void initTestCase() {
        QApplication::setStyle(QStringLiteral("Fusion"));
        applyTheme(*qApp, Appearance::Light);
    }

    void there_is_one_where_there_is_something_to_say() {
        LegendPanel panel;
        panel.setLegend({});
        QVERIFY(panel.isHidden());
        panel.setLegend({groups(3), {}, {}, false, false});
        QVERIFY(panel.isHidden());  // the names are on the map
        panel.setLegend({groups(3), {}, {}, true, false});
        QVERIFY(!panel.isHidden());
        panel.setLegend({std::make_shared<const PointColors>(colorsUniform(3)), {}, {}, true, false});
        QVERIFY(panel.isHidden());
        panel.setLegend(
            {std::make_shared<const PointColors>(colorsByValue({1, 2, 3}, "LYZ")), {}, {}, false, false});
        QVERIFY(!panel.isHidden());
    }

    void groups_answer_the_mouse() {
        const auto panel = shown({groups(4), {}, {}, true, false});
        QSignalSpy hovered(panel.get(), &LegendPanel::categoryHovered),
            clicked(panel.get(), &LegendPanel::categoryClicked),
            twice(panel.get(), &LegendPanel::categoryDoubleClicked);
        const QPoint second = panel->entryBox(1).center().toPoint();
        QTest::mouseMove(panel.get(), second);
        QTRY_COMPARE(hovered.size(), 1);
        QCOMPARE(hovered[0][0].value<std::optional<int>>(), std::optional(1));
        QTest::mouseClick(panel.get(), Qt::LeftButton, Qt::ShiftModifier, second);
        QCOMPARE(clicked.size(), 1);
        QCOMPARE(clicked[0][0].toInt(), 1);
        QTest::mouseDClick(panel.get(), Qt::LeftButton, {}, panel->entryBox(3).center().toPoint());
        QCOMPARE(twice.size(), 1);
        QCOMPARE(twice[0][0].toInt(), 3);
        QTest::mouseClick(panel.get(), Qt::LeftButton, {}, QPoint(panel->width() / 2, panel->height() - 3));
        QCOMPARE(clicked.size(), 1);
    }

    // More groups than there is room for are reached with the wheel.
    void a_long_list_is_scrolled() {
        const auto panel = shown({groups(40), {}, {}, true, false});
        QVERIFY(panel->entryBox(0).isValid() && !panel->entryBox(39).isValid());
        for (int turn = 0; turn < 30; ++turn) {
            QWheelEvent wheel(QPointF(20, 150), QPointF(20, 150), {}, {0, -120}, Qt::NoButton, {},
                              Qt::NoScrollPhase, false);
            QApplication::sendEvent(panel.get(), &wheel);
        }
        panel->grab();
        QVERIFY(!panel->entryBox(0).isValid() && panel->entryBox(39).isValid());
    }

    void an_end_of_a_scale_is_dragged() {
        std::vector<float> values;
        for (int i = 0; i <= 100; ++i) values.push_back(float(i));
        const auto panel = shown({std::make_shared<const PointColors>(colorsByValue(values, "LYZ")),
                                  {},
                                  "high values on top",
                                  false,
                                  false});
        QCOMPARE(panel->scales().size(), 1U);
        const PaintedScale scale = panel->scales().front();
        QSignalSpy moved(panel.get(), &LegendPanel::scaleEndMoved),
            left(panel.get(), &LegendPanel::scaleEndLeft),
            twice(panel.get(), &LegendPanel::scaleDoubleClicked);
        QTest::mousePress(panel.get(), Qt::LeftButton, {}, scale.line.p2().toPoint());
        const QPointF to = scale.line.pointAt(0.25);
        QMouseEvent move(QEvent::MouseMove, to, panel->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(panel.get(), &move);
        QTest::mouseRelease(panel.get(), Qt::LeftButton, {}, to.toPoint());
        QCOMPARE(moved.size(), 1);
        QVERIFY(moved[0][0].value<ScaleEnd>().high);
        QVERIFY(std::abs(moved[0][1].toDouble() - (scale.from + 0.25 * (scale.to - scale.from))) < 2);
        QCOMPARE(left.size(), 1);
        QVERIFY(left[0][1].toBool());
        QTest::mouseDClick(panel.get(), Qt::LeftButton, {}, scale.line.pointAt(0.5).toPoint());
        QCOMPARE(twice.size(), 1);
    }

    void a_blend_has_two_scales_and_four_entries() {
        Random random(1);
        std::vector<float> a, b;
        for (int i = 0; i < 200; ++i)
            a.push_back(float(random.uniform())), b.push_back(float(random.uniform()));
        const auto panel = shown({std::make_shared<const PointColors>(
                                      colorsByBlend(colorsByValue(a, "A"), colorsByValue(b, "B"), 0.5, 0.5)),
                                  {},
                                  {},
                                  false,
                                  true});
        QCOMPARE(panel->scales().size(), 2U);
        // Where it is low, all of it is still seen.
        for (const int height : {150, 600}) {
            panel->resize(panel->width(), height);
            panel->grab();
            for (int entry = 0; entry < 4; ++entry) {
                const QRectF box = panel->entryBox(entry);
                QVERIFY(box.isValid() && box.right() <= panel->width() && box.bottom() <= height);
            }
        }
        QSignalSpy clicked(panel.get(), &LegendPanel::categoryClicked);
        QVERIFY(panel->entryBox(int(BlendClass::Both)).isValid());
        QTest::mouseClick(panel.get(), Qt::LeftButton, {},
                          panel->entryBox(blend_plot_link).center().toPoint());
        QCOMPARE(clicked.size(), 1);
        QCOMPARE(clicked[0][0].toInt(), blend_plot_link);
    }
};

QTEST_MAIN(TestLegendPanel)
#include "tst_legend_panel.moc"

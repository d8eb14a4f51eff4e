// The map in space with mouse and keys, on a small session: what each gesture does to it.
#include <QApplication>
#include <QLineF>
#include <QMouseEvent>
#include <QPushButton>
#include <QTest>
#include <cmath>

#include "app/window/map_3d.h"
#include "app/window/space_pointing.h"
#include "tests/ui/views/immune_session.h"
#include "ui/render3d/scatter_widget_3d.h"
#include "ui/render3d/space_overlay.h"
#include "ui/session/session.h"
#include "ui/views/parts/legend_panel.h"
#include "ui/views/parts/state_page.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// Three of the directions of the file's X_umap3 are far apart groups; the fourth is not shown.
std::shared_ptr<Dataset> inSpace() {
    auto data = immuneDataset();
    Random random(8);
    Matrix places(immune_cells, 4), components(immune_cells, 5);
    for (std::size_t c = 0; c < immune_cells; ++c) {
        for (std::size_t d = 0; d < 3; ++d)
            places(c, d) =
                float((typeOf(c) % 3 == int(d) ? 6 : 0) + (typeOf(c) > 2 ? -6 : 0) + random.normal());
        for (std::size_t d = 0; d < 5; ++d) components(c, d) = float(random.normal());
    }
    data->embeddings.push_back({"X_umap3", places});
    data->embeddings.push_back({"X_pca", components});
    return data;
}

}  // namespace

class TestSpaceTools : public QObject {
    Q_OBJECT
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Map3d> m_map;

    QWidget* canvas() { return m_map->scatter()->canvas(); }
    SpaceOverlay& overlay() { return *m_map->scatter()->overlay(); }
    CellsState& cells() { return m_session->cells(); }
    void edit(const std::function<void(ViewSettings&)>& how) {
        ViewSettings settings = m_session->view().settings();
        how(settings);
        m_session->view().setSettings(settings);
    }
    bool settled() {
        canvas()->grab();  // the camera is drawn with, and known to have moved
        return QTest::qWaitFor([&] { return m_session->jobs().idle() && m_map->pointing().ready(); }, 20000);
    }
    // Where each cell is on the canvas, by the plain rule.
    std::vector<QPointF> places() {
        const Matrix& at = *m_map->embedding()->coordinates;
        std::vector<float> xyz;
        for (std::size_t c = 0; c < at.rows; ++c)
            for (std::size_t d = 0; d < 3; ++d) xyz.push_back(at(c, d));
        const Projected seen = project(xyz, m_map->scatter()->camera());
        std::vector<QPointF> out;
        for (std::size_t c = 0; c < at.rows; ++c)
            out.emplace_back(canvas()->width() / 2.0 + double(seen.x[c]) * canvas()->height(),
                             canvas()->height() / 2.0 - double(seen.y[c]) * canvas()->height());
        return out;
    }
    void moveTo(QPointF to, Qt::MouseButton button, Qt::KeyboardModifiers keys) {
        QMouseEvent move(QEvent::MouseMove, to, canvas()->mapToGlobal(to), Qt::NoButton, button, keys);
        QApplication::sendEvent(canvas(), &move);
    }
    void drag(const std::vector<QPoint>& along, Qt::KeyboardModifiers keys = {},
              Qt::MouseButton button = Qt::LeftButton) {
        QTest::mousePress(canvas(), button, keys, along.front());
        for (std::size_t i = 1; i < along.size(); ++i)
            for (int step = 1; step <= 4; ++step)
                moveTo(along[i - 1] + (along[i] - along[i - 1]) * step / 4.0, button, keys);
        QTest::mouseRelease(canvas(), button, keys, along.back());
    }
    std::vector<std::uint32_t> inside(const QPolygonF& outline) {
        std::vector<std::uint32_t> rows;
        const std::vector<QPointF> at = places();
        for (std::uint32_t c = 0; c < at.size(); ++c)
            if (cells().visible().contains(c) && outline.containsPoint(at[c], Qt::OddEvenFill))
                rows.push_back(c);
        return rows;
    }
    // A place without a cell near it, or name.
    QPoint emptyPlace() {
        for (int y = 40; y < canvas()->height(); y += 9)
            for (int x = 120; x < canvas()->width(); x += 9)
                if (!m_map->pointing().cellAt(QPointF(x, y)) && !overlay().nameAt(QPointF(x, y)) &&
                    !overlay().directionAt(QPointF(x, y)))
                    return {x, y};
        return {};
    }

  private Q_SLOTS:
    void init() {
        if (QGuiApplication::platformName() != QStringLiteral("xcb")) QSKIP("needs a display with OpenGL");
        useLightTheme();
        m_session = std::make_unique<Session>(immuneEngine());
        m_session->setDataset(inSpace());
        edit([](ViewSettings& s) { s.threeD = true; });
        m_map = std::make_unique<Map3d>(*m_session);
        m_map->resize(700, 560);
        m_map->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_map.get()));
        QVERIFY(settled());
    }
    void cleanup() {
        m_map.reset();
        m_session.reset();
    }

    // A layout of the file is there at once; its components come last.
    void maps_of_the_file_are_offered() {
        ViewState& view = m_session->view();
        QCOMPARE(view.spaceKey(), std::string("X_umap3"));
        QCOMPARE(m_map->embedding()->key, std::string("X_umap3"));
        QCOMPARE(view.spaceKeys(), (std::vector<std::string>{"X_umap3", "expression:umap3d", "X_pca"}));
        QVERIFY(m_map->states()->showsContent());
        view.showInSpace("X_pca");
        QCOMPARE(m_map->embedding()->key, std::string("X_pca"));
        QCOMPARE(m_map->directions(), (QStringList{"PC 1", "PC 2", "PC 3"}));
        view.showInSpace("expression:umap3d");
        QTRY_VERIFY(m_map->embedding() && m_map->embedding()->key == "expression:umap3d");
        m_session->undoStack().undo();
        QCOMPARE(m_map->embedding()->key, std::string("X_pca"));
        QCOMPARE(view.embedding()->key, std::string("X_umap"));  // in the plane nothing else is shown
    }

    void a_drag_turns_unless_a_tool_selects() {
        const auto ahead = [&] { return m_map->scatter()->camera().ahead(); };
        const auto before = ahead();
        drag({{300, 200}, {360, 230}});
        QVERIFY(ahead() != before);
        m_map->fit();
        QVERIFY(settled());
        m_session->view().setSpaceTool(Tool::Pan);
        const Camera3d still = m_map->scatter()->camera();
        drag({{300, 200}, {360, 230}});
        QCOMPARE(ahead(), still.ahead());
        QVERIFY(m_map->scatter()->camera().target != still.target);
        // With Space held it is turned with any tool.
        for (const Tool tool : {Tool::Pan, Tool::Rectangle, Tool::Lasso, Tool::Polygon}) {
            m_session->view().setSpaceTool(tool);
            m_map->fit();
            QTest::keyPress(canvas(), Qt::Key_Space);
            drag({{300, 200}, {360, 230}});
            QTest::keyRelease(canvas(), Qt::Key_Space);
            QVERIFY(ahead() != before);
        }
        QVERIFY(cells().selection().empty());
        // The polygon turns it as well, as long as it has no corner.
        m_map->fit();
        drag({{300, 200}, {360, 230}});
        QVERIFY(ahead() != before);
        QVERIFY(!overlay().nameAt({0, 0}) && m_session->view().tool() == Tool::Lasso);  // of the plane
    }

    void a_box_selects_all_cells_behind_it() {
        m_session->view().setSpaceTool(Tool::Rectangle);
        const Camera3d before = m_map->scatter()->camera();
        const QPoint from(150, 100), to(420, 300);
        drag({from, to});
        const auto boxed = inside(QPolygonF(QRectF(from, to)));
        QVERIFY2(boxed.size() > 20 && boxed.size() < 300, qPrintable(QString::number(boxed.size())));
        QCOMPARE(cells().selection().rows(), boxed);
        QCOMPARE(m_map->scatter()->camera(), before);
        const QPoint other(600, 420);
        drag({to, other}, Qt::ShiftModifier);
        QCOMPARE(cells().selection().count(), boxed.size() + inside(QPolygonF(QRectF(to, other))).size());
        drag({to, other}, Qt::ControlModifier);
        QCOMPARE(cells().selection().rows(), boxed);
        QTest::keyClick(canvas(), Qt::Key_Escape);
        QVERIFY(cells().selection().empty());
    }

    void lasso_and_polygon_select_what_they_enclose() {
        const std::vector<QPoint> corners{{200, 80}, {500, 152}, {452, 380}, {180, 332}};
        QPolygonF outline;
        for (const QPoint& corner : corners) outline << corner;
        const auto enclosed = inside(outline);
        QVERIFY(enclosed.size() > 20);
        m_session->view().setSpaceTool(Tool::Lasso);
        drag({corners[0], corners[1], corners[2], corners[3], corners[0]});
        QCOMPARE(cells().selection().rows(), enclosed);
        cells().clearSelection();

        m_session->view().setSpaceTool(Tool::Polygon);
        for (const QPoint& corner : corners) QTest::mouseClick(canvas(), Qt::LeftButton, {}, corner);
        QVERIFY(cells().selection().empty());
        QTest::mouseClick(canvas(), Qt::LeftButton, {}, QPoint(20, 20));
        QTest::keyClick(canvas(), Qt::Key_Backspace);
        QTest::keyClick(canvas(), Qt::Key_Return);
        QCOMPARE(cells().selection().rows(), enclosed);
        // One that is dropped selects nothing, and Esc leaves the selection where it is.
        QTest::mouseClick(canvas(), Qt::LeftButton, {}, corners[0]);
        QTest::keyClick(canvas(), Qt::Key_Escape);
        QCOMPARE(cells().selection().rows(), enclosed);
        QTest::keyClick(canvas(), Qt::Key_Return);
        QCOMPARE(cells().selection().rows(), enclosed);
    }

    // The map has just moved: the cells of the area are those of the picture it was drawn on.
    void an_area_drawn_at_once_waits_for_the_cells() {
        m_session->view().setSpaceTool(Tool::Rectangle);
        m_map->scatter()->zoomBy(1.3);
        canvas()->grab();
        QVERIFY(!m_map->pointing().ready());
        const QPoint from(150, 100), to(420, 300);
        drag({from, to});
        QTRY_VERIFY(!cells().selection().empty());
        QCOMPARE(cells().selection().rows(), inside(QPolygonF(QRectF(from, to))));
    }

    void the_opened_cells_carry_rings() {
        QCOMPARE(overlay().rings(), 0U);
        m_session->focus().setCell(5);
        QCOMPARE(overlay().rings(), 1U);
        m_session->focus().compareCells(5, 9);
        QCOMPARE(overlay().rings(), 2U);
        CellSet hovered(immune_cells);
        hovered.insert(30);
        cells().setHighlight(hovered);
        QCOMPARE(overlay().rings(), 3U);
        cells().setCategoryHidden("cell_type", typeOf(5), true);
        QVERIFY(settled());
        QCOMPARE(overlay().rings(), typeOf(9) == typeOf(5) ? 1U : 2U);
    }

    // A group hovered in another view steps forward, as a selection does.
    void selected_and_hovered_groups_step_forward() {
        const auto inked = [&] {
            const QImage image = canvas()->grab().toImage();
            int strong = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x) strong += image.pixelColor(x, y).saturation() > 120;
            return strong;
        };
        const int all = inked();
        cells().select(m_session->groups().cellsOf("cell_type", 3));
        const int one = inked();
        QVERIFY2(one > 50 && one < all / 2, qPrintable(QString("%1 of %2").arg(one).arg(all)));
        cells().clearSelection();
        QVERIFY(std::abs(inked() - all) < all / 20);
        cells().setHighlight(m_session->groups().cellsOf("cell_type", 3));
        QVERIFY(std::abs(inked() - one) <= one / 20);
        cells().clearHighlight();
        QVERIFY(std::abs(inked() - all) < all / 20);
    }

    void size_and_opacity_are_those_of_the_settings() {
        const auto ink = [&] {
            const QImage image = canvas()->grab().toImage();
            double sum = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x) sum += 255 - qGray(image.pixel(x, y));
            return sum;
        };
        edit([](ViewSettings& s) { s.pointSize = 4; });
        const double four = ink();
        QCOMPARE(m_map->drawnSize(), 4.0);
        edit([](ViewSettings& s) { s.pointSize = 8; });
        QVERIFY(ink() > 2 * four);
        edit([](ViewSettings& s) { s.pointSize = 4, s.opacity = 0.2; });
        QVERIFY(ink() < 0.6 * four);
        edit([](ViewSettings& s) { s.pointSize = 0; });
        QVERIFY(m_map->drawnSize() > 1.5 && m_map->drawnSize() <= 8);
    }

    void the_legend_hides_and_isolates_groups() {
        QVERIFY(!m_map->legend()->isVisible());
        edit([](ViewSettings& s) { s.legend = true; });
        LegendPanel& legend = *m_map->legend();
        QVERIFY(legend.isVisible());
        QTRY_VERIFY(!legend.grab().isNull() && legend.entryBox(3).isValid());
        QTest::mouseClick(&legend, Qt::LeftButton, {}, legend.entryBox(3).center().toPoint());
        QVERIFY(cells().hiddenCategories("cell_type").contains(3));
        QVERIFY(!cells().visible().contains(3));
        QTest::mouseClick(&legend, Qt::LeftButton, {}, legend.entryBox(3).center().toPoint());
        QVERIFY(cells().hiddenCategories("cell_type").empty());
        QTest::mouseDClick(&legend, Qt::LeftButton, {}, legend.entryBox(2).center().toPoint());
        QCOMPARE(cells().visible(), m_session->groups().cellsOf("cell_type", 2));
        cells().clearFilters();
        QVERIFY(settled());
        // The points give the legend its room.
        QVERIFY(canvas()->mapTo(m_map.get(), QPoint(canvas()->width(), 0)).x() <= legend.x());

        m_session->colors().colorBy(Coloring::gene("LYZ"));
        QTRY_COMPARE(legend.scales().size(), 1U);
        edit([](ViewSettings& s) { s.legend = false; });
        QVERIFY(legend.isVisible());  // numbers without their scale say nothing
        const PaintedScale scale = legend.scales().front();
        const QPoint high = scale.line.p2().toPoint(), middle = scale.line.pointAt(0.5).toPoint();
        QTest::mousePress(&legend, Qt::LeftButton, {}, high);
        QMouseEvent move(QEvent::MouseMove, middle, legend.mapToGlobal(middle), Qt::NoButton, Qt::LeftButton,
                         {});
        QApplication::sendEvent(&legend, &move);
        QTest::mouseRelease(&legend, Qt::LeftButton, {}, middle);
        QVERIFY(m_session->colors().range(0));
        QVERIFY(std::abs(m_session->colors().range(0)->high - (scale.from + scale.to) / 2) <
                0.1 * (scale.to - scale.from));
    }

    void a_click_on_the_marker_looks_along_a_direction() {
        m_map->grab();
        for (std::size_t d = 0; d < 3; ++d) {
            std::optional<QPoint> at;
            for (int y = 0; y < canvas()->height() && !at; y += 2)
                for (int x = 0; x < 120 && !at; x += 2)
                    if (overlay().directionAt(QPointF(x, y)) == d) at = QPoint(x, y);
            QVERIFY(at);
            QTest::mouseClick(canvas(), Qt::LeftButton, {}, *at);
            const auto ahead = m_map->scatter()->camera().ahead();
            for (std::size_t e = 0; e < 3; ++e) QVERIFY(std::abs(ahead[e] + (d == e ? 1 : 0)) < 1e-6);
            // Askew again, so that all ends lie apart.
            m_map->fit();
            for (int turn = 0; turn < 3; ++turn) QTest::keyClick(canvas(), Qt::Key_Right);
            QTest::keyClick(canvas(), Qt::Key_Up);
            m_map->grab();
        }
        edit([](ViewSettings& s) { s.orientation = false; });
        m_map->grab();
        for (int y = 0; y < canvas()->height(); y += 2)
            for (int x = 0; x < 120; x += 2) QVERIFY(!overlay().directionAt(QPointF(x, y)));
    }

    void double_click_and_z_frame_the_cells() {
        cells().select(m_session->groups().cellsOf("cell_type", 1));
        QTest::keyClick(canvas(), Qt::Key_Z);
        QVERIFY(settled());
        const std::vector<QPointF> at = places();
        std::size_t seen = 0;
        for (const std::uint32_t cell : cells().selection().rows())
            seen += canvas()->rect().contains(at[cell].toPoint());
        QVERIFY(seen >= cells().selection().count() * 9 / 10);
        QVERIFY(m_map->pointing().inView() < immune_cells);
        QTest::mouseDClick(canvas(), Qt::LeftButton, {}, emptyPlace());
        QVERIFY(settled());
        QCOMPARE(m_map->pointing().inView(), immune_cells);
    }

    void a_right_click_asks_for_the_menu_and_a_drag_zooms() {
        QSignalSpy menus(m_map.get(), &Map3d::menuAsked);
        QTest::mouseClick(canvas(), Qt::RightButton, {}, QPoint(300, 200));
        QCOMPARE(menus.size(), 1);
        QCOMPARE(menus[0][0].toPoint(), canvas()->mapTo(m_map.get(), QPoint(300, 200)));
        const Camera3d before = m_map->scatter()->camera();
        drag({{300, 200}, {300, 300}}, {}, Qt::RightButton);
        QCOMPARE(menus.size(), 1);
        QVERIFY(m_map->scatter()->camera().position != before.position);
    }

    void its_numbers_are_the_cells_that_are_shown() {
        cells().setCategoryHidden("cell_type", 0, true);
        const FigureNumbers numbers = m_map->numbers()();
        QCOMPARE(numbers.columns,
                 (std::vector<std::string>{"cell", "UMAP 1", "UMAP 2", "UMAP 3", "cell_type"}));
        QCOMPARE(numbers.rows.size(), cells().visible().count());
        const std::uint32_t first = cells().visible().rows().front();
        QCOMPARE(numbers.rows[0][0], m_session->opened().dataset->obs.index[first]);
        QCOMPARE(std::stof(numbers.rows[0][3]), (*m_map->embedding()->coordinates)(first, 2));
        QCOMPARE(numbers.rows[0][4], immune_types[std::size_t(typeOf(first))]);
    }

    void what_it_says_where_no_cell_is_shown() {
        for (int code = 0; code < 6; ++code) cells().setCategoryHidden("cell_type", code, true);
        cells().setFilter("selection", CellSet(immune_cells));
        QVERIFY(!m_map->states()->showsContent());
        QCOMPARE(m_map->states()->page()->title(), QString("All cells are hidden"));
        QTest::mouseClick(m_map->states()->page()->findChild<QPushButton*>(), Qt::LeftButton);
        QVERIFY(m_map->states()->showsContent());
        QCOMPARE(cells().visible().count(), immune_cells);
    }
};

int main(int argc, char** argv) {
    prepare_opengl_format();
    QApplication application(argc, argv);
    TestSpaceTools test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_space_tools.moc"

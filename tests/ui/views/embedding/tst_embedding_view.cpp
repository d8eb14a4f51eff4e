// The map of cells with mouse and keys, on a session: what each gesture does to it, and what it then shows.
#include <QApplication>
#include <QMouseEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <QUndoStack>
#include <QWheelEvent>
#include <atomic>

#include "core/base/random.h"
#include "tests/ui/render/offscreen.h"
#include "tests/ui/session/small_engine.h"
#include "ui/render/blend_colors.h"
#include "ui/render/blend_legend.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/parts/cell_pointing.h"
#include "ui/views/parts/embedding_canvas.h"
#include "ui/views/parts/state_page.h"

using namespace regulus;

namespace {

// 300 cells: Mono left, B right, NK above; every tenth without a label.
std::shared_ptr<Dataset> threeGroups(std::size_t cells = 300) {
    auto data = test::smallDataset(false);
    data->obs = {};
    Random random(4);
    Categorical type;
    type.categories = {"Mono", "B", "NK"};
    Matrix umap(cells, 2), counts(cells, 4);
    for (std::size_t i = 0; i < cells; ++i) {
        const std::size_t g = i % 3;
        umap(i, 0) = float((g == 1 ? 10.0 : g == 2 ? 5.0 : 0.0) + random.normal() * 0.7);
        umap(i, 1) = float((g == 2 ? 9.0 : 0.0) + random.normal() * 0.7);
        counts(i, g) = 5;
        type.codes.push_back(i % 10 == 9 ? -1 : int(g));
        data->obs.index.push_back("cell" + std::to_string(i));
    }
    data->obs.columns.push_back({"cell_type", type});
    data->assays[0].matrix = std::make_shared<InMemoryMatrix>(to_sparse(counts));
    data->embeddings.push_back({"X_umap", umap});
    return data;
}

}  // namespace

class TestEmbeddingView : public QObject {
    Q_OBJECT
    std::unique_ptr<Session> m_session;
    std::unique_ptr<EmbeddingView> m_view;

    EmbeddingCanvas& canvas() { return *m_view->canvas(); }
    StateStack& stack() { return *m_view->findChild<StateStack*>(); }
    QPoint pixelOf(std::uint32_t cell) {
        return canvas().sceneLayout().toPixel(*canvas().scene().points()->position(cell)).toPoint();
    }
    CellSet group(int code) { return m_session->groups().cellsOf("cell_type", code); }
    void drag(const QList<QPoint>& path, Qt::KeyboardModifiers modifiers = {},
              Qt::MouseButton button = Qt::LeftButton) {
        QTest::mousePress(&canvas(), button, modifiers, path.first());
        for (const QPoint& p : path) {
            QMouseEvent move(QEvent::MouseMove, p, canvas().mapToGlobal(p), Qt::NoButton, button, modifiers);
            QApplication::sendEvent(&canvas(), &move);
        }
        QTest::mouseRelease(&canvas(), button, modifiers, path.last());
    }
    // SPI1 is in Mono, CD14 in B.
    void blend() {
        m_session->colors().colorBy(Coloring::blend(Coloring::gene("SPI1"), Coloring::gene("CD14")));
        QTRY_VERIFY(canvas().scene().colors().blended() && m_session->jobs().idle());
        m_view->grab();
    }
    QLineF scale(int axis) { return canvas().scene().scales().at(std::size_t(axis)).line; }
    std::optional<QPoint> rowOf(int entry) {
        std::optional<QPoint> last;  // rows lie below the square
        for (int y = 0; y < canvas().height(); y += 2)
            for (int x = 0; x < canvas().width(); x += 4)
                if (const auto hit = canvas().scene().categoryAt(QPointF(x, y));
                    hit && hit->category == entry)
                    last = QPoint(x, y);
        return last;
    }
    // A loop around all cells of a group that are on the map.
    QList<QPoint> around(int code) {
        QPolygon points;
        for (const std::uint32_t cell : group(code).rows()) points << pixelOf(cell);
        const QRect box = points.boundingRect().adjusted(-6, -6, 6, 6);
        return {box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()};
    }

  private Q_SLOTS:
    void init() {
        m_session = std::make_unique<Session>(test::smallEngine());
        m_view = std::make_unique<EmbeddingView>(m_session.get());
        m_view->resize(700, 500);
        m_view->show();
        m_session->setDataset(threeGroups());
        m_session->colors().colorBy(Coloring::column("cell_type"));
        QTRY_VERIFY(canvas().scene().colors().legend.entries.size() == 3);
        QTRY_VERIFY(m_session->jobs().idle());
    }

    void too_many_categories_are_said_and_can_be_left() {
        const std::size_t many = most_colored_categories + 1;
        auto data = threeGroups(many);
        Text barcodes;
        Categorical clones;
        for (std::size_t c = 0; c < data->cells(); ++c) {
            barcodes.values.push_back("b" + std::to_string(c / 2));
            clones.codes.push_back(static_cast<std::int32_t>(c));
        }
        for (std::size_t k = 0; k < many; ++k) clones.categories.push_back("clone " + std::to_string(k));
        data->obs.columns.push_back({"clone", clones});
        data->obs.columns.push_back({"barcode", barcodes});
        m_session->setDataset(data);
        QVERIFY(stack().showsContent());
        QStringList failed;
        connect(&m_session->jobs(), &JobRunner::failed, this,
                [&](const Error& e, const QString&) { failed << QString::fromUtf8(e.what()); });
        m_session->colors().colorBy(Coloring::column("barcode"));  // many, and few enough
        QTRY_COMPARE(canvas().scene().colors().legend.entries.size(), many / 2 + 1);
        QVERIFY(stack().showsContent());
        m_session->colors().colorBy(Coloring::column("clone"));
        QTRY_COMPARE(stack().page()->title(), QString("Too many categories"));
        QVERIFY2(stack().page()->text().contains("clone has more than 8,000"),
                 qPrintable(stack().page()->text()));
        auto* button = stack().page()->findChild<QPushButton*>();
        QCOMPARE(button->text(), QString("Colour by cell_type"));
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(stack().showsContent());
        QVERIFY(m_session->colors().coloring() == Coloring::column("cell_type"));
        QVERIFY2(failed.isEmpty(), qPrintable(failed.join("; ")));
        // The slot that draws still works.
        QCOMPARE(canvas().scene().colors().legend.entries.size(), std::size_t(3));
    }

    void the_legend_of_a_blend_selects() {
        blend();
        const Legend& legend = canvas().scene().colors().legend;
        QVERIFY(cellText(*m_session, canvas().scene().colors(), 0, true)
                    .contains("<br>SPI1 9.21, CD14 0<br>Mono"));
        const QLineF across = scale(0), up = scale(1);
        // Corners of the square; each gene is in one group alone.
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, (across.p2() + QPointF(-6, -6)).toPoint());
        QVERIFY(m_session->cells().selection() == blendCells(canvas().scene().colors(), BlendClass::First));
        QCOMPARE(m_session->cells().selection().count(), std::size_t{100});
        QTest::mouseClick(&canvas(), Qt::LeftButton, Qt::ShiftModifier, (up.p2() + QPointF(6, 6)).toPoint());
        QCOMPARE(m_session->cells().selection().count(), std::size_t{200});
        // Its row, found where the legend says that it is.
        const std::optional<QPoint> row = rowOf(int(BlendClass::Neither));
        QVERIFY(row);
        QTest::mouseMove(&canvas(), *row);
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, *row);
        QCOMPARE(m_session->cells().selection().count(),
                 legend.entries[std::size_t(BlendClass::Neither)].count);
        m_session->undoStack().undo();
        QCOMPARE(m_session->cells().selection().count(), std::size_t{200});
        QSignalSpy plot(m_view.get(), &EmbeddingView::plotAsked);
        const std::optional<QPoint> link = rowOf(blend_plot_link);
        QVERIFY(link);
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, *link);
        QCOMPARE(plot.size(), 1);
    }

    void an_end_of_a_scale_is_dragged() {
        m_session->colors().colorBy(Coloring::gene("SPI1"));
        QTRY_VERIFY(canvas().scene().colors().continuous() && m_session->jobs().idle());
        m_view->grab();
        const auto legend = [&] { return canvas().scene().colors().legend; };
        const double high = legend().high;
        const QLineF bar = scale(0);
        const QPoint top = bar.p2().toPoint(), middle = bar.center().toPoint();
        const auto move = [&](QPoint at) {
            QMouseEvent event(QEvent::MouseMove, at, canvas().mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                              {});
            QApplication::sendEvent(&canvas(), &event);
        };
        QTest::mouseMove(&canvas(), top);
        QTRY_COMPARE(canvas().cursor().shape(), Qt::SizeVerCursor);
        QTest::mousePress(&canvas(), Qt::LeftButton, {}, top);
        move(bar.pointAt(0.7).toPoint());
        QTRY_VERIFY(legend().high < 0.8 * high);  // live
        move(middle);
        const double expected = legend().low + 0.5 * (high - legend().low);
        QTRY_VERIFY2(std::abs(legend().high - expected) < 0.02 * high,
                     qPrintable(QString::number(legend().high)));
        QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, middle);
        QVERIFY(m_session->cells().selection().empty());
        QCOMPARE(m_session->undoStack().undoText(), QString("Change colour scale"));
        m_session->undoStack().undo();  // one step
        QTRY_COMPARE(legend().high, high);
        m_session->undoStack().redo();
        QTRY_VERIFY(legend().high < high);
        QTRY_VERIFY(m_session->jobs().idle());
        m_view->grab();
        const QPoint again = scale(0).center().toPoint();
        QTest::mouseDClick(&canvas(), Qt::LeftButton, {}, again);
        QTRY_COMPARE(legend().high, high);
        QCOMPARE(m_session->undoStack().undoText(), QString("Automatic colour scale"));
        QTRY_VERIFY(m_session->jobs().idle());

        // Given up.
        m_view->grab();
        const int steps = m_session->undoStack().count();
        const QPoint foot = scale(0).p1().toPoint();
        QTest::mousePress(&canvas(), Qt::LeftButton, {}, foot);
        move(scale(0).pointAt(0.3).toPoint());
        QTRY_VERIFY(legend().low > 0.1 * high);
        QTest::keyClick(&canvas(), Qt::Key_Escape);
        QTRY_VERIFY(std::abs(legend().low) < 1e-9);
        QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, foot);
        QCOMPARE(m_session->undoStack().count(), steps);
        QTRY_VERIFY(m_session->jobs().idle());
    }

    void each_scale_of_a_blend_is_dragged() {
        blend();
        const auto axis = [&](std::size_t i) { return canvas().scene().colors().legend.axes[i]; };
        const double right = axis(0).high, top = axis(1).high;
        const QLineF across = scale(0);
        const QPoint end = (across.p2() + QPointF(0, 3)).toPoint();
        QTest::mouseMove(&canvas(), end);
        QTRY_COMPARE(canvas().cursor().shape(), Qt::SizeHorCursor);
        drag({end, across.center().toPoint()});
        QTRY_VERIFY(std::abs(axis(0).high - right / 2) < 0.03 * right);
        QCOMPARE(axis(1).high, top);
        QVERIFY(m_session->cells().selection().empty());
        m_session->undoStack().undo();
        QTRY_COMPARE(axis(0).high, right);
        QTRY_VERIFY(m_session->jobs().idle());
    }

    void shows_what_the_file_has() {
        QVERIFY(stack().showsContent());
        QCOMPARE(canvas().scene().points()->size(), std::size_t(300));
        QCOMPARE(canvas().scene().colors().legend.entries[0].label, QString("Mono"));
        const QImage image = m_view->grab().toImage();
        QVERIFY2(test::share(image, canvas().scene().colors().legend.entries[0].color, 80) > 0.002,
                 qPrintable(test::keep(image, "view")));
    }

    void a_new_layout_of_the_same_name_is_fitted() {
        float spread = 1;
        Engine engine = test::smallEngine();
        engine.umap = [&spread](const Matrix& m, const EmbeddingRequest&, const MapSeen&, Job&) {
            Matrix points = test::line(m.rows, 1);
            for (float& value : points.values) value *= spread;
            return points;
        };
        m_session = nullptr;
        m_view = nullptr;
        m_session = std::make_unique<Session>(engine);
        m_view = std::make_unique<EmbeddingView>(m_session.get());
        m_view->resize(700, 500);
        m_view->show();
        m_session->setDataset(threeGroups());
        for (const float wide : {1.F, 30.F, 0.02F}) {
            spread = wide;
            m_session->view().computeEmbedding({});
            QTRY_VERIFY(m_session->jobs().idle());
            const QRect plot = canvas().sceneLayout().plot.toAlignedRect();
            const QPoint first = pixelOf(0), last = pixelOf(299);
            QVERIFY(plot.contains(first) && plot.contains(last));
            QVERIFY((last - first).manhattanLength() > plot.height());  // from one corner to the other
        }
    }

    void a_lasso_selects_and_keys_combine() {
        m_session->view().setTool(Tool::Lasso);
        drag(around(0));
        const CellSet mono = m_session->cells().selection();
        QVERIFY(mono.count() >= group(0).count() && (group(0) - mono).empty());
        QCOMPARE(canvas().scene().selection(), mono);
        drag(around(1), Qt::ShiftModifier);
        const CellSet both = m_session->cells().selection();
        QVERIFY((group(1) - both).empty() && (group(0) - both).empty());
        drag(around(0), Qt::ControlModifier);
        QCOMPARE(m_session->cells().selection(), both - mono);
        drag(around(0), Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(m_session->cells().selection().empty());
        m_session->undoStack().undo();
        QCOMPARE(m_session->cells().selection(), both - mono);
        QTest::keyClick(&canvas(), Qt::Key_Escape);
        QVERIFY(m_session->cells().selection().empty());
    }

    // Corner by corner; what is between them is moved and zoomed, and the corners stay where they are.
    void a_polygon_is_closed_by_a_double_click_enter_or_its_first_corner() {
        m_session->view().setTool(Tool::Polygon);
        const auto corners = [&](int code, Qt::KeyboardModifiers keys = {}) {
            const QList<QPoint> loop = around(code);
            for (const QPoint& p : loop) QTest::mouseClick(&canvas(), Qt::LeftButton, keys, p);
            return loop;
        };
        const QList<QPoint> first = corners(0);
        QVERIFY(m_session->cells().selection().empty());
        QVERIFY(!m_session->focus().cell());
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, first.front() + QPoint(3, 3));
        const CellSet mono = m_session->cells().selection();
        QVERIFY((group(0) - mono).empty() && (mono & group(2)).empty());

        const QList<QPoint> second = corners(1, Qt::ShiftModifier);
        QTest::mouseDClick(&canvas(), Qt::LeftButton, Qt::ShiftModifier, second.back());
        QVERIFY((group(0) - m_session->cells().selection()).empty());
        QVERIFY((group(1) - m_session->cells().selection()).empty());

        corners(0);
        QWheelEvent wheel(QPointF(200, 200), canvas().mapToGlobal(QPointF(200, 200)), {}, {0, 120},
                          Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&canvas(), &wheel);
        drag({{300, 200}, {320, 220}, {340, 260}});
        QTest::keyClick(&canvas(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_session->cells().selection() & mono, CellSet(m_session->opened().cells()));
    }

    void corners_of_a_polygon_are_taken_back() {
        m_session->view().setTool(Tool::Polygon);
        const QList<QPoint> loop = around(0);
        const auto click = [&](QPoint p) { QTest::mouseClick(&canvas(), Qt::LeftButton, {}, p); };
        const QImage before = m_view->grab().toImage();
        for (const QPoint& p : loop) click(p);
        QVERIFY(m_view->grab().toImage() != before);
        QTest::keyClick(&canvas(), Qt::Key_Backspace);
        QTest::keyClick(&canvas(), Qt::Key_Backspace);
        QTest::keyClick(&canvas(), Qt::Key_Return);  // two corners are no area
        QVERIFY(m_session->cells().selection().empty());
        QTest::keyClick(&canvas(), Qt::Key_Backspace);
        QTest::keyClick(&canvas(), Qt::Key_Backspace);
        m_session->cells().select(group(2));
        for (const QPoint& p : loop) click(p);
        QTest::keyClick(&canvas(), Qt::Key_Escape);  // of the polygon, not of the selection
        QCOMPARE(m_session->cells().selection(), group(2));
        click(loop.front() + QPoint(3, 3));
        m_session->view().setTool(Tool::Lasso);
        QVERIFY(m_session->cells().selection() == group(2));
        QTest::keyClick(&canvas(), Qt::Key_Escape);
        QVERIFY(m_session->cells().selection().empty());
        QCOMPARE(m_view->grab().toImage().size(), before.size());
    }

    void a_double_click_without_a_polygon_shows_all_cells() {
        m_session->view().setTool(Tool::Polygon);
        canvas().zoomBy(3);
        canvas().panBy({400, 300});
        QVERIFY(!canvas().isFitted());
        const QPoint empty = canvas().sceneLayout().plot.center().toPoint();
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, empty);
        QTest::mouseDClick(&canvas(), Qt::LeftButton, {}, empty);
        QVERIFY(canvas().isFitted());
        // Nor does a double click on the first corner, which closes, and then does nothing.
        canvas().zoomBy(1.2);
        const QList<QPoint> loop = around(0);
        for (const QPoint& p : loop) QTest::mouseClick(&canvas(), Qt::LeftButton, {}, p);
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, loop.front());
        QTest::mouseDClick(&canvas(), Qt::LeftButton, {}, loop.front());
        QVERIFY(!m_session->cells().selection().empty() && !canvas().isFitted());
    }

    void a_rectangle_selects() {
        m_session->view().setTool(Tool::Rectangle);
        const auto box = around(2);
        drag({box[0], (box[0] + box[2]) / 2, box[2]});
        QVERIFY((group(2) - m_session->cells().selection()).empty());
        QVERIFY((m_session->cells().selection() & group(0)).empty());
    }

    void a_click_opens_the_cell() {
        const QPoint at = pixelOf(30);
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, at);
        QVERIFY(m_session->focus().cell());
        QVERIFY((pixelOf(*m_session->focus().cell()) - at).manhattanLength() <= 8);
        QVERIFY(m_session->cells().selection().empty());
        QTest::mouseClick(&canvas(), Qt::LeftButton, Qt::ShiftModifier, at);
        QCOMPARE(m_session->cells().selection().count(), std::size_t(1));
    }

    void hover_names_the_cell() {
        QString said;
        connect(m_view.get(), &EmbeddingView::hovered, this, [&](const QString& text) { said = text; });
        const QPoint at = pixelOf(31);
        QMouseEvent move(QEvent::MouseMove, at, canvas().mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                         Qt::NoModifier);
        QApplication::sendEvent(&canvas(), &move);
        QCOMPARE(m_session->cells().highlight().count(), std::size_t(1));
        QVERIFY2(said.contains("cell") && said.contains("B"), qPrintable(said));
        QVERIFY(canvas().scene().highlighted());
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(&canvas(), &leave);
        QVERIFY(m_session->cells().highlight().empty() && said.isEmpty());
    }

    // Chosen here or in a table: the map shows which cell the inspector is about.
    void theCellThatIsInspectedKeepsItsRing() {
        m_session->focus().setCell(31);
        QCOMPARE(canvas().scene().focused(), std::optional<std::uint32_t>(31));
        const QPoint at = pixelOf(31);
        const QImage with = canvas().grab().toImage();
        m_session->focus().setCell(std::nullopt);
        const QImage without = canvas().grab().toImage();
        const double ratio = with.devicePixelRatio();
        int ring = 0;
        for (int x = -10; x <= 10; ++x)
            for (int y = -10; y <= 10; ++y) {
                const QPoint pixel = (QPointF(at + QPoint(x, y)) * ratio).toPoint();
                if (with.rect().contains(pixel) && with.pixel(pixel) != without.pixel(pixel)) ++ring;
            }
        QVERIFY2(ring > 20 && ring < 400, qPrintable(QString::number(ring)));
    }

    void the_wheel_zooms_at_the_cursor() {
        const QPoint at = pixelOf(0);
        const double before = canvas().sceneLayout().transform.scale;
        const QPointF plane = canvas().sceneLayout().toPlane(at);
        QWheelEvent wheel(at, canvas().mapToGlobal(at), {}, {0, 240}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(&canvas(), &wheel);
        QVERIFY(canvas().sceneLayout().transform.scale > before * 1.3);
        QVERIFY(QLineF(canvas().sceneLayout().toPixel(plane), at).length() < 0.01);
        QTest::keyClick(&canvas(), Qt::Key_0);
        QVERIFY(std::abs(canvas().sceneLayout().transform.scale / before - 1) < 1e-9);
    }

    void drags_and_arrows_pan() {
        m_session->view().setTool(Tool::Pan);
        const QPoint before = pixelOf(5);
        drag({{300, 200}, {320, 220}, {360, 240}});
        QCOMPARE(pixelOf(5) - before, QPoint(60, 40));
        QVERIFY(m_session->cells().selection().empty());
        m_session->view().setTool(Tool::Lasso);
        drag({{300, 200}, {320, 220}, {310, 190}}, {}, Qt::MiddleButton);
        QCOMPARE(pixelOf(5) - before, QPoint(70, 30));
        QTest::keyClick(&canvas(), Qt::Key_Right);
        QVERIFY(pixelOf(5).x() < before.x() + 70);
    }

    // What is seen and what a session keeps: also where no map is named, so that the first one is shown, and
    // where a map of the same name takes the place of another.
    void the_view_is_that_of_the_session() {
        const auto agree = [&] {
            return canvas().isFitted() == !m_session->view().camera().has_value() &&
                   (canvas().isFitted() || *m_session->view().camera() == canvas().scene().view());
        };
        const auto named = [&](const std::string& key) {
            ViewSettings settings = m_session->view().settings();
            settings.embedding = key;
            m_session->view().setSettings(settings);
        };
        const std::string first = m_session->view().embedding()->key;
        for (const std::string& key : {std::string(), first, std::string("none"), first}) {
            canvas().zoomBy(1.7);
            QVERIFY(agree() && !canvas().isFitted());
            named(key);
            QVERIFY2(agree(), key.c_str());
        }
        for (const std::uint64_t seed : {1, 2}) {
            canvas().zoomBy(1.5);
            m_session->view().computeEmbedding({.seed = seed});
            QTRY_VERIFY(m_session->jobs().idle());
            QVERIFY(agree() && canvas().isFitted());
        }
        canvas().zoomBy(1.5);
        m_session->view().removeEmbedding(m_session->view().embedding()->key);
        QVERIFY(agree());
        canvas().zoomBy(1.5);
        m_session->undoStack().undo();
        QVERIFY(agree());
        while (m_session->undoStack().canUndo()) {
            canvas().zoomBy(1.1);
            m_session->undoStack().undo();
            QVERIFY(agree());
        }
    }

    void zooms_to_the_selection() {
        m_session->cells().select(group(1));
        QTest::keyClick(&canvas(), Qt::Key_Z);
        for (const std::uint32_t cell : group(1).rows()) QVERIFY(canvas().rect().contains(pixelOf(cell)));
        QVERIFY(!canvas().rect().contains(pixelOf(0)));
    }

    void a_legend_click_hides_and_a_double_click_isolates() {
        ViewSettings view = m_session->view().settings();
        view.legend = true;
        view.labels = false;
        m_session->view().setSettings(view);
        m_view->grab();
        const QRectF legend = canvas().sceneLayout().legend;
        QPoint row;
        for (int y = int(legend.top()); y < int(legend.bottom()) && row.isNull(); ++y)
            if (const auto hit = canvas().scene().categoryAt({legend.center().x(), double(y)});
                hit && hit->category == 1)
                row = QPoint(int(legend.center().x()), y + 4);
        QVERIFY(!row.isNull());
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, row);
        QVERIFY(m_session->cells().hiddenCategories("cell_type").contains(1));
        QVERIFY(!canvas()
                     .scene()
                     .cellsIn(QPolygonF{{-99, -99}, {99, -99}, {99, 99}, {-99, 99}})
                     .contains(group(1).rows()[0]));
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, row);
        QVERIFY(m_session->cells().hiddenCategories("cell_type").empty());
        QTest::mouseDClick(&canvas(), Qt::LeftButton, {}, row);
        QCOMPARE(m_session->cells().hiddenCategories("cell_type"), (std::set<int>{-1, 0, 2}));
    }

    void has_a_page_for_every_state() {
        m_session->close();
        QCOMPARE(stack().page()->title(), QString("Nothing is open"));
        bool asked = false;
        connect(m_view.get(), &EmbeddingView::openAsked, this, [&] { asked = true; });
        Q_EMIT stack().page()->pressed();
        QVERIFY(asked);
        m_session->setDataset(threeGroups());
        m_session->cells().setFilter("test", CellSet(300));
        QCOMPARE(stack().page()->title(), QString("All cells are hidden"));
        Q_EMIT stack().page()->pressed();
        QVERIFY(stack().showsContent());
    }

    void follows_what_other_views_do() {
        m_session->cells().select(group(2));
        QCOMPARE(canvas().scene().selection(), group(2));
        m_session->cells().setHighlight(group(0));  // a row of a heatmap
        QCOMPARE(canvas().scene().selection(), group(0));
        m_session->cells().clearHighlight();
        QCOMPARE(canvas().scene().selection(), group(2));
        m_session->colors().colorBy(Coloring::gene("SPI1"));
        QTRY_VERIFY(canvas().scene().colors().continuous());
        QVERIFY(canvas().scene().colors().legend.italicTitle);
    }

    // --- so many that their picture is made elsewhere ---

    void very_many_cells_are_drawn_in_a_job_and_as_they_would_be_here() {
        m_session->setDataset(threeGroups(150'000));
        QVERIFY(canvas().scene().empty());  // nothing of the dataset before
        QTRY_VERIFY(m_session->jobs().idle());
        QCOMPARE(canvas().scene().points()->size(), std::size_t(150'000));
        m_session->cells().select(group(0));
        m_session->cells().setCategoryHidden("cell_type", 1, true);
        const auto colors = &canvas().scene().colors();
        QVERIFY(canvas().scene().selection().empty());  // whole, as it was before both
        QVERIFY(canvas().scene().hiddenCategories() == std::vector<std::uint8_t>(3, 0));
        QVERIFY(m_view->figure());
        QTRY_COMPARE(canvas().scene().selection(), group(0));
        QCOMPARE(canvas().scene().hiddenCategories(), (std::vector<std::uint8_t>{0, 1, 0}));
        QCOMPARE(&canvas().scene().colors(), colors);
        const QImage shown = canvas().grab().toImage();
        canvas().scene().setSelection(CellSet(150'000));
        QVERIFY(canvas().grab().toImage() != shown);
        canvas().scene().setSelection(group(0));  // computed once more, here
        QCOMPARE(canvas().grab().toImage(), shown);
    }

    // What is behind says so; the view that a person made meanwhile is kept.
    void a_picture_that_takes_long_is_marked_until_the_next_is_there() {
        m_session->setDataset(threeGroups(150'000));
        QTRY_VERIFY(m_session->jobs().idle());
        const QImage current = canvas().grab().toImage();
        std::atomic<bool> held{true};
        m_session->jobs().start(
            JobRequest{.title = "slow", .lane = Lane::Picture, .quiet = true},
            [&](Job&) {
                while (held) QThread::msleep(5);
            },
            [] {});
        m_session->cells().select(group(2));
        QVERIFY(!canvas().isOutdated());
        QTRY_VERIFY(canvas().isOutdated());
        QVERIFY(canvas().grab().toImage() != current);
        canvas().zoomBy(2);
        const PlaneView view = canvas().scene().view();
        QVERIFY(canvas().scene().selection().empty());
        held = false;
        QTRY_COMPARE(canvas().scene().selection(), group(2));
        QVERIFY(!canvas().isOutdated());
        QCOMPARE(canvas().scene().view().span, view.span);
        QCOMPARE(canvas().scene().view().center, view.center);
    }

    // The latest wins; undone and done again, what is shown is what the session says.
    void the_last_state_is_the_one_that_is_shown() {
        m_session->setDataset(threeGroups(150'000));
        QTRY_VERIFY(m_session->jobs().idle());
        m_session->cells().select(group(0));
        m_session->cells().select(group(1));
        m_session->cells().setCategoryHidden("cell_type", 2, true);
        m_session->undoStack().undo();
        m_session->undoStack().undo();
        QTRY_VERIFY(m_session->jobs().idle());
        QCOMPARE(canvas().scene().selection(), group(0));
        QVERIFY(canvas().scene().hiddenCategories() == std::vector<std::uint8_t>(3, 0));
        m_session->undoStack().redo();
        m_session->setDataset(threeGroups());  // few again, while the picture of many is being made
        QCOMPARE(canvas().scene().points()->size(), std::size_t(300));
        QTRY_VERIFY(m_session->jobs().idle());
        QCOMPARE(canvas().scene().points()->size(), std::size_t(300));
        QVERIFY(canvas().scene().selection().empty());
    }
};

QTEST_MAIN(TestEmbeddingView)
#include "tst_embedding_view.moc"

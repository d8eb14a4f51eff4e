// The scatter plot on a session: its axes, what it shares with other views, what it says of its cells,
// quadrants that are dragged, and its figure.
#include <QCheckBox>
#include <QMouseEvent>
#include <QPushButton>
#include <QTest>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "core/stats/plane_density.h"
#include "tests/ui/render/offscreen.h"
#include "tests/ui/views/immune_session.h"
#include "ui/views/parts/embedding_canvas.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/scatter/scatter_bar.h"
#include "ui/views/scatter/scatter_view.h"

using namespace regulus;

class TestScatterView : public QObject {
    Q_OBJECT
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ScatterView> m_view;

    EmbeddingCanvas& canvas() { return *m_view->canvas(); }
    bool settled() {
        return test::settle(*m_session) && QTest::qWaitFor([&] {
                   QCoreApplication::processEvents();
                   return !m_view->busy() && m_session->jobs().idle() && !canvas().scene().wantsPicture();
               });
    }
    void open(bool withModel = false) {
        m_view = nullptr;
        m_session = test::immuneSession(withModel);
        m_view = std::make_unique<ScatterView>(*m_session);
        m_view->resize(900, 500);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        QVERIFY(settled());
    }
    void type(NameField* field, const QString& text) {
        field->setFocus();
        field->clear();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(settled());
    }
    void plot(const char* x, const char* y) {
        type(m_view->bar()->x(), QString::fromLatin1(x));
        type(m_view->bar()->y(), QString::fromLatin1(y));
        QVERIFY2(m_view->data() != nullptr, qPrintable(m_view->states()->page()->title()));
    }
    std::vector<float> expression(const char* gene) {
        Job job;
        const auto& columns = *m_session->opened().genes.columns;
        return m_session->opened().expression->gene(static_cast<std::size_t>(columns.at(gene)), job);
    }
    QPoint pixelOf(double x, double y) { return canvas().sceneLayout().toPixel({x, y}).toPoint(); }
    QPoint pixelOf(std::uint32_t cell) {
        return canvas().sceneLayout().toPixel(*canvas().scene().points()->position(cell)).toPoint();
    }
    void moveTo(QPoint at, Qt::MouseButtons buttons = Qt::LeftButton) {
        QMouseEvent move(QEvent::MouseMove, at, canvas().mapToGlobal(at), Qt::NoButton, buttons, {});
        QApplication::sendEvent(&canvas(), &move);
    }
    void drag(QPoint from, QPoint to) {
        QTest::mousePress(&canvas(), Qt::LeftButton, {}, from);
        moveTo((from + to) / 2);
        moveTo(to);
        QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, to);
    }

  private Q_SLOTS:
    void initTestCase() { test::useLightTheme(); }

    void two_names_become_a_plot() {
        open();
        QCOMPARE(m_view->states()->page()->title(), QString("Two numbers of each cell"));
        plot("cd14", "LYZ");  // case does not matter where it leaves no doubt
        QVERIFY(m_view->states()->showsContent());
        const auto same = [](double held, float read) { return held == static_cast<double>(read); };
        QVERIFY(std::ranges::equal(*m_view->data()->x.values, expression("CD14"), same));
        QVERIFY(std::ranges::equal(*m_view->data()->y.values, expression("LYZ"), same));
        QCOMPARE(m_view->data()->x.label(), QString("CD14, log1p(CP10k)"));
        const auto at = *canvas().scene().points()->position(7);
        QCOMPARE(static_cast<float>(at.x()), expression("CD14")[7]);
        QCOMPARE(static_cast<float>(at.y()), expression("LYZ")[7]);
        QVERIFY2(m_view->summary().startsWith("360 cells · Pearson 0."), qPrintable(m_view->summary()));
        QVERIFY(m_view->summary().contains("cells at 0: CD14 "));
        m_session->undoStack().undo();
        QVERIFY(settled());
        QVERIFY(m_view->data() == nullptr);
    }

    // What its menu is of.
    void a_place_of_the_plot_has_a_cell_or_none() {
        open();
        QVERIFY(!m_view->isPlot(m_view->rect().center()));
        plot("CD14", "LYZ");
        const auto inView = [&](QPoint at) { return canvas().mapTo(m_view.get(), at); };
        QVERIFY(m_view->isPlot(inView(pixelOf(42))));
        const auto cell = m_view->cellAt(inView(pixelOf(42)));
        QVERIFY(cell);
        QCOMPARE(*canvas().scene().points()->position(*cell), *canvas().scene().points()->position(42));
        QVERIFY(!m_view->isPlot(QPoint(3, 3)) && !m_view->cellAt(QPoint(3, 3)));  // on the bar above it
    }

    // Counted and written as the column holds them, not as they are drawn.
    void numbers_of_a_column_are_not_rounded() {
        open();
        Numeric numbers;
        numbers.values.assign(test::immune_cells, 0);
        numbers.values[0] = 0.7;
        numbers.values[1] = 16777217;
        numbers.values[2] = 1e-300;
        m_session->putColumn({"odd", nullptr, {}, false, std::make_shared<const Numeric>(numbers)});
        QVERIFY(settled());
        plot("odd", "odd");
        QVERIFY2(m_view->summary().contains("odd 357"), qPrintable(m_view->summary()));
        const auto rows = m_view->numbers().rows;
        QCOMPARE(rows[0][1], std::string("0.7"));
        QCOMPARE(rows[1][2], std::string("16777217"));
        QCOMPARE(rows[2][1], std::string("1e-300"));
        QCOMPARE(rows[3][1], std::string("0"));
        m_session->scatter().set({"odd", "odd", false, QPointF(0.7, 0.7)});
        QVERIFY(settled());
        QVERIFY2(canvas().scene().marks().corners[1].startsWith("2 "),
                 qPrintable(canvas().scene().marks().corners[1]));
    }

    void each_axis_fills_its_side() {
        open();
        plot("CD14", "X_umap:2");
        const auto layout = canvas().sceneLayout();
        const QRectF points = canvas().scene().points()->coreBounds();
        const QRectF seen(layout.toPixel(points.topLeft()), layout.toPixel(points.bottomRight()));
        QVERIFY(std::abs(std::abs(seen.width()) / layout.plot.width() - 1 / 1.1) < 0.01);
        QVERIFY(std::abs(std::abs(seen.height()) / layout.plot.height() - 1 / 1.1) < 0.01);
        QVERIFY(layout.plot.left() > 40 && layout.plot.bottom() < canvas().height() - 30);  // axes
        QCOMPARE(m_view->data()->y.label(), QString("UMAP 2"));
    }

    void another_size_shows_the_same_part() {
        open();
        plot("CD14", "X_umap:2");
        canvas().zoomAt(canvas().sceneLayout().plot.center() + QPointF(40, 20), 3);
        const auto seen = [this] {
            const auto layout = canvas().sceneLayout();
            return QRectF(layout.toPlane(layout.plot.bottomLeft()), layout.toPlane(layout.plot.topRight()));
        };
        const QRectF before = seen();
        const QSize size = m_view->size();
        const auto same = [&](const char* where) {
            const QRectF now = seen();
            const double off = std::abs(now.left() - before.left()) + std::abs(now.right() - before.right());
            QVERIFY2(off < 1e-6 * before.width(), where);
            QVERIFY2(std::abs(now.top() - before.top()) < 1e-6 * std::abs(before.height()), where);
        };
        m_view->resize(size.width(), size.height() * 2);
        QVERIFY(settled());
        same("higher");
        m_view->bar()->density()->click();  // its view is set anew
        QVERIFY(settled());
        same("density");
        m_view->resize(size.width() + 250, size.height());
        QVERIFY(settled());
        same("wider");
        m_view->resize(size);
        QVERIFY(settled());
        same("as before");
    }

    void density_is_of_the_cells_that_are_seen() {
        open();
        plot("CD14", "LYZ");
        m_view->bar()->density()->click();
        QVERIFY(settled());
        const auto all = m_view->data()->density;
        CellSet few(test::immune_cells);
        for (std::uint32_t cell = 0; cell < test::immune_cells; cell += 5) few.insert(cell);
        m_session->cells().setFilter("selection", few);
        QVERIFY(settled());
        const auto part = m_view->data()->density;
        QVERIFY(part != all);
        std::vector<float> x, y;
        for (const std::uint32_t cell : few.rows()) {
            x.push_back(static_cast<float>((*m_view->data()->x.values)[cell]));
            y.push_back(static_cast<float>((*m_view->data()->y.values)[cell]));
        }
        Job job;
        const std::vector<float> expected = plane_density(x, y, job);
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY(std::abs((*part->values)[few.rows()[i]] - expected[i]) < 1e-4F);
        QVERIFY(std::isnan((*part->values)[1]));
        m_session->cells().clearFilters();
        QVERIFY(settled());
        QVERIFY(*m_view->data()->density->values == *all->values);
    }

    void what_is_no_number_is_said() {
        open();
        type(m_view->bar()->x(), "cell_type");
        QCOMPARE(m_view->states()->page()->title(), QString("No number called cell_type"));
        type(m_view->bar()->x(), "NOPE");
        QCOMPARE(m_view->states()->page()->title(), QString("No number called NOPE"));
        QVERIFY(!m_view->bar()->density()->isEnabled());
    }

    void selection_hover_and_filters_are_shared() {
        open();
        plot("CD14", "LYZ");
        moveTo(pixelOf(42), Qt::NoButton);
        QCOMPARE(m_session->cells().highlight().count(), std::size_t(1));
        QVERIFY(canvas().scene().highlighted());
        CellSet some(test::immune_cells);
        for (std::uint32_t cell : {3U, 9U, 27U}) some.insert(cell);
        m_session->cells().select(some);
        QCOMPARE(canvas().scene().selection(), some);
        // A box over the right half selects what is there, for every view.
        m_session->view().setTool(Tool::Rectangle);
        const QRectF plotted = canvas().sceneLayout().plot;
        const double middle = canvas().sceneLayout().toPlane(plotted.center()).x();
        drag({static_cast<int>(plotted.center().x()), static_cast<int>(plotted.top()) + 1},
             plotted.bottomRight().toPoint() - QPoint(1, 1));
        const auto cd14 = expression("CD14");
        std::size_t expected = 0;
        for (const float value : cd14) expected += static_cast<double>(value) > middle;
        QVERIFY(std::abs(static_cast<int>(m_session->cells().selection().count()) -
                         static_cast<int>(expected)) <= 1);
        QTest::keyClick(&canvas(), Qt::Key_Escape);
        QVERIFY(m_session->cells().selection().empty());
        m_session->cells().setCategoryHidden("cell_type", 0, true);
        QVERIFY(settled());
        QVERIFY2(m_view->summary().startsWith("300 cells"), qPrintable(m_view->summary()));
        QVERIFY(!canvas().scene().pointAt(pixelOf(0U), 1, canvas().sceneLayout()) ||
                *canvas().scene().pointAt(pixelOf(0U), 1, canvas().sceneLayout()) % 6 != 0);
    }

    void colours_are_those_of_the_map_or_density() {
        open();
        plot("CD14", "LYZ");
        QCOMPARE(&canvas().scene().colors(), m_session->colors().data()->points.get());
        m_session->colors().colorBy(Coloring::gene("MS4A1"));
        QVERIFY(settled());
        QCOMPARE(canvas().scene().colors().legend.title, QString("MS4A1"));
        m_view->bar()->density()->click();
        QVERIFY(settled());
        QCOMPARE(canvas().scene().colors().legend.title, QString("density of cells"));
        QCOMPARE(&canvas().scene().colors(), m_view->data()->density.get());
        m_session->undoStack().undo();
        QVERIFY(settled());
        QCOMPARE(canvas().scene().colors().legend.title, QString("MS4A1"));
    }

    void quadrants_are_dragged_and_counted() {
        open();
        plot("CD14", "LYZ");
        m_view->bar()->quadrants()->click();
        QVERIFY(settled());
        QVERIFY(m_session->scatter().settings().cross);
        const QPointF before = *m_session->scatter().settings().cross;
        const QPoint from = pixelOf(before.x(), before.y());
        drag(from, from + QPoint(-60, 35));
        QVERIFY(settled());
        const QPointF cross = *m_session->scatter().settings().cross;
        QVERIFY(cross.x() < before.x() && cross.y() < before.y());
        const auto x = expression("CD14"), y = expression("LYZ");
        std::array<std::size_t, 4> expected{};
        for (std::size_t cell = 0; cell < x.size(); ++cell)
            ++expected[(static_cast<double>(y[cell]) >= cross.y() ? 0U : 2U) +
                       (static_cast<double>(x[cell]) >= cross.x() ? 1U : 0U)];
        QCOMPARE(canvas().scene().marks().corners, quadrantTexts(expected));
        // One line alone.
        drag(pixelOf(cross.x(), cross.y()) + QPoint(0, 60), pixelOf(cross.x(), cross.y()) + QPoint(40, 90));
        QVERIFY(m_session->scatter().settings().cross->x() > cross.x());
        QCOMPARE(m_session->scatter().settings().cross->y(), cross.y());
        m_session->undoStack().undo();
        m_session->undoStack().undo();
        QCOMPARE(*m_session->scatter().settings().cross, before);
        // Esc takes a drag back.
        QTest::mousePress(&canvas(), Qt::LeftButton, {}, pixelOf(before.x(), before.y()));
        moveTo(pixelOf(before.x(), before.y()) + QPoint(50, 50));
        QTest::keyClick(&canvas(), Qt::Key_Escape);
        QCOMPARE(*m_session->scatter().settings().cross, before);
        QCOMPARE(*canvas().scene().marks().cross, before);
    }

    void an_area_becomes_a_gate() {
        open();
        plot("CD14", "LYZ");
        m_session->view().setTool(Tool::Rectangle);
        m_view->bar()->gate()->click();
        QVERIFY(m_session->gates().drawing());
        const QRectF plotted = canvas().sceneLayout().plot;
        const QPoint from = plotted.center().toPoint(), to = plotted.topRight().toPoint() + QPoint(-5, 5);
        drag(from, to);
        QVERIFY(!m_session->gates().drawing() && !m_view->bar()->gate()->isChecked());
        QVERIFY(m_session->cells().selection().empty());
        QCOMPARE(m_session->gates().gates().size(), std::size_t(1));
        const Gate gate = m_session->gates().gates().front();
        QVERIFY(gate.box);
        QCOMPARE(gate.x, std::string("CD14"));
        const QPointF low = canvas().sceneLayout().toPlane(from), high = canvas().sceneLayout().toPlane(to);
        QVERIFY(std::abs(gate.corners[0].x - low.x()) < 1e-9 && std::abs(gate.corners[0].y - low.y()) < 1e-9);
        QVERIFY(std::abs(gate.corners[1].x - high.x()) < 1e-9 &&
                std::abs(gate.corners[1].y - high.y()) < 1e-9);
        QCOMPARE(canvas().scene().marks().outlines.size(), std::size_t(1));
        // A corner is dragged, in one step; the box stays one.
        drag(from, from + QPoint(-40, 30));
        const Gate after = m_session->gates().gates().front();
        QVERIFY(after.corners[0].x < gate.corners[0].x && after.corners[0].y < gate.corners[0].y);
        QCOMPARE(after.corners[1], gate.corners[1]);
        m_session->undoStack().undo();
        QCOMPARE(m_session->gates().gates().front(), gate);
        m_session->undoStack().undo();
        QVERIFY(m_session->gates().gates().empty());
        QVERIFY(canvas().scene().marks().outlines.empty());
    }

    void swapped_axes_take_the_quadrants_along() {
        open();
        plot("CD14", "LYZ");
        m_view->bar()->quadrants()->click();
        const QPointF before = *m_session->scatter().settings().cross;
        Q_EMIT m_view->bar()->swapAsked();
        QVERIFY(settled());
        QCOMPARE(m_view->data()->x.name, std::string("LYZ"));
        QCOMPARE(*m_session->scatter().settings().cross, before.transposed());
        type(m_view->bar()->x(), "MS4A1");  // a place among other numbers means nothing
        QVERIFY(!m_session->scatter().settings().cross);
    }

    void the_figure_shows_what_the_window_shows() {
        open();
        QVERIFY(!m_view->figure());
        plot("CD14", "LYZ");
        m_view->bar()->quadrants()->click();
        QVERIFY(settled());
        Job job;
        const auto figure = m_view->figure();
        QCOMPARE(figure->title(), QString("LYZ against CD14"));
        const FigureDrawing drawing = figure->layOut({89, 0, 7}, job);
        QVERIFY2(drawing.problems.isEmpty(), qPrintable(drawing.problems.join(' ')));
        QStringList texts;
        for (const FigureText& text : drawing.texts) texts << text.text;
        const QString all = texts.join('\n');
        for (const QString& expected :
             {QStringLiteral("CD14, log1p(CP10k)"), QStringLiteral("LYZ, log1p(CP10k)")})
            QVERIFY2(texts.contains(expected), qPrintable(all));
        for (const QString& corner : canvas().scene().marks().corners)
            QVERIFY2(!corner.isEmpty() && texts.contains(corner), qPrintable(all));
        QVERIFY2(all.contains("Pearson"), qPrintable(all));
        for (const FigureText& text : drawing.texts)
            QVERIFY2(QRectF({0, 0}, drawing.page).adjusted(-0.1, -0.1, 0.1, 0.1).contains(text.box()),
                     qPrintable(text.text));
        const FigureNumbers numbers = m_view->numbers();
        QCOMPARE(numbers.columns[1], std::string("CD14, log1p(CP10k)"));
        QCOMPARE(numbers.rows.size(), test::immune_cells);
    }

    void it_keeps_its_own_camera() {
        open();
        plot("CD14", "LYZ");
        const QPointF at = canvas().sceneLayout().plot.center();
        QWheelEvent wheel(at, canvas().mapToGlobal(at), {}, {0, 240}, {}, {}, Qt::NoScrollPhase, false);
        const QPointF under = canvas().sceneLayout().toPlane(at);
        QApplication::sendEvent(&canvas(), &wheel);
        QVERIFY(!canvas().isFitted());
        QVERIFY(!m_session->view().camera());  // the map's
        QVERIFY((canvas().sceneLayout().toPlane(at) - under).manhattanLength() < 1e-9);
        m_view->bar()->density()->click();  // the same axes: the view stays
        QVERIFY(settled());
        QVERIFY(!canvas().isFitted());
        type(m_view->bar()->x(), "MS4A1");
        QVERIFY(canvas().isFitted());
    }

    void another_dataset_and_none() {
        open();
        plot("CD14", "LYZ");
        m_session->setDataset(test::immuneDataset(false));
        QVERIFY(settled());
        QVERIFY(m_view->data() == nullptr);
        QVERIFY(m_session->scatter().settings().x.empty());
        m_session->close();
        QVERIFY(settled());
        QCOMPARE(m_view->states()->page()->title(), QString("Nothing is open"));
    }
};

QTEST_MAIN(TestScatterView)
#include "tst_scatter_view.moc"

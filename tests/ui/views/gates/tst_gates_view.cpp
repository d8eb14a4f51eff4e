// The tree of gates on a session: counts, selection, names, deletion, what becomes of a gate whose axis goes,
// columns and the table.
#include <QDropEvent>
#include <QFile>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "tests/ui/views/immune_session.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/gates/gates_view.h"
#include "ui/views/parts/embedding_canvas.h"
#include "ui/views/parts/gate_marks.h"
#include "ui/views/parts/state_page.h"

using namespace regulus;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

Gate box(int parent, const char* name, const char* x, const char* y, GateCorner low, GateCorner high) {
    return {0, parent, name, x, y, true, {low, high}};
}

}  // namespace

class TestGatesView : public QObject {
    Q_OBJECT
    std::unique_ptr<Session> m_session;
    std::unique_ptr<GatesView> m_view;

    bool settled() {
        return test::settle(*m_session) && QTest::qWaitFor([&] {
                   return !m_view->counting() && m_session->jobs().idle() &&
                          m_session->gates().counted()->gates == m_session->gates().gates();
               });
    }
    void open() {
        m_view = nullptr;
        m_session = test::immuneSession(false);
        m_view = std::make_unique<GatesView>(*m_session);
        m_view->resize(320, 300);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        QVERIFY(settled());
    }
    // Right half of the map, within it cells with CD14, and beside that those with little LYZ.
    void draw() {
        m_session->gates().add(box(0, "right", "X_umap:1", "X_umap:2", {0, -infinite}, {infinite, infinite}));
        m_session->gates().add(box(1, "CD14+", "CD14", "LYZ", {4, -infinite}, {infinite, infinite}));
        m_session->gates().add(box(1, "LYZ low", "CD14", "LYZ", {-infinite, -infinite}, {infinite, 4}));
        QVERIFY(settled());
    }
    std::vector<float> expression(const char* gene) {
        Job job;
        const auto& columns = *m_session->opened().genes.columns;
        return m_session->opened().expression->gene(static_cast<std::size_t>(columns.at(gene)), job);
    }
    CellSet expected(bool cd14) {
        const auto gene = expression(cd14 ? "CD14" : "LYZ");
        const Matrix& map = m_session->opened().dataset->embeddings.front().coordinates;
        CellSet cells(test::immune_cells);
        for (std::size_t cell = 0; cell < gene.size(); ++cell)
            if (map(cell, 0) >= 0 && (cd14 ? gene[cell] >= 4 : gene[cell] < 4)) cells.insert(cell);
        return cells;
    }
    QTreeWidgetItem* item(const char* name) {
        const auto found =
            m_view->tree()->findItems(QString::fromLatin1(name), Qt::MatchExactly | Qt::MatchRecursive, 0);
        return found.isEmpty() ? nullptr : found.front();
    }
    void click(const char* name, Qt::KeyboardModifiers keys = {}) {
        QTest::mouseClick(m_view->tree()->viewport(), Qt::LeftButton, keys,
                          m_view->tree()->visualItemRect(item(name)).center());
    }

    // Whether it is taken there; what the platform would send while it is dragged.
    bool drag(const char* name, const char* onto) {
        QTreeWidget& tree = *m_view->tree();
        tree.setCurrentItem(item(name));
        const std::unique_ptr<QMimeData> carried(
            tree.model()->mimeData(tree.selectionModel()->selectedIndexes()));
        const QPoint at = tree.visualItemRect(item(onto)).center();
        QDragEnterEvent enter(at, Qt::CopyAction, carried.get(), Qt::LeftButton, {});
        QApplication::sendEvent(tree.viewport(), &enter);
        QDragMoveEvent over(at, Qt::CopyAction, carried.get(), Qt::LeftButton, {});
        QApplication::sendEvent(tree.viewport(), &over);
        QDropEvent drop(at, Qt::CopyAction, carried.get(), Qt::LeftButton, {});
        QApplication::sendEvent(tree.viewport(), &drop);
        QApplication::processEvents();  // it moves when the drag is over
        return over.isAccepted() && drop.isAccepted() && settled();
    }

  private Q_SLOTS:
    void initTestCase() { test::useLightTheme(); }

    void the_tree_counts() {
        open();
        QCOMPARE(m_view->states()->page()->title(), QString("No gates yet"));
        draw();
        const CellSet cd14 = expected(true);
        QVERIFY(cd14.count() > 10);
        QCOMPARE(item("CD14+")->text(1), QString::number(cd14.count()));
        QCOMPARE(item("CD14+")->parent(), item("right"));
        const double right = item("right")->text(1).toDouble();
        QCOMPARE(item("CD14+")->text(2),
                 QStringLiteral("%1 %").arg(100.0 * static_cast<double>(cd14.count()) / right, 0, 'f', 1));
        QCOMPARE(item("CD14+")->text(3),
                 QStringLiteral("%1 %").arg(100.0 * static_cast<double>(cd14.count()) / 360, 0, 'f', 1));
        QCOMPARE(item("All cells")->text(1), QString("360"));
    }
    void a_click_selects() {
        open();
        draw();
        click("CD14+");
        QCOMPARE(m_session->cells().selection(), expected(true));
        QCOMPARE(m_session->gates().chosen(), 2);
        click("LYZ low", Qt::ShiftModifier);
        QCOMPARE(m_session->cells().selection(), expected(true) | expected(false));
        click("All cells");
        QVERIFY(m_session->cells().selection().empty());
        QCOMPARE(m_session->gates().chosen(), 0);
    }
    void a_double_click_renames() {
        open();
        draw();
        click("CD14+");  // the first of the two
        QTest::mouseDClick(m_view->tree()->viewport(), Qt::LeftButton, {},
                           m_view->tree()->visualItemRect(item("CD14+")).center());
        auto* editor = m_view->tree()->findChild<QLineEdit*>();
        QVERIFY(editor != nullptr);
        editor->setText("Monocytes");
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(gate_of(m_session->gates().gates(), 2)->name, std::string("Monocytes"));
        QVERIFY(settled());
        QVERIFY(item("Monocytes") != nullptr);
        m_session->undoStack().undo();
        QVERIFY(settled());
        QVERIFY(item("CD14+") != nullptr);
    }
    void one_goes_with_those_inside_and_comes_back() {
        open();
        draw();
        click("right");
        QTest::keyClick(m_view->tree(), Qt::Key_Delete);
        QVERIFY(settled());
        QVERIFY(m_session->gates().gates().empty());
        QVERIFY(!m_view->states()->showsContent());
        m_session->undoStack().undo();
        QVERIFY(settled());
        QCOMPARE(item("CD14+")->text(1), QString::number(expected(true).count()));
    }
    void one_is_dragged_into_another() {
        open();
        draw();
        click("CD14+");
        QVERIFY(drag("CD14+", "LYZ low"));
        QCOMPARE(item("CD14+")->parent(), item("LYZ low"));
        QCOMPARE(item("CD14+")->text(1), QString::number((expected(true) & expected(false)).count()));
        QCOMPARE(m_session->undoStack().undoText(), QString("Move CD14+ into LYZ low"));
        // Into what lies within it, into itself, where it lies already: nothing.
        for (const auto& [what, onto] :
             {std::pair("right", "CD14+"), std::pair("right", "right"), std::pair("LYZ low", "right")}) {
            QVERIFY2(!drag(what, onto), what);
            QCOMPARE(m_session->undoStack().undoText(), QString("Move CD14+ into LYZ low"));
        }
        QVERIFY(drag("CD14+", "All cells"));
        QCOMPARE(item("CD14+")->parent(), item("All cells"));
        QVERIFY(item("CD14+")->text(1).toInt() > static_cast<int>(expected(true).count()));
        m_session->undoStack().undo();
        m_session->undoStack().undo();
        QVERIFY(settled());
        QCOMPARE(item("CD14+")->parent(), item("right"));
        QCOMPARE(item("CD14+")->text(1), QString::number(expected(true).count()));
    }
    void the_menu_offers_where_it_may_lie() {
        open();
        draw();
        click("CD14+");
        const auto offered = [this] {
            QMenu* parents = nullptr;
            for (QMenu* menu : m_view->findChildren<QMenu*>())
                if (menu->title() == "Move the chosen gate into") parents = menu;
            QStringList names;
            Q_EMIT parents->aboutToShow();
            for (const QAction* action : parents->actions()) names << action->text();
            if (const auto all = parents->actions(); !all.isEmpty()) all.front()->trigger();
            return names;
        };
        QCOMPARE(offered(), (QStringList{"All cells", "right / LYZ low"}));
        QVERIFY(settled());
        QCOMPARE(item("CD14+")->parent(), item("All cells"));
        click("right");
        QCOMPARE(offered(), (QStringList{"CD14+"}));
        QVERIFY(settled());
        QCOMPARE(item("right")->parent(), item("CD14+"));
        QCOMPARE(item("LYZ low")->parent(), item("right"));
    }
    void corners_that_move_change_the_counts() {
        open();
        draw();
        m_session->gates().reshape(1, {{-infinite, -infinite}, {infinite, infinite}});
        QVERIFY(settled());
        QCOMPARE(item("right")->text(1), QString("360"));
        std::size_t all = 0;
        for (const float value : expression("CD14")) all += value >= 4;
        QCOMPARE(item("CD14+")->text(1), QString::number(all));
    }
    void a_gate_whose_axis_is_gone_stays_and_says_so() {
        open();
        draw();
        OwnColumn score{"score", nullptr, {}, false, nullptr};
        Numeric numbers;
        numbers.values.assign(test::immune_cells, 1);
        score.numbers = std::make_shared<const Numeric>(numbers);
        m_session->putColumn(score);
        m_session->gates().add(box(1, "scored", "score", "LYZ", {0, -infinite}, {2, infinite}));
        m_session->gates().add(box(4, "inside", "CD14", "LYZ", {0, 0}, {1, 1}));
        QVERIFY(settled());
        QCOMPARE(item("scored")->text(1), item("right")->text(1));
        m_session->removeColumn("score");
        QVERIFY(settled());
        QTRY_COMPARE(item("scored")->text(1), QString(QChar(0x2013)));
        QVERIFY2(item("scored")->toolTip(0).contains("no score"), qPrintable(item("scored")->toolTip(0)));
        QVERIFY(!item("inside")->toolTip(0).isEmpty());
        QCOMPARE(item("CD14+")->text(1), QString::number(expected(true).count()));
        m_session->undoStack().undo();
        QVERIFY(settled());
        QTRY_COMPARE(item("scored")->text(1), item("right")->text(1));
    }
    // Drawn on one layout, a gate says nothing of the next of that name; the first that comes back is known.
    void a_gate_of_a_map_that_was_computed_anew_says_so() {
        open();
        EmbeddingView map(m_session.get());
        map.resize(500, 400);
        map.show();
        QVERIFY(QTest::qWaitForWindowExposed(&map));
        const auto laidOut = [this](std::uint64_t seed) {
            EmbeddingRequest request;
            request.seed = seed;
            m_session->view().computeEmbedding(request);
            QVERIFY(settled());
            m_session->view().showEmbedding("expression:umap");
        };
        laidOut(0);
        const PlaneAxes axes = axesOf(*m_session->view().embedding());
        QVERIFY(!axes.x_version.empty());
        m_session->gates().add(drawnGate(m_session->gates(), {{{0, 0}, {5, 0}, {5, 5}, {0, 5}}}, true, axes));
        QVERIFY(settled());
        const QString count = item("Gate 1")->text(1);
        QVERIFY(count.toInt() > 0);
        QCOMPARE(map.canvas()->scene().marks().outlines.size(), std::size_t{1});
        laidOut(1);
        QTRY_COMPARE(item("Gate 1")->text(1), QString(QChar(0x2013)));
        QVERIFY2(item("Gate 1")->toolTip(0).contains("computed anew"),
                 qPrintable(item("Gate 1")->toolTip(0)));
        QVERIFY(map.canvas()->scene().marks().outlines.empty());
        laidOut(0);
        QTRY_COMPARE(item("Gate 1")->text(1), count);
        QTRY_COMPARE(map.canvas()->scene().marks().outlines.size(), std::size_t{1});
    }
    void swapped_axes_turn_the_outline() {
        open();
        draw();
        m_session->gates().choose(2);
        const PlaneAxes swapped{"LYZ", "CD14"};
        const auto outlines = outlinesOn(m_session->gates(), swapped);
        QCOMPARE(outlines.size(), std::size_t{2});
        QCOMPARE(outlines[0].corners.front().x(), -infinite);
        QCOMPARE(outlines[0].corners.front().y(), 4.0);
        // What is dragged there goes to the gate's own axes.
        PlaneMarks marks;
        marks.outlines = outlines;
        marks.outlines[0].corners = QPolygonF({{1, 5}, {3, 5}, {3, 9}, {1, 9}});
        reshapeGate(m_session->gates(), marks, swapped, {MarkGrip::Part::Corner, 2, 0}, true);
        QCOMPARE(gate_of(m_session->gates().gates(), 2)->corners, (std::vector<GateCorner>{{5, 1}, {9, 3}}));
        QCOMPARE(drawnGate(m_session->gates(), {{{0, 0}, {1, 0}, {1, 1}, {0, 1}}}, true, swapped).parent, 1);
        QVERIFY(settled());
    }
    void a_share_says_of_what() {
        open();
        draw();
        const auto shown = outlinesOn(m_session->gates(), {"CD14", "LYZ"});
        QCOMPARE(shown[0].name, QStringLiteral("CD14+ · %1 of right").arg(item("CD14+")->text(2)));
        QCOMPARE(outlinesOn(m_session->gates(), {"X_umap:1", "X_umap:2"})[0].name,
                 QStringLiteral("right · %1").arg(item("right")->text(3)));
        m_session->gates().rename(1, "a name that is far too long for a plot");
        QVERIFY(settled());
        QVERIFY2(outlinesOn(m_session->gates(), {"CD14", "LYZ"})[0].name.endsWith(
                     QStringLiteral(" of a name that is far too\u2026")),
                 qPrintable(outlinesOn(m_session->gates(), {"CD14", "LYZ"})[0].name));
    }
    void names_have_room_and_tooltips() {
        open();
        draw();
        QTreeWidget& tree = *m_view->tree();
        const auto whole = [&] {
            const int indent = 3 * tree.indentation();
            return tree.columnWidth(0) - indent >= tree.fontMetrics().horizontalAdvance("CD14+ monocytes");
        };
        for (const int width : {220, 260, 320, 500}) {
            m_view->resize(width, 300);
            QTRY_VERIFY2(whole(), qPrintable(QString::number(width)));
            QVERIFY(!tree.isColumnHidden(1));
        }
        QVERIFY(!tree.isColumnHidden(2) && !tree.isColumnHidden(3));
        const QString tip = item("CD14+")->toolTip(0);
        QVERIFY2(tip.startsWith("right / CD14+\nLYZ against CD14\n"), qPrintable(tip));
        QVERIFY2(tip.endsWith(item("CD14+")->text(2) + " of right"), qPrintable(tip));
    }
    void names_follow_the_theme() {
        open();
        draw();
        applyTheme(*qApp, Appearance::Dark);
        QApplication::setPalette(Theme::current().palette());  // which widgets hear of
        QTRY_COMPARE(item("CD14+")->foreground(0).color(), Theme::current().text);
        test::useLightTheme();
        QApplication::setPalette(Theme::current().palette());
        QTRY_COMPARE(item("CD14+")->foreground(0).color(), Theme::current().text);
    }
    void gates_become_columns() {
        open();
        draw();
        click("CD14+");
        m_view->makeColumn();
        const auto column = m_session->groups().categorical("in CD14+");
        QVERIFY(column);
        QCOMPARE(column->categories, (std::vector<std::string>{"CD14+", "not CD14+"}));
        QCOMPARE(m_session->groups().cellsOf("in CD14+", 0), expected(true));
        m_view->makeLeafColumn();
        const auto leaves = m_session->groups().categorical("gates");
        QVERIFY(leaves);
        const CellSet one = expected(true), other = expected(false), both = one & other;
        QCOMPARE(m_session->groups().cellsOf("gates", 0), one - other);
        QCOMPARE(m_session->groups().cellsOf("gates", 1), other - one);
        if (!both.empty()) QCOMPARE(m_session->groups().cellsOf("gates", 2), both);
        QCOMPARE(m_session->groups().cellsOf("gates", -1), (one | other).inverted());
        QVERIFY(settled());
    }
    void the_table_holds_the_tree() {
        open();
        draw();
        QTemporaryDir folder;
        const QString path = folder.filePath("gates.csv");
        QSignalSpy saved(m_view.get(), &GatesView::saved);
        m_view->saveTable(path);
        QVERIFY(saved.wait());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(file.readAll()).split('\n');
        QCOMPARE(lines[0],
                 QString("gate,path,parent,x,y,shape,corners,cells,percent_of_parent,percent_of_all,"
                         "problem"));
        QVERIFY2(lines[2].startsWith(
                     QStringLiteral("CD14+,right / CD14+,right,CD14,LYZ,rectangle,4 -inf; inf inf,%1,")
                         .arg(expected(true).count())),
                 qPrintable(lines[2]));
    }
    void an_area_of_the_map_becomes_a_gate() {
        open();
        EmbeddingView map(m_session.get());
        map.resize(500, 400);
        map.show();
        QVERIFY(QTest::qWaitForWindowExposed(&map));
        m_session->view().setTool(Tool::Lasso);
        m_session->gates().setDrawing(true);
        EmbeddingCanvas& canvas = *map.canvas();
        const QPointF middle = canvas.rect().center();
        QTest::mousePress(&canvas, Qt::LeftButton, {}, middle.toPoint());
        for (const QPoint& by : {QPoint(120, 0), QPoint(120, 100), QPoint(60, 101), QPoint(0, 100)}) {
            const QPointF at = middle + by;
            QMouseEvent move(QEvent::MouseMove, at, canvas.mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
            QApplication::sendEvent(&canvas, &move);
        }
        QTest::mouseRelease(&canvas, Qt::LeftButton, {}, (middle + QPointF(0, 100)).toPoint());
        QVERIFY(settled());
        QCOMPARE(m_session->gates().gates().size(), std::size_t(1));
        const Gate gate = m_session->gates().gates().front();
        QCOMPARE(gate.x, std::string("X_umap:1"));
        QCOMPARE(gate.corners.size(), std::size_t(4));  // of its five points one lies between two others
        QCOMPARE(canvas.scene().marks().outlines.size(), std::size_t(1));
        QPolygonF polygon;
        for (const GateCorner& corner : gate.corners) polygon << QPointF(corner.x, corner.y);
        QCOMPARE(m_session->gates().counted()->of(gate.id)->cells, canvas.scene().cellsIn(polygon));
    }
    void quadrants_become_four_gates() {
        open();
        m_session->gates().add(quadrantGates(m_session->gates(), {4, 4}, {"CD14", "LYZ"}));
        QVERIFY(settled());
        std::size_t cells = 0;
        for (const GateCells& held : m_session->gates().counted()->held) cells += held.count;
        QCOMPARE(cells, test::immune_cells);
        QCOMPARE(m_session->gates().gates().front().name, std::string("CD14\u2212 LYZ+"));
        m_session->undoStack().undo();
        QVERIFY(m_session->gates().gates().empty());
    }
    void another_dataset_has_none() {
        open();
        draw();
        m_session->setDataset(test::immuneDataset(false));
        QVERIFY(settled());
        QVERIFY(m_session->gates().gates().empty());
        QCOMPARE(m_view->states()->page()->title(), QString("No gates yet"));
        m_session->close();
        QVERIFY(settled());
        QCOMPARE(m_view->states()->page()->title(), QString("Nothing is open"));
    }
};

QTEST_MAIN(TestGatesView)
#include "tst_gates_view.moc"

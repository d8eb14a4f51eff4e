// Which cells are compared: how sides are filled, what undo brings back, and what goes with a model.
#include <QTest>
#include <QUndoStack>

#include "tests/ui/session/small_engine.h"
#include "ui/session/session.h"

using namespace regulus;
using namespace regulus::test;

class TestComparisonState : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void groups_and_selections_fill_the_sides() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        Changes heard;
        connect(&session, &Session::changed, &session, [&](Changes what) { heard |= what; });
        ComparisonState& comparison = session.comparison();
        QVERIFY(!comparison.setup().complete());
        comparison.putGroups(ComparedSide::A, "cell_type", {0});
        QVERIFY(heard & Change::Comparison);
        QVERIFY(comparison.setup().complete());
        QCOMPARE(comparison.setup().a.name, QString("Mono"));
        QCOMPARE(comparison.setup().a.cells.rows(), (std::vector<std::uint32_t>{0, 1, 2}));
        QVERIFY(!comparison.setup().b.chosen());
        comparison.putGroups(ComparedSide::B, "cell_type", {1, -1, 1, 7});  // twice, and one there is not
        QCOMPARE(comparison.setup().b.name, QString("B, no value"));
        QCOMPARE(comparison.setup().b.cells.rows(), (std::vector<std::uint32_t>{3, 4, 5}));
        session.cells().select(CellSet::of(6, std::vector<std::uint32_t>{2, 4}));
        comparison.putCells(ComparedSide::B, session.cells().selection());
        QCOMPARE(comparison.setup().b.name, QString("2 selected cells"));
        session.cells().clearSelection();  // what was put there stays
        QCOMPARE(comparison.setup().b.cells.count(), 2U);
        comparison.putGroups(ComparedSide::B, "no such column", {0});
        QVERIFY(!comparison.setup().b.chosen());
    }

    void undo_brings_sides_back() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        ComparisonState& comparison = session.comparison();
        comparison.putGroups(ComparedSide::A, "cell_type", {0});
        comparison.putGroups(ComparedSide::B, "cell_type", {1});
        comparison.swapSides();
        QCOMPARE(comparison.setup().a.name, QString("B"));
        comparison.compareAllGroups("donor_id");
        QVERIFY(comparison.setup().allGroups);
        session.undoStack().undo();
        QVERIFY(!comparison.setup().allGroups);
        session.undoStack().undo();
        QCOMPARE(comparison.setup().a.name, QString("Mono"));
        QCOMPARE(session.undoStack().undoText(), QString("Put B into B"));
        session.undoStack().undo();
        session.undoStack().undo();
        QVERIFY(!comparison.setup().a.chosen());
        session.undoStack().redo();
        QCOMPARE(comparison.setup().a.cells.count(), 3U);
        const int steps = session.undoStack().count();
        comparison.putGroups(ComparedSide::A, "cell_type", {0});  // nothing new
        comparison.swapSides();                                   // B is the rest
        QCOMPARE(session.undoStack().count(), steps);
    }

    void filters_are_one_step_while_they_move() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        ComparisonState& comparison = session.comparison();
        comparison.putGroups(ComparedSide::A, "cell_type", {0});
        const int steps = session.undoStack().count();
        for (const double change : {0.5, 1.0, 1.5}) comparison.setFilters({.minChange = change});
        QCOMPARE(session.undoStack().count(), steps + 1);
        QCOMPARE(comparison.setup().filters.minChange, 1.5);
        comparison.putGroups(ComparedSide::B, "cell_type", {1});  // keeps them
        comparison.setFilters({.minChange = 1.5, .mostQ = 0.01, .upOnly = true});
        session.undoStack().undo();
        QVERIFY(comparison.setup().filters == ComparisonFilters{.minChange = 1.5});
        session.undoStack().undo();
        session.undoStack().undo();
        QVERIFY(comparison.setup().filters == ComparisonFilters());
        QCOMPARE(comparison.setup().a.name, QString("Mono"));
        session.undoStack().redo();
        QCOMPARE(comparison.setup().filters.minChange, 1.5);
    }

    void cells_in_both_are_taken_out_on_demand() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        ComparisonState& comparison = session.comparison();
        comparison.putGroups(ComparedSide::A, "cell_type", {0});  // 0, 1, 2
        comparison.putGroups(ComparedSide::B, "donor_id", {0});   // 0, 2, 4
        QCOMPARE((comparison.setup().a.cells & comparison.setup().b.cells).count(), 2U);
        comparison.takeOutShared();
        QCOMPARE(comparison.setup().b.cells.rows(), (std::vector<std::uint32_t>{4}));
        QCOMPARE(comparison.setup().b.name, QString("d1 without A"));
        comparison.putGroups(ComparedSide::B, "cell_type", {0});
        comparison.takeOutShared();
        QVERIFY(!comparison.setup().b.chosen());  // nothing is left: the rest
    }

    void another_dataset_begins_anew() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.comparison().putGroups(ComparedSide::A, "cell_type", {0});
        session.comparison().setDonors({});
        session.setDataset(smallDataset());
        ComparisonSetup anew;
        anew.donors = "donor_id";  // as the file has them
        QVERIFY(session.comparison().setup() == anew);
        session.close();
        QVERIFY(session.comparison().setup() == ComparisonSetup());
        session.comparison().putGroups(ComparedSide::A, "cell_type", {0});
        QVERIFY(!session.comparison().setup().complete());
    }

    void predicted_groups_go_with_their_model() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        session.setModel(smallModel());
        QTRY_VERIFY(session.model().results && session.jobs().idle());
        session.comparison().putGroups(ComparedSide::A, predicted_column, {0});
        session.comparison().putGroups(ComparedSide::B, "cell_type", {1});
        QVERIFY(session.comparison().setup().a.chosen());
        session.setModel(nullptr);
        QVERIFY(!session.comparison().setup().a.chosen());
        QVERIFY(session.comparison().setup().b.chosen());
        session.undoStack().undo();
        QVERIFY(!session.comparison().setup().a.chosen());
    }
};

QTEST_MAIN(TestComparisonState)
#include "tst_comparison_state.moc"

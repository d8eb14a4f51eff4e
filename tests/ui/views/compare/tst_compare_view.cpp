// The Compare page as a person uses it: sides filled in every way, and every state in which there is no
// result.
#include <QCheckBox>
#include <QComboBox>
#include <QDropEvent>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QToolButton>
#include <QUndoStack>

#include "tests/ui/views/compare/compare_page.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/compare/group_picker.h"
#include "ui/views/compare/point_plot_canvas.h"
#include "ui/views/compare/result_view.h"
#include "ui/views/compare/setup_panel.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/group_drag.h"
#include "ui/views/parts/state_page.h"

using namespace regulus;
using namespace regulus::test;

class CompareTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { useLightTheme(); }

    void states_without_a_result() {
        Session empty(immuneEngine());
        CompareView nothing(empty);
        QCOMPARE(nothing.states()->page()->title(), QStringLiteral("Nothing is open"));
        QSignalSpy opens(&nothing, &CompareView::openRequested);
        QTest::mouseClick(nothing.states()->page()->findChild<QPushButton*>(), Qt::LeftButton);
        QCOMPARE(opens.count(), 1);

        auto without = std::make_unique<Session>(immuneEngine());
        without->setDataset(immuneDataset());
        settle(*without);
        Page page(std::move(without));
        QCOMPARE(page.state(), QStringLiteral("Which cells?"));
        QVERIFY(picture(page.view, QStringLiteral("compare_empty"), {1200, 260}));
        page.session->comparison().putGroups(ComparedSide::A, "cell_type", {b_cells});
        QCOMPARE(page.state(), QStringLiteral("No prior yet"));
        QSignalSpy priors(&page.view, &CompareView::priorRequested);
        QTest::mouseClick(page.view.states()->page()->findChild<QPushButton*>(), Qt::LeftButton);
        QCOMPARE(priors.count(), 1);
        page.view.setTab(CompareView::Genes);  // needs no prior
        QVERIFY(page.ready());
        page.view.setTab(CompareView::Regulators);
        page.session->setPrior(immunePrior());
        QVERIFY(page.ready());
        page.session->close();
        QCOMPARE(page.state(), QStringLiteral("Nothing is open"));
        QVERIFY(!page.view.figure());
    }

    void regulators_come_first_and_colour_the_map() {
        Page page(immuneSession(false));
        QCOMPARE(page.view.tabs()->currentIndex(), 0);
        QCOMPARE(page.view.tabs()->tabText(0), QStringLiteral("Regulators"));
        QVERIFY(page.compare(b_cells, CompareView::Regulators));
        QVERIFY(page.model().rowCount() > 0);
        const std::string tf = page.names(1).first().toStdString();
        // A click opens a TF and leaves the colours; a double click colours by what is compared.
        const Coloring before = page.session->colors().coloring();
        click(page.view.result()->table(), 0);
        QCOMPARE(page.session->focus().tf(), tf);
        QVERIFY(page.session->colors().coloring() == before);
        doubleClick(page.view.result()->table(), 0);
        QVERIFY(page.session->colors().coloring() == Coloring::regulon(tf, RegulonMeasure::Activity));
        page.view.setMeasure(ComparedBy::Attention);
        QVERIFY(page.ready());
        QTest::keyClick(page.view.result()->table(), Qt::Key_Down);
        QTest::keyClick(page.view.result()->table(), Qt::Key_Return);
        QVERIFY(page.session->colors().coloring().measure == RegulonMeasure::Activity);
        QTest::keyClick(page.view.result()->table(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(page.session->colors().coloring().measure == RegulonMeasure::TfAttention);
        page.view.setMeasure(ComparedBy::TfExpression);
        QVERIFY(page.ready());
        QCOMPARE(page.names(1).first(), QStringLiteral("PAX5"));
        doubleClick(page.view.result()->table(), 0);
        QVERIFY(page.session->colors().coloring() == Coloring::gene("PAX5"));
        QVERIFY(picture(page.view, QStringLiteral("compare_regulators"), {1240, 300}));
    }

    void donors_named_at_opening_are_the_replicates() {
        const auto opened = [](const std::string& column) {
            auto session = std::make_unique<Session>(immuneEngine());
            OpenChoices choices;
            choices.batchColumn = column;
            session->openDataset(immuneDataset(), choices);
            settle(*session);
            return session;
        };
        const auto session = opened("donor_id");
        QCOMPARE(session->comparison().setup().donors, std::string("donor_id"));
        QVERIFY(!session->undoStack().canUndo());
        session->comparison().setDonors({});  // who wants cells alone gets them
        QVERIFY(session->comparison().setup().donors.empty());
        QCOMPARE(opened({})->comparison().setup().donors, std::string("donor_id"));  // the likeliest
        QVERIFY(opened("cell_type")->comparison().setup().donors.empty());           // no name of replicates
    }

    void genes_of_rows_lead_to_similar_ones() {
        Page page(immuneSession(false));
        QSignalSpy similar(&page.view, &CompareView::similarRequested);
        QVERIFY(page.compare(b_cells));
        click(page.view.result()->table(), 1);
        auto* action = page.view.result()->table()->findChild<QAction*>("similarGenes");
        QVERIFY(action && action->isEnabled());
        action->trigger();
        QCOMPARE(similar.count(), 1);
        QCOMPARE(similar.front().front().toString(), page.names(2).last());
    }

    // A model that reads genes: attention is its choice among regulators.
    void a_models_choice_is_compared() {
        Page page(immuneSession(true));
        QCOMPARE(page.view.measures()->itemText(1), QStringLiteral("Choice"));
        page.view.setMeasure(ComparedBy::Attention);
        QVERIFY(page.compare(b_cells, CompareView::Regulators));
        QCOMPARE(page.names(1).first(), QStringLiteral("PAX5"));
        doubleClick(page.view.result()->table(), 0);
        QVERIFY(page.session->colors().coloring() == Coloring::regulon("PAX5", RegulonMeasure::Choice));
        QVERIFY(page.view.result()->notes().contains("The model learned cell_type"));
        page.session->setModel(nullptr);  // what it said goes with it
        QVERIFY(page.ready());
        QCOMPARE(page.view.measures()->itemText(1), QStringLiteral("Attention"));
        QVERIFY(!page.view.result()->notes().contains("The model learned"));
    }

    void markers_of_all_groups() {
        Page page(immuneSession(false));
        page.view.setTab(CompareView::Genes);
        QTest::mouseClick(page.view.states()->page()->findChild<QPushButton*>(), Qt::LeftButton);
        QVERIFY(page.ready());
        QComboBox* groups = page.view.result()->groups();
        QCOMPARE(groups->count(), int(immune_types.size()));
        for (std::size_t type = 0; type < immune_types.size(); ++type) {
            groups->setCurrentIndex(groups->findText(QString::fromStdString(immune_types[type])));
            QVERIFY(settle(*page.session));
            QStringList own{QString::fromStdString(immune_tfs[favourite(int(type))])};
            for (std::size_t target = 5 * type; target < 5 * type + 5; ++target)
                own << QString::fromStdString(immune_targets[target]);
            QVERIFY2(own.contains(page.names(1).first()), qPrintable(page.names(1).first()));
        }
        QVERIFY(page.view.setup()->columns()->isVisible());
        page.session->undoStack().undo();
        QCOMPARE(page.state(), QStringLiteral("Which cells?"));
        QVERIFY(!page.view.setup()->columns()->isVisible());
    }

    void sides_are_filled_in_every_way() {
        Page page(immuneSession(false));
        QVERIFY(QTest::qWaitForWindowExposed(&page.view));
        SideSlot* a = page.view.setup()->slot(ComparedSide::A);
        SideSlot* b = page.view.setup()->slot(ComparedSide::B);
        QVERIFY(!a->useSelection()->isEnabled());
        page.session->cells().select(page.session->groups().cellsOf("cell_type", 0));
        QTest::mouseClick(a->useSelection(), Qt::LeftButton);
        QCOMPARE(page.session->comparison().setup().a.name, QStringLiteral("60 selected cells"));
        // With the keys alone: down to the second group and the fourth, and Return.
        a->name()->setFocus();
        QTest::keyClick(a->name(), Qt::Key_Space);
        QVERIFY(QTest::qWaitForWindowExposed(a->picker()));
        QListWidget* list = a->picker()->groups();
        for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Space, Qt::Key_Down, Qt::Key_Down, Qt::Key_Space})
            QTest::keyClick(list, key);
        const QString second = list->item(1)->text().section("  ", 0, 0),
                      fourth = list->item(3)->text().section("  ", 0, 0);
        QTest::keyClick(list, Qt::Key_Return);
        QVERIFY(!a->picker()->isVisible());
        QCOMPARE(page.session->comparison().setup().a.name, second + ", " + fourth);
        QCOMPARE(page.session->comparison().setup().a.cells.count(), 120U);
        // Escape leaves all as it was.
        a->picker()->openBelow(a->name());
        QTest::keyClick(list, Qt::Key_Space);
        QTest::keyClick(list, Qt::Key_Escape);
        QCOMPARE(page.session->comparison().setup().a.cells.count(), 120U);
        // A click on a name checks its box, another one takes the mark away.
        a->picker()->openBelow(a->name());
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(1)).center());
        a->picker()->close();
        QCOMPARE(page.session->comparison().setup().a.name, fourth);
        // Dropped, and with Shift beside what is there.
        const auto drop = [](SideSlot* slot, int code, Qt::KeyboardModifiers keys) {
            const auto mime = mimeOf({"cell_type", code, "a group"});
            QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, mime.get(), Qt::LeftButton, keys);
            QApplication::sendEvent(slot, &enter);
            if (!enter.isAccepted()) return false;
            QDropEvent event(QPointF(5, 5), Qt::CopyAction, mime.get(), Qt::LeftButton, keys);
            QApplication::sendEvent(slot, &event);
            return event.isAccepted();
        };
        QVERIFY(drop(b, 4, {}));
        QCOMPARE(page.session->comparison().setup().b.name, QStringLiteral("Naive CD4 T"));
        QVERIFY(drop(b, 5, Qt::ShiftModifier));
        QCOMPARE(page.session->comparison().setup().b.name, QStringLiteral("Naive CD4 T, NK"));
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile("/tmp/x.h5ad")});
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &files, Qt::LeftButton, {});
        enter.ignore();
        QApplication::sendEvent(b, &enter);
        QVERIFY(!enter.isAccepted());  // files are the window's
        // Exchanged, and selected on the map.
        const CellSet before = page.session->comparison().setup().b.cells;
        QTest::mouseClick(page.view.setup()->swapButton(), Qt::LeftButton);
        QCOMPARE(page.session->comparison().setup().a.cells, before);
        QVERIFY(settle(*page.session));
        QTest::mouseClick(a->selectCells(), Qt::LeftButton);
        QCOMPARE(page.session->cells().selection(), before);
    }

    void cells_in_both_are_said() {
        Page page(immuneSession(false));
        page.view.setTab(CompareView::Genes);
        page.session->comparison().putGroups(ComparedSide::A, "cell_type", {b_cells});
        page.session->comparison().putGroups(ComparedSide::B, "donor_id", {0});
        QVERIFY(settle(*page.session));
        // B cells are every sixth, donor 1 every second: the odd ones are of donor 2.
        page.session->comparison().putGroups(ComparedSide::B, "donor_id", {1});
        QVERIFY(settle(*page.session));
        QCOMPARE(page.view.setup()->sharedText(), QStringLiteral("60 cells are in both A and B."));
        QTRY_COMPARE(page.state(), QStringLiteral("These groups cannot be compared"));
        QVERIFY2(page.view.states()->page()->text().startsWith("60 cells are in both B and donor 2."),
                 qPrintable(page.view.states()->page()->text()));
        QTest::mouseClick(page.view.setup()->takeOut(), Qt::LeftButton);
        QVERIFY(page.ready());
        QCOMPARE(page.view.setup()->sharedText(), QString());
    }

    void too_few_cells_are_told() {
        Page page(immuneSession(false));
        page.view.setTab(CompareView::Genes);
        page.session->comparison().putCells(ComparedSide::A,
                                            CellSet::of(immune_cells, std::vector<std::uint32_t>{3, 9}));
        QTRY_COMPARE(page.state(), QStringLiteral("These groups cannot be compared"));
        QCOMPARE(page.view.states()->page()->text(),
                 QStringLiteral("A has 2 cells, and a test takes 3. Choose more cells."));
        page.session->comparison().putCells(ComparedSide::A, CellSet::all(immune_cells));
        QTRY_COMPARE(page.view.states()->page()->text(),
                     QStringLiteral("The rest has 0 cells, and a test takes 3. Choose more cells."));
        QVERIFY(picture(page.view, QStringLiteral("compare_too_few"), {1200, 260}));
    }

    void a_run_is_cancelled_and_begun_again() {
        Page page(immuneSession(false));
        QVERIFY(QTest::qWaitForWindowExposed(&page.view));
        page.view.setTab(CompareView::Genes);
        page.session->comparison().putGroups(ComparedSide::A, "cell_type", {b_cells});
        QCOMPARE(page.state(), QStringLiteral("Comparing…"));
        auto* button = page.view.states()->page()->findChild<QPushButton*>();
        QCOMPARE(button->text(), QStringLiteral("Cancel"));
        button->click();  // before its thread hands anything over
        QCOMPARE(page.state(), QStringLiteral("Cancelled"));
        QVERIFY(settle(*page.session));
        QCOMPARE(page.state(), QStringLiteral("Cancelled"));
        button->click();
        QVERIFY(page.ready());
        // Another question while one is computed takes its place.
        page.session->comparison().putGroups(ComparedSide::A, "cell_type", {0});
        page.session->comparison().putGroups(ComparedSide::A, "cell_type", {5});
        QVERIFY(page.ready());
        QCOMPARE(page.view.result()->result()->cells.groups.names.front(), std::string("NK"));
    }

    void what_is_not_looked_at_computes_nothing() {
        auto session = immuneSession(false);
        CompareView view(*session);
        session->comparison().putGroups(ComparedSide::A, "cell_type", {b_cells});
        QVERIFY(settle(*session));
        QVERIFY(!view.result()->result());
        view.resize(1200, 400);
        view.show();
        QTRY_VERIFY(view.result()->result());
    }

    void what_changes_underneath_clears_the_result() {
        Page page(immuneSession(false));
        QVERIFY(page.compare(b_cells, CompareView::Regulators));
        const auto before = page.view.result()->result();
        page.session->setPrior(immunePrior());  // another one, if with the same edges
        QVERIFY(!page.view.result()->result());
        QVERIFY(page.ready());
        QVERIFY(page.view.result()->result() != before);
        const std::weak_ptr<const Dataset> gone = page.session->opened().dataset;
        page.session->setDataset(immuneDataset());
        QVERIFY(settle(*page.session));
        QVERIFY(gone.expired());  // no result keeps it
        QCOMPARE(page.state(), QStringLiteral("Which cells?"));
        QCOMPARE(page.model().rowCount(), 0);
        QVERIFY(page.view.result()->volcano()->scene().plot().empty());
    }

    void hidden_cells_take_no_part_on_demand() {
        Page page(immuneSession(false));
        QVERIFY(page.compare(b_cells));
        QCOMPARE(page.view.result()->result()->cells.groups.cells[1], 299U);
        page.session->cells().setCategoryHidden("cell_type", 0, true);
        QCOMPARE(page.view.result()->result()->cells.groups.cells[1], 299U);
        QTest::mouseClick(page.view.setup()->visibleOnly(), Qt::LeftButton, {}, QPoint(8, 8));
        QVERIFY(page.ready());
        QCOMPARE(page.view.result()->result()->cells.groups.cells[1], 239U);
        page.session->cells().setCategoryHidden("cell_type", 1, true);  // the filter is followed
        QVERIFY(page.ready());
        QCOMPARE(page.view.result()->result()->cells.groups.cells[1], 179U);
    }
};

QTEST_MAIN(CompareTest)
#include "tst_compare_view.moc"

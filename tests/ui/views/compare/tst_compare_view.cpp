// The Compare page as a person uses it: sides filled in every way, results of genes and regulators, table and
// plots that follow each other, and every state in which there is no result.
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QDropEvent>
#include <QFile>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QToolButton>
#include <QUndoStack>

#include "core/workflow/groups_of_sets.h"
#include "tests/ui/views/immune_session.h"
#include "ui/figures/figure.h"
#include "ui/models/comparison_model.h"
#include "ui/models/table_text.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/compare/filter_bar.h"
#include "ui/views/compare/group_picker.h"
#include "ui/views/compare/point_plot_canvas.h"
#include "ui/views/compare/result_view.h"
#include "ui/views/compare/setup_panel.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/group_drag.h"
#include "ui/views/parts/state_page.h"

using namespace regulus;
using namespace regulus::test;

namespace {

constexpr int b_cells = 3;  // the code of "B" in immune_types

// A view that is on screen: what is behind others computes nothing.
struct Page {
    std::unique_ptr<Session> session;
    CompareView view;

    explicit Page(std::unique_ptr<Session> made) : session(std::move(made)), view(*session) {
        view.resize(1200, 420);
        view.show();
    }
    bool ready() {
        return QTest::qWaitForWindowExposed(&view) && settle(*session) && QTest::qWaitFor([this] {
                   return view.states()->showsContent() && !view.result()->countText().isEmpty();
               });
    }
    bool compare(int code, CompareView::Tab tab = CompareView::Genes) {
        view.setTab(tab);
        session->comparison().putGroups(ComparedSide::A, "cell_type", {code});
        return ready();
    }
    const ComparisonModel& model() const { return view.result()->model(); }
    QStringList names(int most) const {
        QStringList all;
        for (int row = 0; row < std::min(most, model().rowCount()); ++row)
            all << model().index(row, 0).data().toString();
        return all;
    }
    QString state() const { return view.states()->page()->title(); }
};

// Of four donors, each with cells of every type, and a donor that has more of one gene.
std::unique_ptr<Session> sessionWithDonors() {
    auto data = immuneDataset();
    Categorical donors{{"d1", "d2", "d3", "d4"}, {}, {}, false};
    for (std::size_t c = 0; c < immune_cells; ++c) donors.codes.push_back(int(c / 6 % 4));
    data->obs.columns[1].values = donors;
    auto session = std::make_unique<Session>(immuneEngine());
    session->setDataset(data);
    session->setPrior(immunePrior());
    settle(*session);
    return session;
}

void click(CleanTable* table, int row) {
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                      table->visualRect(table->model()->index(row, 0)).center());
}

}  // namespace

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

    void genes_are_those_of_the_engine() {
        Page page(immuneSession(false));
        QVERIFY(page.compare(b_cells));
        QStringList own{"PAX5"};  // and the five targets that follow the type
        for (std::size_t target = 5 * b_cells; target < 5 * b_cells + 5; ++target)
            own << QString::fromStdString(immune_targets[target]);
        QStringList first = page.names(6);
        first.sort();
        own.sort();
        QCOMPARE(first, own);

        const auto data = page.session->opened().dataset;
        const CellSet a = page.session->groups().cellsOf("cell_type", b_cells);
        CellSet rest = CellSet::all(immune_cells) - a;
        rest.erase(immune_cells - 1);  // has no type
        Job job;
        const GroupComparison wanted = compare_cells(
            compared_genes(*data, {}, {}), two_sets(a, "A", rest, "B"), data->obs, nullptr, {}, job);
        QAbstractItemModelTester tester(const_cast<ComparisonModel*>(&page.model()));
        for (int row = 0; row < page.model().rowCount(); ++row) {
            const std::uint32_t gene = page.model().geneAt(row);
            const auto value = [&](ComparisonColumn column) {
                return page.model().index(row, page.model().placeOf(column)).data(ValueRole).toDouble();
            };
            const Compared one = wanted.at(0, gene);
            QCOMPARE(value(ComparisonColumn::Change), one.fold_change);
            QCOMPARE(value(ComparisonColumn::Auroc), double(one.test.auroc));
            QCOMPARE(value(ComparisonColumn::Q), one.q_wilcoxon);
            QVERIFY(one.q_wilcoxon <= 0.05);
        }
        QCOMPARE(page.view.result()->countText(),
                 QStringLiteral("%1 of 45 genes").arg(page.model().rowCount()));
        QVERIFY(page.view.result()->notes().startsWith("Every cell counts as a replicate"));
        QVERIFY(page.view.result()->notes().endsWith(
            "1 cell without a value of cell_type left out of the rest."));
        QCOMPARE(page.view.setup()->slot(ComparedSide::A)->countText(),
                 QStringLiteral("60 cells · 1 of donor_id"));
        QCOMPARE(page.view.setup()->slot(ComparedSide::B)->countText(),
                 QStringLiteral("299 cells · 2 of donor_id"));
        QVERIFY(picture(page.view, QStringLiteral("compare_genes"), {1240, 300}));
        QVERIFY(picture(page.view, QStringLiteral("compare_genes_large"), {2500, 700}));
    }

    void regulators_come_first_and_colour_the_map() {
        Page page(immuneSession(false));
        QCOMPARE(page.view.tabs()->currentIndex(), 0);
        QCOMPARE(page.view.tabs()->tabText(0), QStringLiteral("Regulators"));
        QVERIFY(page.compare(b_cells, CompareView::Regulators));
        QVERIFY(page.model().rowCount() > 0);
        const std::string tf = page.names(1).first().toStdString();
        click(page.view.result()->table(), 0);
        QVERIFY(page.session->colors().coloring() == Coloring::regulon(tf, RegulonMeasure::Activity));
        QCOMPARE(page.session->focus().tf(), tf);
        page.view.setMeasure(ComparedBy::Attention);
        QVERIFY(page.ready());
        QTest::keyClick(page.view.result()->table(), Qt::Key_Down);
        QTest::keyClick(page.view.result()->table(), Qt::Key_Return);
        QVERIFY(page.session->colors().coloring().measure == RegulonMeasure::TfAttention);
        page.view.setMeasure(ComparedBy::TfExpression);
        QVERIFY(page.ready());
        QCOMPARE(page.names(1).first(), QStringLiteral("PAX5"));
        click(page.view.result()->table(), 0);
        QVERIFY(page.session->colors().coloring() == Coloring::gene("PAX5"));
        QVERIFY(picture(page.view, QStringLiteral("compare_regulators"), {1240, 300}));
    }

    // A model that reads genes: attention is its choice among regulators.
    void a_models_choice_is_compared() {
        Page page(immuneSession(true));
        QCOMPARE(page.view.measures()->itemText(1), QStringLiteral("Choice"));
        page.view.setMeasure(ComparedBy::Attention);
        QVERIFY(page.compare(b_cells, CompareView::Regulators));
        QCOMPARE(page.names(1).first(), QStringLiteral("PAX5"));
        click(page.view.result()->table(), 0);
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

    void donors_that_are_not_enough_are_told() {
        Page page(immuneSession(false));  // all B cells are of one donor
        page.session->comparison().setDonors("donor_id");
        QVERIFY(page.compare(b_cells));
        QCOMPARE(page.model().placeOf(ComparisonColumn::DonorQ), -1);
        QVERIFY2(
            page.view.result()->notes().startsWith("Not compared over donors: No group has enough donors"),
            qPrintable(page.view.result()->notes()));
        QVERIFY(page.view.result()->notes().contains("Every cell counts"));
    }

    void donors_are_tested_beside_cells() {
        Page page(sessionWithDonors());
        QVERIFY(page.compare(b_cells));
        QCOMPARE(page.model().placeOf(ComparisonColumn::DonorQ), -1);
        QComboBox* donors = page.view.setup()->donors();
        QCOMPARE(donors->itemText(1), QStringLiteral("donor_id"));
        donors->setCurrentIndex(1);
        Q_EMIT donors->activated(1);
        QVERIFY(page.ready());
        QVERIFY(page.model().placeOf(ComparisonColumn::DonorQ) > 0);
        QVERIFY(page.view.result()->notes().startsWith("4 pairs of donors."));
        QVERIFY(!page.view.result()->notes().contains("Every cell counts"));
        Job job;
        const auto data = page.session->opened().dataset;
        const DonorComparison wanted = compare_donors(*data, page.view.result()->result()->cells.groups, {},
                                                      {.donors = "donor_id", .assay = {}}, job);
        std::map<std::uint32_t, DonorTest> byGene;
        for (const DonorTest& test : wanted.results[0].genes) byGene[test.gene] = test;
        for (int row = 0; row < page.model().rowCount(); ++row) {
            const DonorTest& test = byGene.at(page.model().geneAt(row));
            QCOMPARE(page.model().index(row, page.model().placeOf(ComparisonColumn::DonorQ)).data(ValueRole),
                     QVariant(test.q));
            QVERIFY(test.q <= 0.05);  // what is filtered by
        }
        QCOMPARE(page.view.result()->volcano()->scene().plot().points.size(), byGene.size());
        page.view.setMeasure(ComparedBy::TfExpression);  // TFs are genes
        page.view.setTab(CompareView::Regulators);
        QVERIFY(page.ready());
        QVERIFY(page.model().placeOf(ComparisonColumn::DonorQ) > 0);
        const auto& result = *page.view.result()->result();
        for (std::uint32_t tf = 0; tf < result.cells.names.size(); ++tf)
            if (const DonorTest* test = result.donorTest(0, tf))
                QCOMPARE(wanted.names[test->gene], result.cells.names[tf]);
        page.view.setMeasure(ComparedBy::Activity);
        QVERIFY(page.ready());
        QVERIFY(page.view.result()->notes().startsWith("Donors are compared by counts of genes"));
    }

    void filters_sort_and_search() {
        Page page(immuneSession(false));
        QVERIFY(page.compare(b_cells));
        FilterBar* filters = page.view.result()->filters();
        const auto rows = [&] { return settle(*page.session) ? page.model().rowCount() : -1; };
        filters->mostQ()->setText("1");
        QTest::keyClick(filters->mostQ(), Qt::Key_Return);
        QCOMPARE(rows(), 45);
        QCOMPARE(page.view.result()->countText(), QStringLiteral("45 of 45 genes"));
        filters->mostQ()->setText("many");
        QTest::keyClick(filters->mostQ(), Qt::Key_Return);
        QCOMPARE(filters->mostQ()->text(), QStringLiteral("1"));
        filters->setUpOnly(true);
        const int up = rows();
        QVERIFY(up > 6 && up < 45);
        filters->setMinChange(1);
        QCOMPARE(rows(), 6);
        filters->setMinChange(0);
        filters->setUpOnly(false);
        page.session->undoStack().undo();  // both at once, as nothing came between
        QCOMPARE(filters->minChange()->value(), 0.0);
        QVERIFY(!filters->upOnly()->isChecked());
        QCOMPARE(filters->mostQ()->text(), QStringLiteral("0.05"));
        QVERIFY(rows() < 45);
        page.session->undoStack().redo();
        QCOMPARE(filters->mostQ()->text(), QStringLiteral("1"));
        QCOMPARE(rows(), 45);
        filters->setSearch("ms4a");
        QTRY_COMPARE(page.model().rowCount(), 2);
        filters->setSearch({});
        QTRY_COMPARE(page.model().rowCount(), 45);
        QHeaderView* header = page.view.result()->table()->horizontalHeader();
        const auto sortBy = [&](ComparisonColumn column) {
            const int place = page.model().placeOf(column);
            QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                              {header->sectionViewportPosition(place) + 12, 10});
            return settle(*page.session);
        };
        const auto value = [&](int row, ComparisonColumn column) {
            return page.model().index(row, page.model().placeOf(column)).data(ValueRole).toDouble();
        };
        const QStringList ranked = page.names(45);
        QVERIFY(sortBy(ComparisonColumn::Auroc));
        QVERIFY(value(0, ComparisonColumn::Auroc) > value(44, ComparisonColumn::Auroc));
        QVERIFY(sortBy(ComparisonColumn::Auroc));
        QVERIFY(value(0, ComparisonColumn::Auroc) < value(44, ComparisonColumn::Auroc));
        QVERIFY(sortBy(ComparisonColumn::Auroc));
        QCOMPARE(page.names(45), ranked);
        QVERIFY(sortBy(ComparisonColumn::Q));  // of rates the smallest first
        QVERIFY(value(0, ComparisonColumn::Q) < value(44, ComparisonColumn::Q));
        QVERIFY(sortBy(ComparisonColumn::Name));
        QVERIFY(page.names(1).first() < page.names(45).last());
    }

    void the_volcano_and_the_table_follow_each_other() {
        Page page(immuneSession(false));
        QVERIFY(page.compare(b_cells));
        PointPlotCanvas* volcano = page.view.result()->volcano();
        QTest::qWait(50);  // painted
        const PointPlotScene& scene = volcano->scene();
        QCOMPARE(scene.plot().points.size(), std::size_t{45});
        const auto placeOf = [&](const QString& gene) {
            const auto& names = page.view.result()->result()->cells.names;
            const auto id = std::uint32_t(std::ranges::find(names, gene.toStdString()) - names.begin());
            return std::size_t(std::ranges::find(scene.plot().points, id, &PointPlot::Point::id) -
                               scene.plot().points.begin());
        };
        QSignalSpy hovered(volcano, &PointPlotCanvas::hovered);
        const std::size_t point = placeOf("PAX5");
        QCOMPARE(scene.plot().points[point].tone, PointPlot::Tone::Higher);
        const QPoint at = scene.pixelOf(point).toPoint();
        QTest::mouseMove(volcano, at);
        QTRY_VERIFY(!hovered.isEmpty());
        QVERIFY2(hovered.last().first().toString().contains("AUROC"),
                 qPrintable(hovered.last().first().toString()));
        QTest::mouseClick(volcano, Qt::LeftButton, {}, at);
        const auto chosen = page.view.result()->table()->selectionModel()->selectedRows();
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(page.session->colors().coloring().name, chosen.first().data().toString().toStdString());
        // A frame around everything selects what the filters let through.
        const QRect box = scene.plotBox().toRect();
        const auto drag = [&](QPoint from, QPoint to) {
            QTest::mousePress(volcano, Qt::LeftButton, {}, from);
            for (const double share : {0.5, 1.0}) {
                const QPoint now = from + (to - from) * share;
                QMouseEvent move(QEvent::MouseMove, now, volcano->mapToGlobal(now), Qt::NoButton,
                                 Qt::LeftButton, {});
                QApplication::sendEvent(volcano, &move);
            }
            QTest::mouseRelease(volcano, Qt::LeftButton, {}, to);
        };
        QSignalSpy plotted(&page.view, &CompareView::plotRequested);
        drag(box.topLeft() + QPoint(3, 3), box.bottomRight() - QPoint(1, 1));
        QCOMPARE(page.view.result()->table()->selectionModel()->selectedRows().size(),
                 page.model().rowCount());
        auto* plot = page.view.findChild<QToolButton*>(QStringLiteral("plot"));
        QTest::mouseClick(plot, Qt::LeftButton);
        QCOMPARE(plotted.size(), 1);
        QCOMPARE(plotted.last().at(1).value<std::vector<std::string>>().size(),
                 std::size_t(page.model().rowCount()));
        // Thresholds are dragged, and are the filters.
        const auto xOf = [&](double change) {
            const PointPlot::Axis& axis = scene.plot().x;
            return int(std::lround(box.left() + alongAxis(axis, change) * box.width()));
        };
        const int all = page.model().rowCount();
        drag({xOf(0), box.top() + 4}, {xOf(1.5), box.top() + 4});
        QVERIFY(settle(*page.session));
        QVERIFY2(std::abs(page.view.result()->filters()->minChange()->value() - 1.5) < 0.1,
                 qPrintable(QString::number(page.view.result()->filters()->minChange()->value())));
        QVERIFY(page.model().rowCount() < all && page.model().rowCount() >= 6);
        QCOMPARE(scene.plot().x.thresholds.size(), std::size_t{2});
        QCOMPARE(scene.plot().x.thresholds[0], -page.view.result()->filters()->minChange()->value());
        // Keys alone: through what passes, and Return.
        volcano->setFocus();
        QTest::keyClick(volcano, Qt::Key_End);
        QTest::keyClick(volcano, Qt::Key_Return);
        const std::uint32_t last = scene.plot().points[*scene.hovered()].id;
        QCOMPARE(page.session->colors().coloring().name, page.view.result()->result()->name(last));
    }

    void a_ranking_names_its_first() {
        Page page(immuneSession(false));
        QVERIFY(page.compare(b_cells));
        page.view.result()->pictures()->setCurrentIndex(1);
        const PointPlot& plot = page.view.result()->ranking()->scene().plot();
        QCOMPARE(plot.points.size(), std::size_t{45});
        QCOMPARE(plot.labels.size(), std::size_t{10});
        QCOMPARE(plot.points[plot.labels[0].point].x, 1.0);
        QCOMPARE(plot.labels[0].text, page.names(1).first());
        QVERIFY(picture(page.view, QStringLiteral("compare_ranking"), {1240, 300}));
    }

    void figures_and_files() {
        Page page(immuneSession(false));
        QVERIFY(page.compare(b_cells));
        Job job;
        const auto figure = page.view.figure();
        QCOMPARE(figure->title(), QStringLiteral("volcano"));
        const FigureDrawing drawing = figure->layOut({89, 0, 7}, job);
        QVERIFY(drawing.problems.isEmpty());
        QStringList texts;
        for (const FigureText& text : drawing.texts) texts << text.text;
        QVERIFY(texts.contains("PAX5"));
        QVERIFY(texts.contains("B against all others"));
        page.view.result()->pictures()->setCurrentIndex(1);
        QCOMPARE(page.view.figure()->title(), QStringLiteral("ranking"));

        QTemporaryDir folder;
        const QString path = folder.filePath("compared.csv");
        QSignalSpy exported(&page.view, &CompareView::exported);
        page.view.result()->writeCsv(path);
        QVERIFY(exported.wait(5000));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
        QVERIFY(lines.first().startsWith("group,gene,log2_fold_change,cp10k,"));
        QCOMPARE(lines.size(), page.model().rowCount() + 1);
        QVERIFY(lines[1].startsWith("B," + page.names(1).first().toUtf8() + ","));
        QSignalSpy failed(&page.session->jobs(), &JobRunner::failed);
        page.view.result()->writeCsv(folder.filePath("no/such/folder.csv"));
        QVERIFY(failed.wait(5000));
        QVERIFY(page.view.result()->table()->copiedText().startsWith("Gene\tlog"));
    }

    // Nothing but scaled values: no fold change, and regulators say why there are none.
    void scaled_values() {
        auto data = immuneDataset();
        Matrix scaled(immune_cells, data->assays[0].matrix->genes());
        Random random(5);
        for (std::size_t c = 0; c < immune_cells; ++c)
            for (std::size_t g = 0; g < scaled.cols; ++g)
                scaled(c, g) = float(random.normal() + (typeOf(c) == b_cells && g == 6 ? 3 : 0));
        data->assays[0].matrix = std::make_shared<InMemoryMatrix>(to_sparse(scaled));
        data->assays[0].kind = ValueKind::Scaled;
        auto session = std::make_unique<Session>(immuneEngine());
        session->setDataset(data);
        session->setPrior(immunePrior());
        settle(*session);
        Page page(std::move(session));
        QVERIFY(page.compare(b_cells));
        QCOMPARE(page.names(1).first(), QStringLiteral("PAX5"));
        QCOMPARE(page.model().headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(),
                 QStringLiteral("Difference"));
        QVERIFY(page.view.result()->notes().contains("there is no fold change"));
        page.view.setTab(CompareView::Regulators);
        QCOMPARE(page.state(), QStringLiteral("No counts"));
    }
};

QTEST_MAIN(CompareTest)
#include "tst_compare_view.moc"

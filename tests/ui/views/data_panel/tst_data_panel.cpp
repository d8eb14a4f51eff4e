#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <algorithm>

#include "tests/ui/session/regulon_cells.h"
#include "tests/ui/views/immune_session.h"
#include "ui/models/gene_list_model.h"
#include "ui/models/group_list_model.h"
#include "ui/models/regulon_list_model.h"
#include "ui/models/table_text.h"
#include "ui/views/data_panel/data_panel.h"
#include "ui/views/data_panel/dataset_summary.h"
#include "ui/views/data_panel/genes_box.h"
#include "ui/views/data_panel/group_table.h"
#include "ui/views/data_panel/groups_box.h"
#include "ui/views/data_panel/regulons_box.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/state_page.h"

using namespace regulus;
using namespace regulus::test;

namespace {

QPoint middle(CleanTable* table, int row) {
    return table->visualRect(table->model()->index(row, 0)).center();
}

}  // namespace

class DataPanelTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { useLightTheme(); }

    void states() {
        Session empty(immuneEngine());
        DataPanel nothing(empty);
        QCOMPARE(nothing.states()->page()->title(), QStringLiteral("Nothing is open"));
        auto session = immuneSession(false);
        DataPanel view(*session);
        QVERIFY(view.states()->showsContent());
        QVERIFY(view.summary().text().startsWith(
            QStringLiteral("immune.h5ad\n360 cells \u00b7 45 genes \u00b7 counts")));
        QVERIFY(view.summary().text().endsWith(QStringLiteral("Model: none yet")));
        QVERIFY(picture(view, QStringLiteral("data_no_model"), {236, 640}));
    }

    // Of a prior, what is there for these genes; the rest of its file is of no use here.
    void the_prior_counts_what_meets_the_data() {
        auto session = immuneSession(false);
        DataPanel view(*session);
        const ListedRegulation edges[] = {{"SPI1", "CD14", 1, 0},
                                          {"SPI1", "LYZ", 1, 0},
                                          {"PAX5", "CD19", 1, 0},
                                          {"PAX5", "NOT-HERE", 1, 0},
                                          {"NOR-THIS", "CD14", 1, 0}};
        session->setPrior(std::make_shared<RegulatoryNetwork>(make_network("five", edges)));
        QVERIFY(settle(*session));
        QVERIFY2(view.summary().text().contains("five: 2 TFs, 3 edges between your genes"),
                 qPrintable(view.summary().text()));
        const ListedRegulation foreign[] = {{"Spi1", "Cd14", 1, 0}};
        session->setPrior(std::make_shared<RegulatoryNetwork>(make_network("mouse", foreign)));
        QVERIFY(settle(*session));
        QVERIFY2(view.summary().text().contains("mouse: no edge connects two of your genes"),
                 qPrintable(view.summary().text()));
    }

    // A model that learned from another prior than the open one says so.
    void the_models_prior_is_named_where_it_is_another() {
        auto session = immuneSession(false);
        auto model = immuneModel();
        model->record.prior_name = "collectri";
        model->record.prior_checksum = "ab12";
        session->setModel(model);
        DataPanel view(*session);
        const auto says = [&](const char* checksum, const char* narrowed) {
            const auto prior = immunePrior();
            prior->checksum = checksum;
            prior->narrowed = narrowed;
            session->setPrior(prior);
            return settle(*session) && view.summary().text().contains("edges of collectri");
        };
        QVERIFY(!says("ab12", ""));
        QVERIFY(says("ab12", "confidence A"));
        QVERIFY(says("cd34", ""));
    }

    void groups_select_hide_and_isolate() {
        auto session = immuneSession();
        DataPanel view(*session);
        view.resize(236, 700);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QVERIFY(settle(*session));
        QCOMPARE(view.groups()->column(), std::string("cell_type"));
        QCOMPARE(tableText(view.groups()->model()),
                 QStringLiteral("Group\tCells\nCD14+ Mono\t60\nFCGR3A+ Mono\t60\nDC\t60\nB\t60\nNaive CD4 "
                                "T\t60\nNK\t59\nno value\t1\n"));
        CleanTable* table = view.groups()->table();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, middle(table, 3));
        QCOMPARE(session->cells().selection(), session->groups().cellsOf("cell_type", 3));
        session->cells().setCategoryHidden("cell_type", 0, true);
        QVERIFY(view.groups()->model().at(0).hidden);
        session->cells().setCategoryHidden("cell_type", 0, false);
        // On a widget QTest sends the second half of a double click alone.
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, middle(table, 1));
        QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, middle(table, 1));
        QCOMPARE(session->cells().visible(), session->groups().cellsOf("cell_type", 1));
        session->cells().clearFilters();
        view.groups()->setColumn("donor_id");
        QCOMPARE(session->colors().coloring(), Coloring::column("donor_id"));
        QCOMPARE(view.groups()->model().rowCount(), 2);
    }

    // However the colouring was chosen: by the search, by an action, by undo.
    void the_list_and_the_map_show_one_column() {
        auto session = immuneSession();
        DataPanel view(*session);
        QVERIFY(settle(*session));
        session->colors().colorBy(Coloring::column("donor_id"));
        QCOMPARE(view.groups()->column(), std::string("donor_id"));
        QCOMPARE(view.groups()->model().rowCount(), 2);
        session->colors().colorBy(Coloring::prediction());
        QCOMPARE(view.groups()->column(), std::string(predicted_column));
        QVERIFY(settle(*session));
        const auto& legend = session->colors().data()->points->legend.entries;
        for (int row = 0; row < view.groups()->model().rowCount(); ++row) {
            const GroupRow& group = view.groups()->model().at(row);
            const LegendEntry& entry = legend[std::size_t(group.category)];
            QCOMPARE(group.name, entry.label);
            QCOMPARE(group.color.rgb(), entry.color);
        }
        session->colors().colorBy(Coloring::gene("CD14"));  // has no groups: the list stays
        QCOMPARE(view.groups()->column(), std::string(predicted_column));
        session->undoStack().undo();
        session->undoStack().undo();
        QCOMPARE(view.groups()->column(), std::string("donor_id"));
        session->undoStack().undo();
        QCOMPARE(view.groups()->column(), std::string("cell_type"));
        QVERIFY(settle(*session));
    }

    void a_column_made_here_serves_as_labels_and_goes() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        DataPanel panel(session);
        panel.show();
        session.putColumn(
            {"mine", std::make_shared<const Categorical>(Categorical{{"x", "y"}, {0, 0, 1, 1, 1, -1}, {}}),
             QStringLiteral("a test")});
        GroupsBox& groups = *panel.findChild<GroupsBox*>();
        groups.setColumn("mine");
        QCOMPARE(groups.model().rowCount(), 3);
        auto* more = panel.findChild<QToolButton*>(QStringLiteral("columnMenu"));
        QVERIFY(more && more->isVisible());
        const auto press = [&](const char* name) {
            QTest::mouseClick(more, Qt::LeftButton);
            QMenu* menu = groups.findChild<QMenu*>();
            QAction* action = menu->findChild<QAction*>(QString::fromLatin1(name));
            if (!action || !action->isEnabled()) return false;
            menu->setActiveAction(action);
            QTest::keyClick(menu, Qt::Key_Return);
            delete menu;
            return true;
        };
        QSignalSpy train(&panel, &DataPanel::trainRequested);
        QVERIFY(press("train"));
        QCOMPARE(train.count(), 1);
        QCOMPARE(train.front().front().value<std::string>(), std::string("mine"));
        QVERIFY(press("useAsLabels"));
        QTRY_COMPARE(session.opened().labelColumn(), std::string("mine"));
        QVERIFY(!press("useAsLabels"));  // it is already
        delete groups.findChild<QMenu*>();
        QVERIFY(press("removeColumn"));
        QCOMPARE(session.opened().labelColumn(), std::string("cell_type"));
        QVERIFY(groups.column() != "mine");
        groups.setColumn("cell_type");
        QVERIFY(!press("removeColumn"));  // a column of the file stays
        QTRY_VERIFY(session.jobs().idle());
    }

    void cells_without_a_label_are_said_apart() {
        auto data = immuneDataset();
        auto& type = std::get<Categorical>(data->obs.columns[0].values);
        type.categories[2] = "unknown";
        Session session(immuneEngine());
        session.setDataset(data);
        DataPanel view(session);
        QCOMPARE(tableText(view.groups()->model()),
                 QStringLiteral("Group\tCells\nCD14+ Mono\t60\nFCGR3A+ Mono\t60\nB\t60\nNaive CD4 "
                                "T\t60\nNK\t59\nunknown\t60\nno value\t1\n"));
        QCOMPARE(view.groups()->model().at(5).color, Theme::current().missing);
        const auto labels = view.findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
            return label->text().startsWith(QStringLiteral("61 unlabelled cells"));
        }));
        session.cells().setCategoryHidden("cell_type", -1, true);
        QCOMPARE(session.cells().visible().count(), immune_cells - 1);
        QVERIFY(view.groups()->model().at(6).hidden);
        QVERIFY(settle(session));
        QVERIFY(picture(view, QStringLiteral("data_unlabelled"), {236, 640}));
    }

    void regulons_follow_the_selection() {
        auto session = immuneSession();
        DataPanel view(*session);
        session->cells().select(session->groups().cellsOf("cell_type", 3));
        QVERIFY(settle(*session));
        QCOMPARE(view.regulons()->model().at(0).tf, QStringLiteral("PAX5"));
        session->cells().select(session->groups().cellsOf("cell_type", 0));
        QVERIFY(settle(*session));
        QCOMPARE(view.regulons()->model().at(0).tf, QStringLiteral("SPI1"));
        view.regulons()->setSearch(QStringLiteral("eb"));
        QCOMPARE(view.regulons()->model().rowCount(), 2);  // EBF1, CEBPB
        view.regulons()->setSearch({});
        // A click opens, a double click colours.
        Q_EMIT view.regulons()->table()->rowActivated(0);
        QCOMPARE(session->focus().tf(), std::string("SPI1"));
        QVERIFY(session->colors().coloring().source != ColorSource::Regulon);
        QVERIFY(view.regulons()->model().index(0, 0).data(MarkedRole).toBool());
        Q_EMIT view.regulons()->table()->rowDoubleClicked(0);
        QCOMPARE(session->colors().coloring(), Coloring::regulon("SPI1"));
        QVERIFY(view.regulons()->model().index(0, 0).data(MarkedRole).toBool());
        QVERIFY(settle(*session));
        QVERIFY(picture(view, QStringLiteral("data"), {236, 780}));
    }

    void regulons_that_rewired_priors_show_as_well_are_grey() {
        Session session(immuneEngine());
        DataPanel view(session);
        session.setDataset(regulonCells());
        session.setPrior(regulonPrior());
        QVERIFY(settle(session));
        QTRY_VERIFY(session.opened().rewiredReaders);
        QVERIFY(settle(session));
        const RegulonListModel& list = view.regulons()->model();
        const auto grey = [&](int row) {
            return list.index(row, RegulonListModel::Name).data(MutedRole).toBool();
        };
        const auto help = [&](int row) { return list.index(row, 0).data(Qt::ToolTipRole).toString(); };
        QCOMPARE(list.rowCount(), 3);
        for (int row = 0; row < 3; ++row) {
            QVERIFY(list.at(row).rewired_above >= 0);
            QCOMPARE(grey(row), list.at(row).rewired_above > 0);
            QVERIFY2(help(row).contains("standard deviation") && help(row).contains("20 rewired priors"),
                     qPrintable(help(row)));
        }
        session.cells().select(session.groups().cellsOf("group", 0));
        QVERIFY(settle(session));
        QCOMPARE(list.at(0).tf, QStringLiteral("TF0"));
        QVERIFY(list.at(2).value < 0 && grey(2));  // below uniform
        QVERIFY(help(0).contains("× uniform attention") && help(0).contains("20 rewired priors"));
        const auto notes = view.regulons()->findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(notes, [](const QLabel* note) {
            return note->text() ==
                   "Top in selection, without a model. Grey: as much attention with at least one of 20 "
                   "rewired priors.";
        }));
    }

    // From the menus of a gene and of a group; the latter only where the file ranks genes for it.
    void lists_of_genes_are_one_click_away() {
        auto session = immuneSession(false);
        DataPanel view(*session);
        view.resize(260, 900);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QVERIFY(settle(*session));
        QSignalSpy similar(&view, &DataPanel::similarRequested), ranked(&view, &DataPanel::rankedRequested);
        view.genes()->setSearch(QStringLiteral("ms4a"));
        CleanTable* genes = view.genes()->table();
        QTest::mouseClick(genes->viewport(), Qt::RightButton, {}, middle(genes, 1));
        auto* action = genes->findChild<QAction*>("similarGenes");
        QVERIFY(action);
        action->trigger();
        QCOMPARE(similar.count(), 1);
        QCOMPARE(similar.front().front().toString(), QStringLiteral("MS4A7"));
        QCOMPARE(session->colors().coloring().source, ColorSource::Column);  // the click coloured nothing
        const auto entry = [&]() -> QAction* {
            Q_EMIT view.groups()->table()->customContextMenuRequested(middle(view.groups()->table(), 3));
            for (QMenu* menu : view.groups()->findChildren<QMenu*>())
                if (menu->isVisible()) {
                    menu->hide();
                    for (QAction* one : menu->actions())
                        if (one->text() == "Genes the file ranks for it") return one;
                }
            return nullptr;
        };
        view.groups()->setRanks([](const std::string&, const std::string&) { return false; });
        QVERIFY(!entry());
        view.groups()->setRanks([](const std::string& column, const std::string& group) {
            return column == "cell_type" && group == "B";
        });
        QAction* const ranks = entry();
        QVERIFY(ranks);
        ranks->trigger();
        QCOMPARE(ranked.count(), 1);
        QCOMPARE(ranked.front()[1].value<std::string>(), std::string("B"));
    }

    void any_gene_colours() {
        auto session = immuneSession();
        DataPanel view(*session);
        QVERIFY(settle(*session));
        view.genes()->setSearch(QStringLiteral("xis"));
        QCOMPARE(tableText(view.genes()->model()), QStringLiteral("Gene\tNote\nXIST\tnot in model\n"));
        Q_EMIT view.genes()->table()->rowActivated(0);
        QCOMPARE(session->colors().coloring(), Coloring::gene("XIST"));
        QVERIFY(settle(*session));
        QVERIFY(view.genes()->model().index(0, 0).data(MarkedRole).toBool());
    }

    void genes_in_the_values_that_the_file_has() {
        auto session = immuneSession();
        DataPanel view(*session);
        QVERIFY(settle(*session));
        auto* values = view.genes()->findChild<QComboBox*>();
        QCOMPARE(values->count(), 2);  // as models read them, and the counts

        auto data = std::make_shared<Dataset>(*session->opened().dataset);
        CsrMatrix doubled = data->assays[0].matrix->block(0, data->cells());
        for (float& value : doubled.values) value *= 2;
        data->assays.push_back({"doubled", std::make_shared<InMemoryMatrix>(std::move(doubled)),
                                data->assays[0].var, ValueKind::Normalised});
        session->setDataset(data);
        QVERIFY(settle(*session));
        QVERIFY(!values->isHidden());
        view.genes()->setSearch(QStringLiteral("lyz"));
        Q_EMIT view.genes()->table()->rowActivated(0);
        QVERIFY(settle(*session));
        const std::vector<float> usual = session->colors().data()->values;
        const int at = values->findData(QStringLiteral("doubled"));
        QVERIFY(at > 0);
        values->setCurrentIndex(at);
        Q_EMIT values->activated(at);  // what is shown follows
        QVERIFY(session->colors().coloring() == Coloring::gene("LYZ", "doubled"));
        QVERIFY(settle(*session));
        QVERIFY(session->colors().data()->values != usual);
        // And so does what is chosen next.
        view.genes()->setSearch(QStringLiteral("xist"));
        Q_EMIT view.genes()->table()->rowActivated(0);
        QVERIFY(session->colors().coloring() == Coloring::gene("XIST", "doubled"));
        // Undo brings the values back with the gene.
        session->undoStack().undo();
        session->undoStack().undo();
        QVERIFY(session->colors().coloring() == Coloring::gene("LYZ"));
        QCOMPARE(values->currentData().toString(), QString());
    }

    void a_gene_is_blended_by_its_menu() {
        auto session = immuneSession(false);
        DataPanel view(*session);
        GenesBox* genes = view.genes();
        const auto offered = [&](const char* gene) {
            genes->setSearch(QString::fromLatin1(gene));
            Q_EMIT genes->table()->customContextMenuRequested(middle(genes->table(), 0));
            QMenu* menu = genes->findChild<QMenu*>();
            QStringList texts;
            for (const QAction* action : menu->actions()) {
                if (action->isSeparator()) break;  // what any table offers follows
                texts << action->text();
            }
            return texts;
        };
        const auto choose = [&](int item) {
            QMenu* menu = genes->findChild<QMenu*>();
            menu->actions().at(item)->trigger();
            delete menu;
            QVERIFY(settle(*session));
        };
        QCOMPARE(offered("XIST"), QStringList{"Colour by XIST"});  // the map shows groups
        choose(0);
        QVERIFY(session->colors().coloring() == Coloring::gene("XIST"));
        QCOMPARE(offered("XIST"), QStringList{"Colour by XIST"});  // not with itself
        delete genes->findChild<QMenu*>();
        QCOMPARE(offered("LYZ"), (QStringList{"Colour by LYZ", "Blend with XIST"}));
        choose(1);
        QVERIFY(session->colors().data()->coloring ==
                Coloring::blend(Coloring::gene("XIST"), Coloring::gene("LYZ")));
        QCOMPARE(offered("MS4A1"), (QStringList{"Colour by MS4A1", "Blend with XIST", "Blend with LYZ"}));
        choose(2);
        QVERIFY(session->colors().coloring() ==
                Coloring::blend(Coloring::gene("LYZ"), Coloring::gene("MS4A1")));
    }
};

QTEST_MAIN(DataPanelTest)
#include "tst_data_panel.moc"

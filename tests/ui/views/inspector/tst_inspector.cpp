#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QPushButton>
#include <QScopeGuard>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QWheelEvent>
#include <algorithm>
#include <set>

#include "tests/ui/session/regulon_model.h"
#include "tests/ui/views/immune_session.h"
#include "ui/models/number_text.h"
#include "ui/session/group_edits.h"
#include "ui/views/inspector/inspector_view.h"
#include "ui/views/inspector/reader_tf_section.h"
#include "ui/views/inspector/reading.h"
#include "ui/views/inspector/subject_header.h"
#include "ui/views/inspector/tf_detail.h"
#include "ui/views/inspector/tf_section.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/growing_table.h"
#include "ui/views/parts/score_bars.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tf_gestures.h"

using namespace regulus;
using namespace regulus::test;

class InspectorTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { useLightTheme(); }

    void states_explain_themselves() {
        Session empty(immuneEngine());
        InspectorView nothing(empty);
        QVERIFY(!nothing.states()->showsContent());
        QCOMPARE(nothing.states()->page()->title(), QStringLiteral("Nothing is open"));
        QSignalSpy open(&nothing, &InspectorView::openRequested);
        nothing.states()->page()->findChild<QPushButton*>()->click();
        QCOMPARE(open.count(), 1);
        QVERIFY(picture(nothing, QStringLiteral("inspector_nothing"), {336, 600}));

        auto session = immuneSession(false);
        InspectorView view(*session);
        QCOMPARE(view.states()->page()->title(), QStringLiteral("No cell selected"));
        session->focus().setCell(6);
        QVERIFY(settle(*session));
        QVERIFY(view.states()->showsContent());
        QCOMPARE(view.header().title(), QStringLiteral("CD14+ Mono"));
        QCOMPARE(view.header().badge(), QString());
        QSignalSpy train(&view, &InspectorView::trainRequested);
        view.detail().findChild<StatePage*>()->findChild<QPushButton*>()->click();
        QCOMPARE(train.count(), 1);
        QVERIFY(picture(view, QStringLiteral("inspector_no_model"), {336, 600}));
    }

    void a_cell_shows_what_stands_out_before_training() {
        Session session(immuneEngine());
        InspectorView view(session);
        session.setDataset(regulonCells());
        session.setPrior(regulonPrior());
        QVERIFY(settle(session));
        view.resize(336, 700);
        view.show();
        session.focus().setCell(4);  // of group two
        QVERIFY(settle(session));
        const ReaderTfModel& tfs = view.readerTfSection().tfs();
        QVERIFY(view.readerTfSection().isVisible() && !view.tfSection().isVisible());
        QCOMPARE(tfs.rowCount(), 3);
        QCOMPARE(tfs.at(0).tf, QString("TF1"));
        const TfResults& results = *session.opened().priorResults;
        QCOMPARE(tfs.at(0).attention, double(results.attention(4, 1)));
        QCOMPARE(tfs.at(0).activity, double(results.activity(4, 1)));
        QCOMPARE(tfs.at(0).targets, 6);
        QVERIFY(picture(view, QStringLiteral("inspector_before_training"), {336, 700}));
        // What rewired priors give as well is grey.
        for (int row = 0; row < 3; ++row) {
            const QModelIndex bar = tfs.index(row, ReaderTfModel::Bar);
            QVERIFY(tfs.at(row).rewired_above >= 0);
            QCOMPARE(bar.data(MutedRole).toBool(), tfs.at(row).rewired_above > 0);
            QVERIFY(bar.data(Qt::ToolTipRole).toString().contains("rewired priors"));
            QVERIFY(bar.data(Qt::ToolTipRole).toString().contains("of 100 with TF names exchanged"));
        }
        QVERIFY(tfs.at(2).rewired_above > 10);
        // Said of those with most attention, however the list is sorted.
        const auto said = view.readerTfSection().findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(said, [](const QLabel* label) {
            return label->text().contains(" of the 3 with most attention; by chance ");
        }));
        // A group: means over its cells. A click on a TF opens it, a double click colours the map by it.
        CellSet some(90);
        for (std::size_t c = 2; c < 90; c += 3) some.insert(c);
        session.cells().select(some, SelectMode::Replace);
        QVERIFY(settle(session));
        QCOMPARE(tfs.at(0).tf, QString("TF2"));
        QVERIFY(tfs.at(0).attention_sd > 0);
        QTest::mouseClick(view.readerTfSection().table()->viewport(), Qt::LeftButton, {},
                          view.readerTfSection().table()->visualRect(tfs.index(0, 0)).center());
        QCOMPARE(session.focus().tf(), std::string("TF2"));
        QVERIFY(session.colors().coloring().source != ColorSource::Regulon);
        QVERIFY(settle(session));
        QCOMPARE(view.detail().tf(), QString("TF2"));
        QTest::mouseDClick(view.readerTfSection().table()->viewport(), Qt::LeftButton, {},
                           view.readerTfSection().table()->visualRect(tfs.index(0, 0)).center());
        QVERIFY(session.colors().coloring() == Coloring::regulon("TF2", RegulonMeasure::TfAttention));
        QVERIFY(settle(session));
        session.setPrior(nullptr);
        QVERIFY(settle(session));
        QVERIFY(!view.readerTfSection().isVisible());
    }

    void a_model_of_regulons_shows_effects_and_evidence() {
        Session session(Engine::standard());
        InspectorView view(session);
        session.setDataset(regulonCells());
        session.setPrior(regulonPrior());
        session.setModel(regulonModel());
        QTRY_VERIFY(session.model().rewired && session.jobs().idle());
        view.resize(420, 900);
        view.show();
        session.focus().setCell(4);  // of group two
        QVERIFY(settle(session));
        const ReaderTfModel& tfs = view.readerTfSection().tfs();
        QVERIFY(view.readerTfSection().isVisible() && !view.tfSection().isVisible());
        QCOMPARE(tfs.at(0).tf, QString("TF1"));
        QCOMPARE(tfs.at(0).effect, double(session.model().tfs->effect(4, 1)));
        QVERIFY(tfs.at(0).effect < 0);
        QVERIFY(!view.readerTfSection().table()->isColumnHidden(ReaderTfModel::Effect));
        // A click opens the targets, by what each adds to the evidence; together with its mRNA that is all of
        // it.
        QTest::mouseClick(view.readerTfSection().table()->viewport(), Qt::LeftButton, {},
                          view.readerTfSection().table()->visualRect(tfs.index(0, 0)).center());
        QVERIFY(settle(session));
        QCOMPARE(view.detail().tf(), QString("TF1"));
        const TargetTableModel& targets = view.detail().targets();
        QCOMPARE(targets.rowCount(), 6);
        double evidence = 0;
        for (int row = 0; row < 6; ++row) {
            QVERIFY(targets.at(row).gene.startsWith("T1_"));
            evidence += targets.at(row).evidence;
        }
        QVERIFY(evidence > 0.5);
        QCOMPARE(targets.headerData(TargetTableModel::Bar, Qt::Horizontal).toString(), QString("evidence"));
        QCOMPARE(view.detail().network().shown(), std::size_t{6});
        QVERIFY(picture(view, QStringLiteral("inspector_regulons"), {420, 900}));
        // Two groups beside each other, by attention.
        CellSet one(90), two(90);
        for (std::size_t c = 0; c < 90; c += 3) one.insert(c), two.insert(c + 1);
        session.focus().setGroups({{"one", one}, {"two", two}});
        QVERIFY(settle(session));
        QVERIFY(view.tfSection().isVisible() && view.tfSection().showsDifferences());
        QVERIFY(!view.readerTfSection().isVisible());
        const TfDifferenceModel& differences = view.tfSection().differences();
        QCOMPARE(differences.rowCount(), 3);
        QVERIFY(differences.at(2).tf == "TF2" && std::abs(differences.at(0).effect) > 1);
        // A difference that rewired priors make as well is grey, as is a small one.
        for (int row = 0; row < 3; ++row) {
            const QModelIndex bar = differences.index(row, TfDifferenceModel::Effect);
            QVERIFY(differences.at(row).rewired_above >= 0);
            QVERIFY(bar.data(MutedRole).toBool() || differences.at(row).rewired_above == 0);
            const QString help = bar.data(Qt::ToolTipRole).toString();
            QVERIFY2(help.contains("large") && help.contains("of 20 rewired priors"), qPrintable(help));
        }
        QVERIFY(differences.at(2).rewired_above > 5);
        // The TF that is open, in both.
        QCOMPARE(view.detail().tf(), QString("TF1"));
        QVERIFY(view.detail().showsPairs());
        const TargetPairModel& pairs = view.detail().pairs();
        QCOMPARE(pairs.rowCount(), 6);
        QCOMPARE(pairs.headerData(TargetPairModel::First, Qt::Horizontal).toString(), QString("one"));
        QCOMPARE(pairs.headerData(TargetPairModel::Second, Qt::Horizontal).toString(), QString("two"));
        double more = 0;
        for (int row = 0; row < 6; ++row) {
            const TargetPair& pair = pairs.at(row);
            QCOMPARE(pair.first.gene, pair.second.gene);
            QCOMPARE(pairs.index(row, TargetPairModel::Difference).data(BarRole).toDouble(),
                     pair.first.evidence - pair.second.evidence);
            more += pair.second.evidence - pair.first.evidence;
            // Those that differ most stand first.
            if (row > 0) QVERIFY(std::abs(differenceOf(pairs.at(row - 1))) >= std::abs(differenceOf(pair)));
        }
        QVERIFY(more > 0.5);  // TF1 is that of group two
        // Small contributions differ in what is written, too.
        for (int row = 0; row < 6; ++row) {
            const TargetPair& pair = pairs.at(row);
            const auto text = [&](TargetPairModel::Column column) { return pairs.index(row, column).data(); };
            QCOMPARE(text(TargetPairModel::First).toString(), valueText(pair.first.evidence));
            QCOMPARE(text(TargetPairModel::DifferenceValue).toString(), valueText(differenceOf(pair)));
        }
        QVERIFY(view.detail().network().pairs);
        QCOMPARE(view.detail().network().targets.size(), std::size_t{6});
        QVERIFY(view.header().separates().contains("TF") || view.header().separates().startsWith("No TF"));
        // As alone: the mean of each side.
        const double inTwo = pairs.at(0).second.evidence;
        const QString gene = pairs.at(0).first.gene;
        session.focus().setGroups({{"two", two}});
        QVERIFY(settle(session));
        QVERIFY(!view.detail().showsPairs());
        for (int row = 0; row < 6; ++row)
            if (targets.at(row).gene == gene) QCOMPARE(targets.at(row).evidence, inTwo);
        session.focus().setGroups({{"one", one}, {"two", two}});
        QVERIFY(settle(session));
        const auto labels = view.tfSection().findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
            return label->text().contains(
                       "as large with at least one of 20 rewired priors. Larger than with any of them") &&
                   label->text().contains(" of the 3 largest; by chance ");
        }));
        session.setModel(nullptr);
        QVERIFY(settle(session));
        session.focus().setGroups({});
        session.focus().setCell(4);
        QVERIFY(settle(session));
        QVERIFY(view.readerTfSection().isVisible());
        QVERIFY(view.readerTfSection().table()->isColumnHidden(ReaderTfModel::Effect));
    }

    void a_cell_shows_what_the_model_attended_to() {
        auto session = immuneSession();
        InspectorView view(*session);
        session->focus().setCell(6);  // CD14+ Mono
        session->focus().setTf("SPI1");
        QVERIFY(settle(*session));
        QCOMPARE(view.header().title(), QStringLiteral("CD14+ Mono"));
        QCOMPARE(view.header().badge(), QStringLiteral("agrees with label"));
        QVERIFY2(view.header().line().contains(QStringLiteral("of 15 neighbours share this label")),
                 qPrintable(view.header().line()));
        QCOMPARE(view.header().scores()->bars().front().name, QStringLiteral("CD14+ Mono"));
        const TfRankModel& tfs = view.tfSection().tfs();
        QCOMPARE(tfs.rowCount(), 12);
        QCOMPARE(tfs.at(0).tf, QStringLiteral("SPI1"));
        QVERIFY(toldApart(tfs.at(0)));
        QVERIFY(std::abs(tfs.at(0).cut + 1.9) < 1e-5);
        QVERIFY(tfs.at(0).expression > 0);
        QCOMPARE(view.detail().tf(), QStringLiteral("SPI1"));
        QCOMPARE(view.detail().targets().rowCount(), tfs.at(0).targets);
        QVERIFY(picture(view, QStringLiteral("inspector_cell"), {336, 780}));
        QVERIFY(picture(view, QStringLiteral("inspector_cell_short"), {336, 545}));
        const_cast<TfDetail&>(view.detail()).showTable(true);
        QVERIFY(picture(view, QStringLiteral("inspector_cell_wide"), {620, 780}));
    }

    // Against the edges that the model and the reader have.
    void targets_that_another_tf_shares_data() {
        QTest::addColumn<bool>("model");
        QTest::addRow("of a model that reads genes") << true;
        QTest::addRow("of a prior") << false;
    }
    void targets_that_another_tf_shares() {
        QFETCH(bool, model);
        auto session = immuneSession(model);
        if (!model) session->setPrior(immunePrior());
        InspectorView view(*session);
        session->focus().setCell(6);
        session->focus().setTf("SPI1");
        QVERIFY(settle(*session));
        auto& detail = const_cast<TfDetail&>(view.detail());
        QCOMPARE(detail.tf(), QStringLiteral("SPI1"));
        const int all = detail.targets().rowCount();
        const auto genes = [&] {
            std::set<QString> found;
            for (int row = 0; row < detail.targets().rowCount(); ++row)
                found.insert(detail.targets().at(row).gene);
            return found;
        };
        const std::set<QString> own = genes();
        const auto offered = [&] {
            QMenu* menu = detail.findChild<QToolButton*>("shared")->menu();
            Q_EMIT menu->aboutToShow();
            return menu->actions();
        };
        // What each other TF has in common, by its own targets.
        std::map<QString, std::size_t> shared;
        for (const QAction* action : offered())
            if (action->text().contains(QString::fromUtf8(" · ")))
                shared[action->text().section(QLatin1Char(' '), 0, 0)] =
                    action->text().section(QLatin1Char(' '), 2, 2).toULong();
        QVERIFY(!shared.empty());
        for (const auto& [other, count] : shared) {
            session->focus().setTf(other.toStdString());
            QVERIFY(settle(*session));
            const std::set<QString> others = genes();
            const auto common =
                std::ranges::count_if(own, [&](const QString& g) { return others.contains(g); });
            QCOMPARE(std::size_t(common), count);
            session->focus().setTf("SPI1");
            QVERIFY(settle(*session));
            for (QAction* action : offered())
                if (action->text().startsWith(other + ' ')) {
                    action->trigger();
                    break;
                }
            QCOMPARE(std::size_t(detail.targets().rowCount()), count);
            for (const QString& gene : genes()) QVERIFY(own.contains(gene) && others.contains(gene));
            QCOMPARE(detail.network().targets.size(), count);
        }
        // It is kept with the session, belongs to this TF, and is given up again.
        const TfDetail::Sharing kept = detail.sharing();
        QCOMPARE(kept.of, QStringLiteral("SPI1"));
        {
            InspectorView another(*session);
            Q_EMIT session->changed(Change::ViewsRestored);
            QVERIFY(settle(*session));
            QCOMPARE(another.detail().sharing().with, kept.with);
        }
        offered().front()->trigger();
        QCOMPARE(detail.targets().rowCount(), all);
    }

    void a_cell_says_how_sure_the_model_is() {
        auto session = immuneSession();
        InspectorView view(*session);
        session->focus().setCell(0);
        QVERIFY(settle(*session));
        QCOMPARE(view.header().scoresTitle(), QStringLiteral("SCORES"));
        QVERIFY(view.header().unassigned().isEmpty() && view.header().notExcluded().isEmpty());
        session->setModel(calibratedImmuneModel());
        QVERIFY(settle(*session));
        QCOMPARE(view.header().scoresTitle(), QStringLiteral("PROBABILITIES"));
        QCOMPARE(view.header().unassigned(), QStringLiteral("unassigned: too uncertain"));
        QCOMPARE(view.header().notExcluded(),
                 QStringLiteral("95 % prediction set: ") +
                     QString::fromStdString(immune_types[0] + ", " + immune_types[1] + ", " +
                                            immune_types[3] + ", " + immune_types[5]));
        QVERIFY(picture(view, QStringLiteral("inspector_unassigned"), {336, 780}));
        session->focus().setCell(7);
        QVERIFY(settle(*session));
        QCOMPARE(view.header().unassigned(), QStringLiteral("unassigned: unlike its class"));
        session->focus().setCell(6);
        QVERIFY(settle(*session));
        QVERIFY(view.header().unassigned().isEmpty());
        QCOMPARE(view.header().notExcluded(),
                 QStringLiteral("95 % prediction set: ") + QString::fromStdString(immune_types[0]));
        QVERIFY(picture(view, QStringLiteral("inspector_calibrated"), {336, 780}));
    }

    // Of all tables, at the widths a dock has.
    void no_header_is_cut_data() {
        QTest::addColumn<int>("width");
        for (const int width : {300, 340, 380, 520}) QTest::addRow("%d pixels", width) << width;
    }
    void no_header_is_cut() {
        QFETCH(int, width);
        auto session = immuneSession();
        InspectorView view(*session);
        view.resize(width, 600);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        session->focus().setCell(6);
        session->focus().setTf("SPI1");
        QVERIFY(settle(*session));
        const_cast<TfDetail&>(view.detail()).showTable(true);
        // The first header that is cut, or tables that are too few or wider than their place.
        const auto cut = [&](int least) {
            int tables = 0;
            for (const CleanTable* table : view.findChildren<CleanTable*>()) {
                if (!table->isVisible()) continue;
                ++tables;
                const QHeaderView* header = table->horizontalHeader();
                int all = 0;
                for (int column = 0; column < table->model()->columnCount(); ++column) {
                    if (table->isColumnHidden(column)) continue;
                    all += header->sectionSize(column);
                    if (header->sectionSizeHint(column) > header->sectionSize(column))
                        return QStringLiteral("%1: %2 of %3")
                            .arg(table->model()->headerData(column, Qt::Horizontal).toString())
                            .arg(header->sectionSize(column))
                            .arg(header->sectionSizeHint(column));
                }
                if (all > table->viewport()->width()) return QStringLiteral("%1 wide").arg(all);
            }
            return tables >= least ? QString() : QStringLiteral("%1 tables").arg(tables);
        };
        QTRY_COMPARE(cut(2), QString());
        session->focus().setGroups(
            {{QStringLiteral("CD14+ Monocytes"), session->groups().cellsOf("cell_type", 0)},
             {QStringLiteral("Plasmacytoid dendritic cells"), session->groups().cellsOf("cell_type", 3)}});
        QVERIFY(settle(*session));
        QTRY_COMPARE(cut(1), QString());
    }

    // What says whether to believe a TF, at the width that the inspector has in a window of 1280 pixels.
    void columns_that_tell_are_there_at_the_usual_width() {
        ReaderTfSection section;
        std::vector<ReaderTfRow> rows(14);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i].tf = QStringLiteral("ZNF3%1").arg(i);
            rows[i].column = int(i);
            rows[i].attention = 3.1 - 0.4 * double(i);
            rows[i].activity = 12.3 - 2 * double(i);
            rows[i].effect = -1.25;
            rows[i].expression = 1.5;
            rows[i].targets = 238;
        }
        rows[1].tf = QStringLiteral("RFX5 · RFXANK · RFXAP");
        rows[1].place.members = 3;
        rows[1].standing = Standing::NotStable;
        section.show();
        const auto shown = [&](int width, bool model) {
            section.resize(width, 600);
            section.showTfs(rows, false, model, {});
            std::set<int> columns;
            for (int column = 0; column < section.tfs().columnCount(); ++column)
                if (!section.table()->isColumnHidden(column)) columns.insert(column);
            return columns;
        };
        using M = ReaderTfModel;
        const std::set<int> telling{M::Tf, M::Bar, M::Value, M::Activity, M::Effect};
        const std::set<int> usual = shown(326, true);
        QVERIFY(std::ranges::includes(usual, telling));
        QVERIFY(section.table()->columnWidth(M::Bar) >= 36);
        QVERIFY(shown(326, false).contains(M::Expression));
        QVERIFY(shown(268, true).contains(M::Value) && shown(268, true).contains(M::Effect));
        QCOMPARE(shown(500, true).size(), std::size_t(section.tfs().columnCount()));
        QVERIFY(picture(section, QStringLiteral("inspector_columns"), {326, 480}));
    }

    // A click on a TF shows at once what was opened, in a window that has no room for all.
    void an_opened_tf_is_scrolled_into_view() {
        auto session = immuneSession();
        InspectorView view(*session);
        view.resize(340, 400);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        session->focus().setCell(6);
        QVERIFY(settle(*session));
        auto* area = view.findChild<QScrollArea*>();
        QCOMPARE(area->verticalScrollBar()->value(), 0);
        const auto seen = [&](const QWidget* part) {
            return area->viewport()->rect().contains(
                QRect(part->mapTo(area->viewport(), QPoint()), part->size()));
        };
        const auto* detail = &view.detail();
        const auto buttons = detail->findChildren<QToolButton*>();
        const QToolButton* networkButton =
            *std::ranges::find(buttons, QStringLiteral("Network"), &QToolButton::text);
        CleanTable* table = view.tfSection().shown()->table();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(0, 0)).center());
        QVERIFY(settle(*session));
        QTRY_VERIFY(seen(networkButton));
        QVERIFY(detail->mapTo(area->viewport(), QPoint()).y() >= 0);
        QVERIFY(detail->mapTo(area->viewport(), QPoint()).y() < 240);  // with some of what is below
        // It stays, also after the time in which a table would bring its current row back.
        QTest::qWait(QApplication::doubleClickInterval() + 200);
        QVERIFY(detail->mapTo(area->viewport(), QPoint()).y() < 240);
        // With the keyboard the row is followed.
        for (int press = 0; press < 5; ++press) QTest::keyClick(table, Qt::Key_Down);
        QVERIFY(area->viewport()->rect().contains(
            table->viewport()->mapTo(area->viewport(), table->visualRect(table->currentIndex()).center())));
        // The same one again, and one that is opened elsewhere.
        area->verticalScrollBar()->setValue(0);
        Q_EMIT table->rowActivated(0);
        QVERIFY(settle(*session));
        QTRY_VERIFY(seen(networkButton));
        area->verticalScrollBar()->setValue(0);
        session->focus().setTf("PAX5");
        QVERIFY(settle(*session));
        QTRY_VERIFY(seen(networkButton));
        // Another cell begins at the top.
        session->focus().setCell(12);
        QVERIFY(settle(*session));
        QCOMPARE(area->verticalScrollBar()->value(), 0);
    }

    // What moves between the two presses, which are at one place of the screen: the panel, by whatever
    // scrolls it, so that the second is above something else.
    void a_double_click_is_of_the_row_of_its_first_click_data() {
        QTest::addColumn<bool>("model");
        QTest::addColumn<int>("subject");
        QTest::addColumn<bool>("toEnd");
        int subject = 0;
        for (const char* name : {"a cell", "a group", "two groups", "two cells"}) {
            QTest::addRow("%s, by some rows", name) << true << subject << false;
            QTest::addRow("%s, to the end", name) << true << subject << true;
            QTest::addRow("%s of a prior, by some rows", name) << false << subject << false;
            QTest::addRow("%s of a prior, to the end", name) << false << subject++ << true;
        }
    }
    void a_double_click_is_of_the_row_of_its_first_click() {
        QFETCH(bool, model);
        QFETCH(int, subject);
        QFETCH(bool, toEnd);
        const int before = QApplication::doubleClickInterval();
        const auto back = qScopeGuard([before] { QApplication::setDoubleClickInterval(before); });
        QApplication::setDoubleClickInterval(1200);
        auto session = immuneSession(model);
        if (!model) session->setPrior(immunePrior());
        QVERIFY(settle(*session));
        InspectorView view(*session);
        view.resize(340, 400);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const CellSet monocytes = session->groups().cellsOf("cell_type", 0);
        if (subject == 0) session->focus().setCell(6);
        if (subject == 1) session->cells().select(monocytes);
        if (subject == 2)
            session->focus().setGroups({{QStringLiteral("CD14+ Mono"), monocytes},
                                        {QStringLiteral("B"), session->groups().cellsOf("cell_type", 3)}});
        if (subject == 3) session->focus().compareCells(6, 9);
        QVERIFY(settle(*session));
        QTest::qWait(100);
        const bool reader = view.readerTfSection().isVisible();
        CleanTable* table = reader ? view.readerTfSection().table() : view.tfSection().shown()->table();
        auto* bar = view.findChild<QScrollArea*>()->verticalScrollBar();
        const QModelIndex row = table->model()->index(1, 0);
        const QString tf = row.data(ValueRole).toString();
        bar->setValue(table->mapTo(view.findChild<QScrollArea*>()->widget(), QPoint()).y() - 40);
        const QPoint at = table->viewport()->mapToGlobal(table->visualRect(row).center());
        const auto press = [&](QEvent::Type type, Qt::MouseButtons held) {
            QWidget* under = view.childAt(view.mapFromGlobal(at));
            QVERIFY(under);
            QMouseEvent event(type, under->mapFromGlobal(QPointF(at)), QPointF(at), Qt::LeftButton, held, {});
            QApplication::sendEvent(under, &event);
        };
        const int place = bar->value();
        press(QEvent::MouseButtonPress, Qt::LeftButton);
        press(QEvent::MouseButtonRelease, {});
        QCOMPARE(session->focus().tf(), tf.toStdString());
        QVERIFY(settle(*session));
        QTest::qWait(200);
        QCOMPARE(view.detail().tf(), tf);
        QCOMPARE(bar->value(), place);  // nothing moves while a second click may come
        bar->setValue(toEnd ? bar->maximum() : place + 3 * table->verticalHeader()->defaultSectionSize());
        QVERIFY(bar->value() != place);
        const int moved = bar->value();
        QVERIFY(!QRect(table->viewport()->mapToGlobal(table->visualRect(row).topLeft()),
                       table->visualRect(row).size())
                     .contains(at));
        QSignalSpy activated(table, &CleanTable::rowActivated);
        press(QEvent::MouseButtonDblClick, Qt::LeftButton);
        press(QEvent::MouseButtonRelease, {});
        QCOMPARE(session->focus().tf(), tf.toStdString());
        QVERIFY(session->colors().coloring() == Coloring::regulon(tf.toStdString(), usualMeasure(*session)));
        QCOMPARE(activated.count(), 0);
        // And nothing scrolls after it.
        QVERIFY(settle(*session));
        QTest::qWait(1400);
        QCOMPARE(bar->value(), moved);
        // Another press is one of its own, of the row that lies there.
        if (toEnd) return;
        QVERIFY(table->indexAt(table->viewport()->mapFromGlobal(at)).isValid());
        press(QEvent::MouseButtonPress, Qt::LeftButton);
        press(QEvent::MouseButtonRelease, {});
        QCOMPARE(int(activated.count()), 1);
        QVERIFY(session->focus().tf() != tf.toStdString());
    }

    // In a window of 1280 pixels the inspector is low.
    void targets_are_seen_where_there_is_little_room() {
        auto session = immuneSession();
        InspectorView view(*session);
        view.resize(330, 330);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        session->focus().setCell(6);
        const_cast<TfDetail&>(view.detail()).showTable(true);
        QVERIFY(settle(*session));
        CleanTable* table = view.tfSection().shown()->table();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(0, 0)).center());
        QVERIFY(settle(*session));
        const auto* area = view.findChild<QScrollArea*>();
        const CleanTable* targets = nullptr;
        for (const CleanTable* one : view.detail().findChildren<CleanTable*>())
            if (one->isVisible()) targets = one;
        QVERIFY(targets);
        const auto seen = [&](const QWidget* part, const QRect& rect) {
            return area->viewport()->rect().contains(
                QRect(part->mapTo(area->viewport(), rect.topLeft()), rect.size()));
        };
        QTRY_VERIFY(seen(targets->viewport(), targets->visualRect(targets->model()->index(4, 0))));
        QVERIFY(seen(&view.detail(), QRect(0, 0, 200, 20)));  // its title
        QVERIFY(view.detail().mapTo(area->viewport(), QPoint()).y() < 40);
    }

    void a_selection_is_named_as_the_group_that_it_is() {
        auto session = immuneSession(false);
        InspectorView view(*session);
        const auto titleOf = [&](const std::string& column, const std::string& group) {
            const auto groups = session->groups().categorical(column);
            const auto at = std::ranges::find(groups->categories, group);
            session->cells().select(session->groups().cellsOf(column, int(at - groups->categories.begin())));
            return view.header().title();
        };
        QCOMPARE(titleOf("cell_type", "DC"), QStringLiteral("DC"));
        QCOMPARE(titleOf("donor_id", "donor 2"), QStringLiteral("donor 2"));
        const std::string merged = GroupEdits(*session).merge("cell_type", {"CD14+ Mono", "FCGR3A+ Mono"},
                                                              QStringLiteral("Monocytes"));
        QVERIFY(!merged.empty());
        QCOMPARE(titleOf(merged, "Monocytes"), QStringLiteral("Monocytes"));
        // Some of a group are not the group; a little of several is a selection.
        CellSet some(immune_cells);
        for (const std::size_t cell : {2U, 8U, 14U}) some.insert(cell);
        session->cells().select(some);
        QCOMPARE(view.header().title(), QStringLiteral("3 of 60 cells of DC"));
        // In the words of the column that colours the map, before those of the labels.
        session->colors().colorBy(Coloring::column(merged));
        CellSet monocytes(immune_cells);
        for (const std::size_t cell : {0U, 1U, 6U}) monocytes.insert(cell);
        session->cells().select(monocytes);
        QCOMPARE(view.header().title(), QStringLiteral("3 of 120 cells of Monocytes"));
        // Beside its own group it has the other cells of that.
        session->cells().select(some);
        Q_EMIT const_cast<SubjectHeader&>(view.header()).compareWithCategory(2);
        QCOMPARE(view.header().title(), QStringLiteral("3 of 60 cells of DC vs all others of DC"));
        QCOMPARE(view.subject().second.cells.count(), std::size_t{57});
        session->focus().setGroups({});
        some.insert(3);
        session->cells().select(some);
        QCOMPARE(view.header().title(), QStringLiteral("Selection"));
    }

    // Read where the group is inspected, and written from there.
    void a_group_has_its_note() {
        auto session = immuneSession(false);
        InspectorView view(*session);
        view.show();
        QToolButton* button = view.header().noteButton();
        session->cells().select(session->groups().cellsOf("cell_type", 2));
        QVERIFY(view.header().note().isEmpty());
        QCOMPARE(button->text(), QString::fromUtf8("Add note…"));
        QVERIFY(button->isVisible());
        button->click();
        auto* dialog = view.window()->findChild<QInputDialog*>();
        QVERIFY(dialog);
        dialog->setTextValue(QStringLiteral("few cells"));
        dialog->accept();
        QCOMPARE(GroupEdits(*session).note("cell_type", "DC"), std::string("few cells"));
        QCOMPARE(view.header().note(), QStringLiteral("few cells"));
        QCOMPARE(button->text(), QString::fromUtf8("Edit note…"));
        session->undoStack().undo();
        QVERIFY(view.header().note().isEmpty());
        session->undoStack().redo();
        // Another group has none, nor has a part of this one, or a cell.
        session->cells().select(session->groups().cellsOf("cell_type", 3));
        QVERIFY(view.header().note().isEmpty() && button->isVisible());
        session->cells().select(CellSet::of(immune_cells, std::vector<std::uint32_t>{2, 8}));
        QVERIFY(view.header().note().isEmpty() && !button->isVisible());
        session->focus().setCell(2);
        QVERIFY(view.header().note().isEmpty() && !button->isVisible());
        session->focus().setGroups({{QStringLiteral("DC"), session->groups().cellsOf("cell_type", 2)}});
        QCOMPARE(view.header().note(), QStringLiteral("few cells"));
        QVERIFY(settle(*session));
    }

    void two_cells_beside_each_other_data() {
        QTest::addColumn<bool>("model");
        QTest::addRow("of a model that reads genes") << true;
        QTest::addRow("of a prior") << false;
    }
    void two_cells_beside_each_other() {
        QFETCH(bool, model);
        auto session = immuneSession(model);
        if (!model) session->setPrior(immunePrior());
        QVERIFY(settle(*session));
        InspectorView view(*session);
        view.resize(340, 760);
        view.show();
        session->focus().setCell(6);  // CD14+ Mono
        session->focus().setTf("SPI1");
        QVERIFY(settle(*session));
        Q_EMIT const_cast<SubjectHeader&>(view.header()).compareWithCell();
        QVERIFY(settle(*session));
        QCOMPARE(view.subject().kind, Subject::Kind::Cell);
        QVERIFY(view.header().separates().startsWith("Click another cell"));
        session->focus().setCell(9);  // B
        QVERIFY(settle(*session));
        QCOMPARE(view.subject().kind, Subject::Kind::Pair);
        QCOMPARE(view.header().title(), QStringLiteral("CD14+ Mono vs B"));
        QVERIFY(view.header().line().contains(
            QStringLiteral("cell 1: %1")
                .arg(QString::fromStdString(session->opened().dataset->obs.index[6]))));
        QCOMPARE(view.header().line().contains("predicted differently"), model);
        QCOMPARE(int(view.header().scores()->bars().size()), model ? 4 : 0);
        QVERIFY(!view.header().separates().isEmpty() && !view.header().separates().startsWith("Click"));
        QVERIFY(view.tfSection().isVisible() && view.tfSection().showsDifferences());
        QVERIFY(!view.readerTfSection().isVisible());
        const TfDifferenceModel& differences = view.tfSection().differences();
        QCOMPARE(differences.headerData(TfDifferenceModel::First, Qt::Horizontal).toString(),
                 QString("cell 1"));
        QVERIFY(differences.rowCount() > 5);
        for (int row = 0; row < differences.rowCount(); ++row) {
            const TfDifference& one = differences.at(row);
            QCOMPARE(one.effect, one.first - one.second);
        }
        QVERIFY(view.detail().showsPairs());
        QCOMPARE(view.detail().tf(), QStringLiteral("SPI1"));
        QVERIFY(picture(view, QStringLiteral("inspector_two_cells"), {340, 760}));
        // The next cell that is opened takes the second place; swapping exchanges the two.
        session->focus().setCell(10);  // Naive CD4 T
        QVERIFY(settle(*session));
        QCOMPARE(view.header().title(), QStringLiteral("CD14+ Mono vs Naive CD4 T"));
        const double apart = differences.at(0).effect;
        const QString most = differences.at(0).tf;
        Q_EMIT const_cast<SubjectHeader&>(view.header()).swapGroups();
        QVERIFY(settle(*session));
        QCOMPARE(view.header().title(), QStringLiteral("Naive CD4 T vs CD14+ Mono"));
        QCOMPARE(differences.at(differences.rowOf(most)).effect, -apart);
        // Other views of the same session agree, and one that a session file gives back.
        {
            InspectorView other(*session);
            QVERIFY(settle(*session));
            QCOMPARE(other.header().title(), view.header().title());
            QCOMPARE(other.header().separates(), view.header().separates());
        }
        Q_EMIT const_cast<SubjectHeader&>(view.header()).closeComparison();
        QVERIFY(settle(*session));
        QCOMPARE(view.subject().kind, Subject::Kind::Cell);
        QCOMPARE(view.subject().cell, 6U);
        QVERIFY(!session->focus().pinned());
        // A cell beside its group.
        Q_EMIT const_cast<SubjectHeader&>(view.header()).compareWithCategory(0);
        QVERIFY(settle(*session));
        QCOMPARE(view.header().title(), QStringLiteral("this cell vs CD14+ Mono"));
        QCOMPARE(view.subject().second.cells.count(), std::size_t{59});
        session->close();
        QVERIFY(settle(*session));
        QVERIFY(!view.states()->showsContent() && !session->focus().pinned());
    }

    void an_ampersand_in_the_name_of_a_label_is_seen() {
        auto session = immuneSession(false);
        auto groups = std::make_shared<Categorical>();
        groups->categories = {"T & NK", "others"};
        groups->codes.assign(session->opened().cells(), 0);
        for (std::size_t cell = 0; cell < groups->codes.size(); cell += 2) groups->codes[cell] = 1;
        session->putColumn({"mine", groups, {}});
        session->setLabelColumn("mine");
        QVERIFY(settle(*session));
        InspectorView view(*session);
        session->focus().setCell(6);
        QVERIFY(settle(*session));
        QStringList texts;
        for (const QMenu* menu : view.header().findChildren<QMenu*>())
            for (const QAction* action : menu->actions()) texts << action->text();
        QVERIFY2(texts.contains(QStringLiteral("T && NK")), qPrintable(texts.join(QStringLiteral(", "))));
    }

    // One thing scrolls: the wheel over a table moves the whole, and no table holds rows back.
    void tables_do_not_scroll_within_the_panel() {
        auto session = immuneSession();
        InspectorView view(*session);
        view.resize(340, 420);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        session->focus().setCell(6);
        session->focus().setTf("SPI1");
        QVERIFY(settle(*session));
        QTest::qWait(20);
        auto* table = view.tfSection().shown()->table();
        auto* area = view.findChild<QScrollArea*>();
        QVERIFY(area->verticalScrollBar()->maximum() > 0);
        QCOMPARE(area->horizontalScrollBar()->maximum(), 0);
        QCOMPARE(table->verticalScrollBar()->maximum(), 0);
        QWheelEvent wheel(QPointF(20, 60), table->viewport()->mapToGlobal(QPointF(20, 60)), {}, {0, -240},
                          Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(table->viewport(), &wheel);
        QVERIFY(!wheel.isAccepted());  // so Qt hands it on to what lies around
        QWheelEvent over(QPointF(20, 60), area->viewport()->mapToGlobal(QPointF(20, 60)), {}, {0, -240},
                         Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(area->viewport(), &over);
        QTRY_VERIFY(area->verticalScrollBar()->value() > 0);
    }

    void long_lists_show_their_top_first() {
        TfSection section;
        std::vector<TfRow> rows(40);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i].tf = QStringLiteral("TF%1").arg(i);
            rows[i].pooling = double(i) - 10;
            rows[i].choice = -double(i);
        }
        section.showTfs(rows, {});
        section.resize(340, 600);
        section.show();
        QCOMPARE(section.shown()->rowsShown(), 12);
        QVERIFY(section.shown()->more()->isVisible());
        const int before = section.shown()->table()->height();
        QTest::mouseClick(section.shown()->more(), Qt::LeftButton);
        QCOMPARE(section.shown()->rowsShown(), 40);
        QVERIFY(section.shown()->table()->height() > 3 * before);
        // Whatever the bars show, the largest comes first.
        QCOMPARE(section.tfs().at(0).tf, QStringLiteral("TF0"));
        for (QAction* action : section.findChild<QMenu*>()->actions())
            if (action->text().startsWith(QStringLiteral("Pooling"))) action->trigger();
        QCOMPARE(section.tfs().at(0).tf, QStringLiteral("TF39"));
        QCOMPARE(section.tfs().at(39).tf, QStringLiteral("TF0"));
        QCOMPARE(section.shown()->table()->cells()->barScale(), 29.0);
        // A model that pools uniformly: rounding must not fill the bars.
        for (TfRow& row : rows) row.pooling = 2.4e-8;
        section.showTfs(rows, {});
        QCOMPARE(section.shown()->table()->cells()->barScale(), least_choice);
        bool said = false;
        for (const QLabel* label : section.findChildren<QLabel*>())
            said = said || (label->isVisible() && label->text().contains(QStringLiteral("all genes alike")));
        QVERIFY(said);
        section.showTfs(std::vector<TfRow>(rows.begin(), rows.begin() + 5), {});
        QCOMPARE(section.shown()->rowsShown(), 5);
        QVERIFY(!section.shown()->more()->isVisible());
    }

    void a_disagreement_is_said() {
        auto session = immuneSession();
        InspectorView view(*session);
        session->focus().setCell(7);
        QVERIFY(settle(*session));
        QCOMPARE(view.header().badge(), QStringLiteral("differs from label"));
        QCOMPARE(view.header().title(), QStringLiteral("FCGR3A+ Mono \u2192 DC"));
        session->focus().setCell(immune_cells - 1);
        QVERIFY(settle(*session));
        QCOMPARE(view.header().badge(), QStringLiteral("no label"));
        QVERIFY(picture(view, QStringLiteral("inspector_no_label"), {336, 700}));
    }

    void a_group_and_what_separates_two() {
        auto session = immuneSession();
        InspectorView view(*session);
        const CellSet monocytes = session->groups().cellsOf("cell_type", 0),
                      b = session->groups().cellsOf("cell_type", 3);
        session->cells().select(monocytes);
        QVERIFY(settle(*session));
        QCOMPARE(view.subject().kind, Subject::Kind::Group);
        QCOMPARE(view.header().title(), QStringLiteral("CD14+ Mono"));
        QVERIFY(view.header().line().startsWith(QStringLiteral("60 cells")));
        QCOMPARE(view.tfSection().tfs().at(0).tf, QStringLiteral("SPI1"));
        QVERIFY(view.tfSection().tfs().at(0).choice_sd > 0);
        session->focus().setTf("SPI1");
        QVERIFY(settle(*session));
        QVERIFY(picture(view, QStringLiteral("inspector_group"), {336, 780}));

        session->focus().setGroups({{QStringLiteral("CD14+ Mono"), monocytes}, {QStringLiteral("B"), b}});
        QVERIFY(settle(*session));
        QCOMPARE(view.subject().kind, Subject::Kind::Pair);
        QVERIFY(view.tfSection().showsDifferences());
        const TfDifferenceModel& differences = view.tfSection().differences();
        QCOMPARE(differences.rowCount(), 12);
        const QSet<QString> first{differences.at(0).tf, differences.at(1).tf};
        QVERIFY2(first.contains(QStringLiteral("SPI1")) || first.contains(QStringLiteral("PAX5")),
                 qPrintable(differences.at(0).tf));
        QVERIFY(picture(view, QStringLiteral("inspector_pair"), {380, 780}));
        session->focus().setGroups({});
        QVERIFY(settle(*session));
        QCOMPARE(view.subject().kind, Subject::Kind::Group);
    }

    void clicks_become_commands() {
        auto session = immuneSession();
        InspectorView view(*session);
        session->focus().setCell(6);
        QVERIFY(settle(*session));
        Q_EMIT const_cast<TfSection&>(view.tfSection()).tfChosen(QStringLiteral("CEBPB"));
        QVERIFY(settle(*session));
        QCOMPARE(session->focus().tf(), std::string("CEBPB"));
        QCOMPARE(view.detail().tf(), QStringLiteral("CEBPB"));
        Q_EMIT const_cast<TfDetail&>(view.detail()).geneChosen(QStringLiteral("LYZ"));
        QCOMPARE(session->colors().coloring(), Coloring::gene("LYZ"));
        Q_EMIT const_cast<TfDetail&>(view.detail()).colorByRegulon(QStringLiteral("CEBPB"));
        QCOMPARE(session->colors().coloring(), Coloring::regulon("CEBPB"));
    }

    void closing_the_dataset_empties_the_view() {
        auto session = immuneSession();
        InspectorView view(*session);
        session->focus().setCell(6);
        session->focus().setTf("SPI1");
        session->close();  // with readings on their way
        QVERIFY(settle(*session));
        QVERIFY(!view.states()->showsContent());
    }

    void neighbours_are_the_nearest() {
        Matrix points(5, 1);
        points.values = {0, 1, 2, 10, std::nanf("")};
        const std::vector<std::int32_t> codes{0, 0, 1, 1, 0};
        Job job;
        const Neighbours two = neighboursAlike(points, 0, codes, 2, job);
        QCOMPARE(two.of, 2);
        QCOMPARE(two.alike, 1);
        const Neighbours all = neighboursAlike(points, 0, codes, 15, job);
        QCOMPARE(all.of, 3);
        QCOMPARE(all.alike, 1);
    }

    void samples_are_spread() {
        const auto sample = spreadSample(CellSet::all(1000), 10);
        QCOMPARE(sample.size(), 10U);
        QCOMPARE(sample[1], 100U);
        QCOMPARE(spreadSample(CellSet::all(3), 10).size(), 3U);
        QCOMPARE(spreadSample(CellSet(), 10).size(), 0U);
    }
};

QTEST_MAIN(InspectorTest)
#include "tst_inspector.moc"

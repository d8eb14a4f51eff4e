// What came of a comparison, on the page: numbers of the engine and of donors, filters, table and plots that
// follow each other, figures and files.
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QHeaderView>
#include <QLineEdit>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QToolButton>
#include <QUndoStack>
#include <set>

#include "core/workflow/groups_of_sets.h"
#include "tests/ui/views/compare/compare_page.h"
#include "ui/figures/figure.h"
#include "ui/models/comparison_model.h"
#include "ui/render/theme.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/compare/filter_bar.h"
#include "ui/views/compare/notes_line.h"
#include "ui/views/compare/point_plot_canvas.h"
#include "ui/views/compare/result_texts.h"
#include "ui/views/compare/result_view.h"
#include "ui/views/compare/setup_panel.h"
#include "ui/views/parts/clean_table.h"

using namespace regulus;
using namespace regulus::test;

class CompareResultTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // Limits go on in a second line, and what warns is not cut.
    void a_narrow_page_has_its_filters_and_notes_whole() {
        Page page(immuneSession(false));
        QVERIFY(page.compare(b_cells));
        for (const int width : {1100, 1264}) {
            page.view.resize(width, 400);
            QTest::qWait(50);
            QCOMPARE(page.view.width(), width);
            const FilterBar& bar = *page.view.findChild<FilterBar*>();
            for (const QWidget* part : bar.findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly))
                if (part->isVisible())
                    QVERIFY2(bar.rect().contains(part->geometry()), part->metaObject()->className());
            const auto* const search = bar.findChild<QLineEdit*>();
            QVERIFY(search->width() > search->fontMetrics().horizontalAdvance(search->placeholderText()));
            NotesLine& notes = *page.view.findChild<NotesLine*>();
            const QFontMetrics metrics(Theme::current().font(12));
            const int lines = 1 + metrics.horizontalAdvance(notes.notes()) / (notes.width() - 20);
            QVERIFY2(notes.height() >= std::min(lines, NotesLine::least_lines) * metrics.height(),
                     qPrintable(QStringLiteral("%1 for %2 lines").arg(notes.height()).arg(lines)));
        }
    }

    void initTestCase() { useLightTheme(); }

    void genes_are_those_of_the_engine() {
        Page page(immuneSession(false));
        page.session->comparison().setDonors({});
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
        // What warns comes first.
        const std::vector<std::string>& warnings = page.view.result()->result()->cells.warnings;
        QVERIFY(!warnings.empty());
        QVERIFY(page.view.result()->notes().startsWith(QString::fromStdString(warnings.front())));
        QVERIFY(page.view.result()->notes().contains("Every cell counts as a replicate"));
        QVERIFY(page.view.result()->notes().contains(
            "1 cell without a value of cell_type left out of the rest."));
        QCOMPARE(page.view.setup()->slot(ComparedSide::A)->countText(),
                 QStringLiteral("60 cells · 1 of donor_id"));
        QCOMPARE(page.view.setup()->slot(ComparedSide::B)->countText(),
                 QStringLiteral("299 cells · 2 of donor_id"));
        QVERIFY(picture(page.view, QStringLiteral("compare_genes"), {1240, 300}));
        QVERIFY(picture(page.view, QStringLiteral("compare_genes_large"), {2500, 700}));
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
        QComboBox* donors = page.view.setup()->donors();
        QCOMPARE(donors->currentText(), QStringLiteral("donor_id"));
        QVERIFY(page.compare(b_cells));
        QVERIFY(page.model().placeOf(ComparisonColumn::DonorQ) > 0);
        donors->setCurrentIndex(0);
        Q_EMIT donors->activated(0);
        QVERIFY(page.ready());
        QCOMPARE(page.model().placeOf(ComparisonColumn::DonorQ), -1);
        QCOMPARE(donors->itemText(1), QStringLiteral("donor_id"));
        donors->setCurrentIndex(1);
        Q_EMIT donors->activated(1);
        QVERIFY(page.ready());
        QVERIFY(page.model().placeOf(ComparisonColumn::DonorQ) > 0);
        QVERIFY(page.view.result()->notes().contains("4 pairs of donors."));
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
        QVERIFY(page.view.result()->notes().contains("Donors are compared by counts of genes"));
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

    // What activity tells apart is tested at equal depth, and what does not differ is grey.
    void regulators_differ_at_equal_depth_or_not() {
        Page page(immuneSession(false));
        QVERIFY(page.compare(b_cells, CompareView::Regulators));
        const auto result = page.view.result()->result();
        QVERIFY(result->cells.of_depth());
        QCOMPARE(page.model().placeOf(ComparisonColumn::Share), -1);
        const int q = page.model().placeOf(ComparisonColumn::DepthQ);
        QVERIFY(q > 0);
        QVERIFY(!page.view.result()->filters()->minShare()->isVisible());
        for (int row = 0; row < page.model().rowCount(); ++row)
            QVERIFY(page.model().index(row, q).data(ValueRole).toDouble() <= 0.05);
        page.session->comparison().setFilters({.mostQ = 1});
        QVERIFY(settle(*page.session));
        int grey = 0, shown = 0;
        for (int row = 0; row < page.model().rowCount(); ++row) {
            const Compared one = result->cells.at(0, page.model().geneAt(row));
            const QModelIndex at = page.model().index(row, q);
            QCOMPARE(at.data(MutedRole).toBool(), !one.differs_at_depth() || !one.stands_out());
            const QString tip = at.data(Qt::ToolTipRole).toString();
            QVERIFY2(tip.startsWith(one.reversed()           ? "Differs to the other side: at equal depth"
                                    : one.differs_at_depth() ? "Differs: at equal depth, "
                                                             : "Does not differ: at equal depth"),
                     qPrintable(tip));
            ++(one.differs_at_depth() ? shown : grey);
        }
        QVERIFY2(grey > 0 && shown > 0, qPrintable(QString("%1 grey, %2 not").arg(grey).arg(shown)));
        QVERIFY(page.view.result()->notes().contains("TFs are therefore compared at equal depth"));
        QCOMPARE(page.view.result()->volcano()->scene().plot().y.title,
                 QStringLiteral("\u2212log10 q at equal depth"));
        QVERIFY(picture(page.view, QStringLiteral("compare_depth"), {1240, 300}));
    }

    // What differs no more than with rewired priors is grey, says why, and can be left out.
    void regulators_stand_out_or_not() {
        Page page(immuneSession(false));
        page.session->comparison().setFilters({.mostQ = 1});
        QVERIFY(page.compare(b_cells, CompareView::Regulators));
        const auto result = page.view.result()->result();
        QVERIFY(result->whole() && result->cells.of_rewired());
        const StandingCount count = result->cells.rewired.counts[0];
        QCOMPARE(count.tested, result->cells.names.size());
        QVERIFY(page.view.result()->countText().endsWith(QStringLiteral("%1 stand out, %2 by chance")
                                                             .arg(count.standing)
                                                             .arg(count.by_chance, 0, 'f', 1)));
        QVERIFY(page.view.result()->notes().contains("By chance"));
        FilterBar* filters = page.view.result()->filters();
        QVERIFY(filters->standingOnly()->isVisible());
        const int p = page.model().placeOf(ComparisonColumn::RewiredP), all = page.model().rowCount();
        QVERIFY(p > 0);
        std::set<std::uint32_t> standing;
        for (int row = 0; row < all; ++row) {
            const QModelIndex at = page.model().index(row, p);
            const bool stands = at.data(ValueRole).toDouble() <= 0.05;
            if (stands) standing.insert(page.model().geneAt(row));
            if (!stands) QVERIFY(at.data(MutedRole).toBool());
            const QString reason = at.data(Qt::ToolTipRole).toString().section(QLatin1Char('\n'), 1);
            QVERIFY2(
                reason.startsWith(stands ? "Stands out: 0 of 20 rewired priors" : "Does not stand out: "),
                qPrintable(reason));
        }
        QCOMPARE(standing.size(), count.standing);
        QVERIFY(!standing.empty() && int(standing.size()) < all);
        for (const PointPlot::Point& point : page.view.result()->volcano()->scene().plot().points)
            if (!standing.contains(point.id)) QCOMPARE(point.tone, PointPlot::Tone::Muted);
        filters->standingOnly()->click();
        QVERIFY(settle(*page.session));
        QCOMPARE(page.model().rowCount(), int(standing.size()));
        page.session->undoStack().undo();
        QVERIFY(settle(*page.session));
        QVERIFY(!filters->standingOnly()->isChecked());
        QCOMPARE(page.model().rowCount(), all);
        // Genes and the mRNA of TFs follow no prior.
        page.view.setMeasure(ComparedBy::TfExpression);
        QVERIFY(settle(*page.session));
        QVERIFY(!filters->standingOnly()->isVisible());
        QCOMPARE(page.model().placeOf(ComparisonColumn::RewiredP), -1);
    }

    void a_tf_opens_the_inspector() {
        Page page(immuneSession(false));
        QVERIFY(page.compare(b_cells, CompareView::Regulators));
        QSignalSpy inspected(&page.view, &CompareView::inspectRequested);
        CleanTable* table = page.view.result()->table();
        click(table, 0);
        QCOMPARE(inspected.size(), 0);
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(inspected.size(), 1);
        QCOMPARE(page.session->focus().tf(), page.names(1).first().toStdString());
        const auto& sides = page.session->focus().groups();  // which it shows
        QCOMPARE(sides.size(), std::size_t{2});
        QCOMPARE(sides[0].name, QStringLiteral("B"));
        QCOMPARE(sides[0].cells, page.session->groups().cellsOf("cell_type", b_cells));
        QCOMPARE(sides[1].cells.count(), std::size_t{299});
        // The same TF again, or another: the sides stay what they are.
        QSignalSpy heard(page.session.get(), &Session::changed);
        click(table, 1);
        for (const auto& one : heard) QVERIFY(!(one[0].value<Changes>() & Change::FocusGroups));
        page.view.setTab(CompareView::Genes);
        QVERIFY(page.ready());
        click(table, 0);
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(inspected.size(), 1);
    }

    void all_groups_are_kept_and_written() {
        Page page(immuneSession(false));
        page.session->comparison().compareAllGroups("cell_type");
        page.view.setTab(CompareView::Genes);
        QVERIFY(page.ready());
        QComboBox* groups = page.view.result()->groups();
        groups->setCurrentIndex(groups->findText("NK"));
        page.view.setTab(CompareView::Regulators);
        QVERIFY(page.ready());
        QCOMPARE(groups->currentText(), QStringLiteral("NK"));
        page.view.setTab(CompareView::Genes);
        QVERIFY(page.ready());
        QCOMPARE(groups->currentText(), QStringLiteral("NK"));
        int rows = 0;
        for (int group = 0; group < groups->count(); ++group) {
            groups->setCurrentIndex(group);
            QVERIFY(settle(*page.session));
            rows += page.model().rowCount();
        }
        QTemporaryDir folder;
        const QString path = folder.filePath("all.csv");
        QSignalSpy exported(&page.view, &CompareView::exported);
        page.view.result()->writeCsv(path);
        QVERIFY(exported.wait(5000));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), rows + 1);
        std::set<QByteArray> written;
        for (const QByteArray& line : lines.mid(1)) written.insert(line.left(line.indexOf(',')));
        QCOMPARE(int(written.size()), groups->count());
    }

    // First rows while the rest is compared, and then all of them with what was chosen.
    void rows_come_while_it_runs() {
        Page page(immuneSession(false));
        QVERIFY(page.compare(b_cells));
        const auto whole = page.view.result()->result();
        auto some = std::make_shared<ComparisonResult>(*whole);
        some->cells.whole = false;
        for (std::size_t gene = 20; gene < some->cells.names.size(); ++gene)
            some->cells.tests.tests[gene] = GroupTest();
        page.view.result()->show(nullptr);
        page.view.result()->show(some);
        QVERIFY(settle(*page.session));
        QVERIFY(page.view.result()->countText().endsWith(QStringLiteral("genes so far\u2026")));
        QVERIFY(page.model().rowCount() > 0);
        QVERIFY(!page.view.result()->figure());
        QVERIFY(page.view.result()->notes().startsWith("More is being compared"));
        click(page.view.result()->table(), 0);
        const QString chosen = page.names(1).first();
        page.view.result()->show(whole);
        QVERIFY(settle(*page.session));
        QVERIFY(page.view.result()->countText().endsWith(QStringLiteral("of 45 genes")));
        QCOMPARE(page.view.result()->table()->selectionModel()->selectedRows().first().data().toString(),
                 chosen);
        QVERIFY(page.view.result()->figure());
    }

    // Numbers of a sample are grey, say so wherever they stand, and leave the page nowhere; what was chosen
    // among them is chosen among the numbers of all cells.
    void numbers_of_a_sample_are_replaced() {
        Page page(immuneSession(false));
        QVERIFY(page.compare(b_cells));
        ResultView& view = *page.view.result();
        page.session->comparison().setFilters({.mostQ = 1});
        QVERIFY(settle(*page.session));
        const auto whole = view.result();
        auto some = std::make_shared<ComparisonResult>(*whole);
        some->cells.whole = false;
        some->cells.sampled = 90;
        for (std::size_t gene = 0; gene < 45; ++gene) {  // another order
            some->cells.tests.tests[gene].auroc = 0.2F + 0.01F * float(gene);
            some->cells.tests.tests[gene].z *= 0.5;
        }
        const auto copying = [&] {
            for (const QAction* action : view.table()->actions())
                if (action->shortcut() == QKeySequence(QKeySequence::Copy)) return action->isEnabled();
            return true;
        };
        const auto column = [&](ComparisonColumn what) { return page.model().placeOf(what); };
        const auto muted = [&](ComparisonColumn what) {
            return page.model().index(0, column(what)).data(MutedRole).toBool();
        };
        QVERIFY(copying());
        view.show(nullptr);
        view.show(some);
        QVERIFY(settle(*page.session));
        QCOMPARE(view.countText(), QStringLiteral("45 of 45 genes, from 90 of 359 cells\u2026"));
        QVERIFY(view.notes().startsWith("These numbers are from 90 of 359 cells"));
        for (const auto what : {ComparisonColumn::Change, ComparisonColumn::Share,
                                ComparisonColumn::ShareRest, ComparisonColumn::Auroc, ComparisonColumn::Q})
            QVERIFY(muted(what));
        QVERIFY(!muted(ComparisonColumn::Name));
        QCOMPARE(page.model().index(0, 1).data(Qt::ToolTipRole).toString(),
                 QStringLiteral("From 90 of 359 cells; all of them are being read"));
        QVERIFY(!view.figure());
        QVERIFY(!copying());
        QApplication::clipboard()->setText("before");
        view.table()->setFocus();
        QTest::keySequence(view.table(), QKeySequence::Copy);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("before"));
        QVERIFY(!page.view.findChild<QToolButton*>(QStringLiteral("plot"))->isEnabled());
        for (const PointPlotCanvas* canvas : {view.volcano(), view.ranking()})
            QCOMPARE(canvas->scene().plot().note, QStringLiteral("From 90 of 359 cells"));
        QVERIFY(describeRow(*some, 0, 3).endsWith("(from 90 of 359 cells)"));
        QVERIFY(picture(page.view, QStringLiteral("compare_sample"), {1240, 300}));

        QHeaderView* header = view.table()->horizontalHeader();
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          {header->sectionViewportPosition(column(ComparisonColumn::Auroc)) + 12, 10});
        QVERIFY(settle(*page.session));
        const std::uint32_t first = page.model().geneAt(0), second = page.model().geneAt(1);
        click(view.table(), 0);
        QTest::mouseClick(view.table()->viewport(), Qt::LeftButton, Qt::ControlModifier,
                          view.table()->visualRect(page.model().index(1, 0)).center());
        view.show(whole);
        QVERIFY(settle(*page.session));
        QCOMPARE(view.countText(), QStringLiteral("45 of 45 genes"));
        QVERIFY(!view.notes().contains("359"));
        QVERIFY(!muted(ComparisonColumn::Auroc));
        QVERIFY(copying() && view.figure());
        QVERIFY(view.volcano()->scene().plot().note.isEmpty());
        std::set<std::uint32_t> chosen;
        for (const QModelIndex& row : view.table()->selectionModel()->selectedRows())
            chosen.insert(page.model().geneAt(row.row()));
        QCOMPARE(chosen, (std::set<std::uint32_t>{first, second}));
        QCOMPARE(header->sortIndicatorSection(), column(ComparisonColumn::Auroc));
        for (int row = 1; row < 45; ++row)
            QVERIFY(page.model().index(row, column(ComparisonColumn::Auroc)).data(ValueRole).toDouble() <=
                    page.model().index(row - 1, column(ComparisonColumn::Auroc)).data(ValueRole).toDouble());
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

QTEST_MAIN(CompareResultTest)
#include "tst_compare_result.moc"

// Golden pictures of what compares groups of cells: the heatmap, the Compare page, and plots.
#include <QTabWidget>

#include "tests/golden/golden_session.h"
#include "tests/ui/session/regulon_cells.h"
#include "tests/ui/views/compare/compare_page.h"
#include "ui/views/compare/enrichment_view.h"
#include "ui/views/compare/group_plots_view.h"
#include "ui/views/heatmap/heatmap_settings.h"
#include "ui/views/heatmap/heatmap_view.h"

using namespace regulus;
using namespace regulus::test;

namespace {

constexpr QSize below{1100, 320}, page{760, 240}, plot{900, 480};

}  // namespace

class GoldenGroupsTest : public QObject {
    Q_OBJECT

    static void show(Session& session, const HeatmapSettings& settings) {
        session.memory().change(QStringLiteral("Heatmap"), "heatmap", heatmapWords(settings));
    }
    static void edit(Session& session, const std::function<void(PlotSettings&)>& change) {
        PlotSettings settings = session.plots().settings();
        change(settings);
        session.plots().set(settings);
    }

  private Q_SLOTS:
    void heatmap_without_values() {
        Session session(immuneEngine());
        HeatmapView view(&session);
        GOLDEN(view, {"heatmap_nothing_open", page, {}});
        session.setDataset(smallDataset());
        GOLDEN(view, {"heatmap_no_prior", page, {}});
        session.setPrior(smallPrior());  // none of its TFs has five targets
        QVERIFY(settle(session));
        GOLDEN(view, {"heatmap_prior_does_not_fit", page, {}});
    }

    void heatmap_before_training() {
        Session session(immuneEngine());
        session.setDataset(regulonCells());
        session.setPrior(regulonPrior());
        QVERIFY(settle(session));
        HeatmapView view(&session);
        QVERIFY(settle(session));
        GOLDEN(view, {"heatmap_before_training", below, {}});
    }

    void heatmap() {
        auto session = immuneSession();
        HeatmapView view(session.get());
        GOLDEN(view, {"heatmap", below, {}});
        HeatmapSettings settings;
        settings.look.groupBlocks = 2;
        settings.look.geneBlocks = 3;
        settings.groupBar = GroupBar::Cells;
        settings.tfBar = TfBar::Targets;
        show(*session, settings);
        QVERIFY(settle(*session));
        GOLDEN(view, {"heatmap_blocks", below, {}});
        settings = {};
        settings.turned = true;
        show(*session, settings);
        QVERIFY(settle(*session));
        GOLDEN(view, {"heatmap_turned", QSize(760, 460), {}});
        settings = {};
        settings.eachCell = true;
        show(*session, settings);
        QVERIFY(settle(*session));
        GOLDEN(view, {"heatmap_cells", below, {}});
        settings = {};
        settings.look.tfs = ShownTfs::Named;
        settings.names = QStringLiteral("NOSUCH");
        show(*session, settings);
        QVERIFY(settle(*session));
        GOLDEN(view, {"heatmap_no_tf", below, {}});
    }

    void compare_without_a_result() {
        Session empty(immuneEngine());
        CompareView nothing(empty);
        GOLDEN(nothing, {"compare_nothing_open", below, {}});
        Page open(sessionOf(immuneDataset(), false));
        GOLDEN(open.view, {"compare_empty", below, {}});
        open.session->comparison().putGroups(ComparedSide::A, "cell_type", {b_cells});
        GOLDEN(open.view, {"compare_no_prior", below, {}});
        Page few(immuneSession(false));
        few.view.setTab(CompareView::Genes);
        few.session->comparison().putCells(ComparedSide::A,
                                           CellSet::of(immune_cells, std::vector<std::uint32_t>{3, 9}));
        QTRY_COMPARE(few.state(), QStringLiteral("These groups cannot be compared"));
        GOLDEN(few.view, {"compare_too_few", below, {}});
    }

    void compare() {
        Page open(immuneSession(false));
        QVERIFY(open.compare(b_cells));
        GOLDEN(open.view, {"compare_genes", below, {}});
        GOLDEN(open.view, {"compare_large", QSize(1600, 620), {}});
        open.view.result()->pictures()->setCurrentIndex(1);
        GOLDEN(open.view, {"compare_ranking", below, {}});
        QVERIFY(open.compare(b_cells, CompareView::Regulators));
        GOLDEN(open.view, {"compare_regulators", below, {}});
    }

    void compare_over_donors() {
        Page open(sessionWithDonors());
        open.session->comparison().setDonors("donor_id");
        open.session->comparison().compareAllGroups("cell_type");
        open.view.setTab(CompareView::Genes);
        QVERIFY(open.ready());
        GOLDEN(open.view, {"compare_donors", below, {}});
    }

    void plots_without_values() {
        Session empty(immuneEngine());
        GroupPlotsView nothing(empty);
        GOLDEN(nothing, {"plots_nothing_open", page, {}});
        auto session = immuneSession(false);
        GroupPlotsView view(*session);
        edit(*session, [](PlotSettings& s) { s.names = "NOSUCH"; });
        QVERIFY(settle(*session));
        GOLDEN(view, {"plots_no_names", page, {}});
        edit(*session, [](PlotSettings& s) {
            s.names.clear();
            s.compared = true;
        });
        QVERIFY(settle(*session));
        GOLDEN(view, {"plots_nothing_compared", page, {}});
    }

    void plots_data() {
        QTest::addColumn<int>("kind");
        for (const PlotKind kind : {PlotKind::Dots, PlotKind::Matrix, PlotKind::Violins, PlotKind::Boxes,
                                    PlotKind::Ridges, PlotKind::Bars, PlotKind::Table, PlotKind::Donors})
            QTest::newRow(toString(kind)) << int(kind);
    }
    void plots() {
        QFETCH(int, kind);
        auto session = sessionWithDonors();
        GroupPlotsView view(*session);
        edit(*session, [kind](PlotSettings& s) {
            s.names = "CD14, LYZ, MS4A1, CD3E, NKG7";
            s.look.kind = PlotKind(kind);
        });
        QVERIFY(settle(*session));
        GOLDEN(view, {QStringLiteral("plots_%1").arg(toString(PlotKind(kind))), plot, {}});
    }
};

GOLDEN_MAIN(GoldenGroupsTest)
#include "tst_groups.moc"

// Golden pictures of the panels beside the map, and of the pages of an evaluation and of steps.
#include <QTemporaryDir>

#include "tests/golden/golden_session.h"
#include "tests/ui/session/regulon_cells.h"
#include "ui/dialogs/error_presenter.h"
#include "ui/views/data_panel/data_panel.h"
#include "ui/views/data_panel/genes_box.h"
#include "ui/views/evidence/evidence_view.h"
#include "ui/views/gene_lists/gene_lists_view.h"
#include "ui/views/history/history_view.h"

using namespace regulus;
using namespace regulus::test;

namespace {

constexpr QSize side{236, 700}, low{236, 360}, list{320, 480}, below{900, 300};

}  // namespace

class GoldenPanelsTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

  private Q_SLOTS:
    void data_panel() {
        Session empty(immuneEngine());
        DataPanel nothing(empty);
        GOLDEN(nothing, {"data_nothing_open", low, {}});
        auto before = immuneSession(false);
        DataPanel untrained(*before);
        GOLDEN(untrained, {"data_no_model", side, {}});
        auto session = immuneSession();
        DataPanel view(*session);
        session->cells().select(cellsOfType(0));
        session->colors().colorBy(Coloring::regulon("SPI1"));
        session->focus().setTf("SPI1");
        QVERIFY(settle(*session));
        GOLDEN(view, {"data_regulon", side, {}});
        session->cells().clearSelection();
        session->colors().colorBy(Coloring::gene("LYZ"));
        session->cells().setCategoryHidden("cell_type", 2, true);
        QVERIFY(settle(*session));
        GOLDEN(view, {"data_gene", QSize(320, 760), {}});
    }

    void data_panel_of_unlabelled_cells() {
        auto data = immuneDataset();
        std::get<Categorical>(data->obs.columns[0].values).categories[2] = "unknown";
        auto session = sessionOf(data, false);
        DataPanel view(*session);
        GOLDEN(view, {"data_unlabelled", side, {}});
    }

    void gene_lists() {
        Session empty(immuneEngine());
        GeneListsView nothing(empty);
        GOLDEN(nothing, {"gene_lists_nothing_open", list, {}});
        auto session = immuneSession();
        GeneListsView view(*session);
        GOLDEN(view, {"gene_lists_no_gene", list, {}});
        view.showSimilar("MS4A1");
        QVERIFY(settle(*session));
        GOLDEN(view, {"gene_lists_similar", list, {}});
        view.setSelectedOnly(true);
        QVERIFY(settle(*session));
        GOLDEN(view, {"gene_lists_no_cells", list, {}});
    }

    void history() {
        auto session = immuneSession(false);
        HistoryView view(session->undoStack());
        GOLDEN(view, {"history_start", QSize(260, 300), {}});
        session->cells().select(cellsOfType(3));
        session->colors().colorBy(Coloring::gene("LYZ"));
        session->cells().setFilter("selection", cellsOfType(3));
        session->scatter().set({"CD14", "LYZ", false, {}});
        session->undoStack().undo();
        QVERIFY(settle(*session));
        GOLDEN(view, {"history", QSize(260, 300), {}});
    }

    void evidence() {
        Session session(Engine{});
        EvidenceView view(session);
        GOLDEN(view, {"evidence_nothing_open", below, {}});
        session.setDataset(regulonCells());
        session.setPrior(regulonPrior());
        QVERIFY(settle(session));
        GOLDEN(view, {"evidence_none", below, {}});
        EvaluationRequest request;
        request.data.label_column = "group";
        request.plan = PlanOptions::quick();
        request.plan.splits = 1;
        request.plan.rewired = 2;
        request.plan.renamed = 1;
        request.plan.few = {};
        request.options = options_for(Preset::Quick);
        request.folder = m_folder.filePath(QStringLiteral("runs"));
        session.evidence().start(request);
        QTRY_VERIFY_WITH_TIMEOUT(!session.evidence().state().active, 60000);
        QVERIFY(settle(session));
        GOLDEN(view, {"evidence_page", QSize(900, 480), {}});
        request.folder = QStringLiteral("/dev/null");
        session.evidence().start(request);
        QTRY_VERIFY(!session.evidence().state().active);
        GOLDEN(view, {"evidence_failed", below, {}});
    }

    void failures() {
        ErrorPresenter presenter;
        presenter.present(Error(ErrorKind::Data, "X holds 3 values that are not finite",
                                "cells.h5ad, X, row 12", "Replace them by 0, or choose another matrix"),
                          QStringLiteral("Reading cells.h5ad"));
        GOLDEN(presenter, {"error", QSize(760, 96), {}});
    }
};

GOLDEN_MAIN(GoldenPanelsTest)
#include "tst_panels.moc"

// The script of a session of real cells (PBMC 3k with the starter prior), run by a shell: plots, gallery,
// scatter plot with gates, heatmap with its options, similar genes and a comparison of visible cells are
// those of the window, number by number.
#include <QTemporaryDir>
#include <set>

#include "tests/app/window/run_script.h"
#include "ui/figures/comparison/comparison_numbers.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/compare/group_plots_view.h"
#include "ui/views/compare/result_view.h"
#include "ui/views/gallery/gallery_view.h"
#include "ui/views/gates/gates_view.h"
#include "ui/views/gene_lists/gene_lists_view.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/scatter/scatter_view.h"

using namespace regulus;

namespace {

std::vector<QByteArrayList> tableOf(const QByteArray& csv) {
    std::vector<QByteArrayList> rows;
    for (const QByteArray& line : csv.trimmed().split('\n')) rows.push_back(line.split(','));
    return rows;
}

}  // namespace

class TestScriptOfViews : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::unique_ptr<Session> m_session;

    QString path(const QString& name) { return m_folder.filePath(name); }
    bool settled() { return test::settled(*m_session); }
    void show(QWidget& view) {
        view.resize(1200, 500);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
    }
    void scriptOf(const QString& name) {
        test::exportScript(*m_session, path(name));
        if (!QTest::currentTestFailed()) test::runScript(path(name));
    }
    QByteArray written(const QString& name) { return test::bytesOf(path(name)); }

  private Q_SLOTS:
    void initTestCase() {
        const QString data = test::data_file("pbmc3k/pbmc3k_seurat.h5ad");
        REGULUS_NEED_DATA(data);
        m_session = std::make_unique<Session>(Engine::standard());
        m_session->openDataset(data);
        QVERIFY(settled() && m_session->opened().dataset);
        m_session->openPrior("starter");
        QVERIFY(settled() && m_session->tfResults());
    }

    void mapGalleryAndScatterPlot() {
        GalleryView gallery(*m_session);
        ScatterView scatter(*m_session);
        GatesView gates(*m_session);
        show(gallery);
        show(scatter);
        m_session->colors().colorBy(Coloring::blend(Coloring::gene("CD3D"), Coloring::gene("MS4A1")));
        gallery.showNames({"cell_type", "ms4a1", "CD3D + NKG7", "activity:SPI1"});
        m_session->scatter().set({"CD3D", "X_umap:2", false, QPointF(1.5, 2)});
        m_session->gates().add(
            Gate{0, 0, "T = cells, \"high\"", "CD3D", "X_umap:2", true, {{1, -5}, {9, 5}}});
        m_session->gates().choose(0);
        m_session->gates().add(Gate{0, 0, "turned", "X_umap:2", "CD3D", false, {{0, 0}, {3, 0}, {2, 2}}});
        QVERIFY(settled());
        QTRY_VERIFY(scatter.data() && !scatter.busy() && !gates.counting() && gallery.panes().size() == 4);
        QVERIFY(settled());
        scriptOf("maps.sh");
        if (QTest::currentTestFailed()) return;
        QVERIFY(written("maps.sh").contains("--color-by 'CD3D + MS4A1'"));
        test::compareNumbers(gallery.numbers(), path("maps.gallery.csv"));
        test::compareNumbers(scatter.numbers(), path("maps.scatter.csv"));
        // Behind the map: a row a cell, with the values of both genes.
        const auto rows = tableOf(written("maps.map.csv"));
        const auto data = m_session->colors().data();
        QCOMPARE(rows.size(), m_session->opened().cells() + 1);
        for (std::size_t cell = 0; cell < m_session->opened().cells(); cell += 97)
            for (qsizetype part = 0; part < 2; ++part) {
                const QByteArrayList& row = rows[cell + 1];
                QCOMPARE(row[row.size() - 2 + part].toFloat(), data->parts[std::size_t(part)]->values[cell]);
            }
        QVERIFY(written("maps.scatter.svg").contains("T = cells"));
    }

    // What is on an embedding of its own, and several of them side by side: the script makes the second one.
    void galleryOfSeveralEmbeddings() {
        GalleryView gallery(*m_session);
        show(gallery);
        EmbeddingRequest request;
        request.seed = 3;
        m_session->view().computeEmbedding(request);
        QVERIFY(settled());
        QTRY_COMPARE(m_session->view().embedding()->key, std::string("expression:umap"));
        m_session->view().showEmbedding("X_umap");
        ViewSettings view = m_session->view().settings();
        view.galleryNames = "LYZ, MS4A1";
        view.paneMaps = {{"LYZ", {"expression:umap", ""}}};
        m_session->view().setSettings(view);
        QVERIFY(settled());
        QTRY_COMPARE(gallery.panes().size(), std::size_t(3));
        QVERIFY(settled());
        scriptOf("own.sh");
        if (QTest::currentTestFailed()) return;
        QVERIFY2(written("own.sh").contains("--on LYZ=X_umap"), written("own.sh").constData());
        auto rows = tableOf(written("own.gallery.csv"));
        QCOMPARE(rows.front().size(), qsizetype(7));  // a cell, two places, two genes
        gallery.showBeside();
        m_session->colors().colorBy(Coloring::gene("CD3D"));
        QVERIFY(settled());
        QTRY_COMPARE(gallery.panes().size(), std::size_t(2));
        scriptOf("beside.sh");
        if (QTest::currentTestFailed()) return;
        QVERIFY(written("beside.sh").contains("--embeddings X_umap,"));
        rows = tableOf(written("beside.gallery.csv"));
        QCOMPARE(rows.front().size(), qsizetype(6));
        view = m_session->view().settings();
        view.besideMaps.clear();
        view.galleryNames.clear();
        m_session->view().setSettings(view);
    }

    void howTheMapIsDrawn() {
        m_session->colors().colorBy(Coloring::gene("CD3D"));
        ViewSettings look = m_session->view().settings();
        look.pointSize = 3;
        look.opacity = 0.5;
        look.mixedOrder = true;
        look.labels = false;
        look.contours = "cell_type";
        m_session->view().setSettings(look);
        QVERIFY(settled());
        scriptOf("look.sh");
        if (QTest::currentTestFailed()) return;
        const QByteArray words = written("look.sh").simplified().replace(" \\ ", " ");
        QVERIFY2(
            words.contains("--point-size 3 --opacity 0.5 --mixed-order --no-labels --contours cell_type"),
            words.constData());
        const QByteArray drawn = written("look.map.svg");
        QVERIFY(drawn.contains("mixed order") && !drawn.contains("CD14+ Mono"));
        m_session->view().setSettings({});
    }

    void plotsOfGenes() {
        GroupPlotsView view(*m_session);
        show(view);
        PlotSettings plots;
        plots.look = {.kind = PlotKind::Matrix, .color = PlotColor::ZScore, .swapped = true, .tree = true};
        plots.names = "ms4a1, CD3D LYZ; nothing";
        m_session->plots().set(plots);
        QVERIFY(settled());
        QTRY_VERIFY(view.figure());
        scriptOf("genes.sh");
        if (QTest::currentTestFailed()) return;
        test::compareNumbers(view.numbers(), path("genes.plot.csv"));
        plots.look = {.kind = PlotKind::Violins};
        plots.values = ValuesOf::Activity;
        plots.names = "SPI1, PAX5";
        m_session->plots().set(plots);
        QVERIFY(settled());
        scriptOf("tfs.sh");
        if (QTest::currentTestFailed()) return;
        test::compareNumbers(view.numbers(), path("tfs.plot.csv"));
        m_session->plots().set({});
    }

    void theHeatmap() {
        HeatmapView view(m_session.get());
        show(view);
        HeatmapSettings settings;
        settings.measure = int(RegulonMeasure::Activity);
        settings.look.tfs = ShownTfs::Named;
        settings.names = "spi1, PAX5 TBX21 nothing CIITA, STAT1";
        settings.look.groupBlocks = 3;
        settings.look.geneBlocks = 2;
        settings.groupBar = GroupBar::Cells;
        settings.tfBar = TfBar::Targets;
        settings.z = false;
        settings.turned = true;
        m_session->memory().change("heatmap", "heatmap", heatmapWords(settings));
        QVERIFY(settled());
        scriptOf("heat.sh");
        if (QTest::currentTestFailed()) return;
        test::compareNumbers(view.numbers()(), path("heat.heatmap.csv"));
        settings = {};
        settings.eachCell = true;
        settings.order = CellOrder::Value;
        settings.look = {
            .tfs = ShownTfs::Leading, .ofEach = 2, .clusterGroups = false, .clusterGenes = false};
        m_session->focus().setTf("SPI1");
        m_session->memory().change("heatmap", "heatmap", heatmapWords(settings));
        QVERIFY(settled());
        scriptOf("cells.sh");
        if (QTest::currentTestFailed()) return;
        QVERIFY(written("cells.sh").contains("--cell-order SPI1"));
        test::compareNumbers(view.numbers()(), path("cells.heatmap.csv"));
    }

    void visibleCellsAndSimilarGenes() {
        CompareView compare(*m_session);
        GeneListsView lists(*m_session);
        show(compare);
        show(lists);
        for (const int type : {3, 4, 5, 8}) m_session->cells().setCategoryHidden("cell_type", type, true);
        m_session->comparison().putGroups(ComparedSide::A, "cell_type", {1});
        m_session->comparison().setVisibleOnly(true);
        m_session->comparison().setFilters({.minShare = 0.1, .minChange = 0.5, .mostQ = 0.01});
        compare.setTab(CompareView::Genes);
        lists.showSimilar("CD79A");
        QVERIFY(settled());
        QTRY_VERIFY(compare.result()->result() && lists.model().rowCount() > 0);
        scriptOf("some.sh");
        if (QTest::currentTestFailed()) return;
        // Those that pass the filters.
        const FigureNumbers all =
            comparisonNumbers(*compare.result()->result(), 0, m_session->comparison().setup().filters,
                              testedNames(*compare.result()->result(), 0));
        std::set<QByteArray> passing, listed;
        for (const auto& row : all.rows)
            if (!row.back().empty()) passing.insert(QByteArray::fromStdString(row[1]));
        for (const QByteArrayList& row : tableOf(written("some.comparison.csv"))) listed.insert(row[1]);
        QVERIFY(passing.size() > 10 && listed.erase("gene") == 1);
        QVERIFY(passing == listed);
        const auto similar = tableOf(written("some.similar.csv"));
        QCOMPARE(similar.size(), std::size_t(lists.model().rowCount()) + 1);
        for (int row = 0; row < lists.model().rowCount(); row += 500) {
            QCOMPARE(QString::fromUtf8(similar[std::size_t(row) + 1][0]), lists.model().at(row).gene);
        }
    }
};

QTEST_MAIN(TestScriptOfViews)
#include "tst_script_of_views.moc"

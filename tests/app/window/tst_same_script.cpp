// The script of a session, run by a shell with the real program, makes what the window shows, whatever names
// the data have: clusters, maps, scores, a column made by hand, a comparison of a selection, the numbers
// behind plot and heatmap.
#include <QTemporaryDir>

#include "core/base/cell_loop.h"
#include "core/io/anndata/h5ad_export.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/app/window/run_script.h"
#include "ui/figures/comparison/comparison_numbers.h"
#include "ui/session/cell_placing.h"
#include "ui/session/session_file.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/compare/group_plots_view.h"
#include "ui/views/compare/result_view.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/parts/state_page.h"

using namespace regulus;

namespace {

const std::string odd = "my $(groups) \"é\" it's";  // a column that no shell may take apart

}  // namespace

class TestSameScript : public QObject {
    Q_OBJECT
    QTemporaryDir m_made;
    QDir m_folder;
    std::unique_ptr<Session> m_session;

    QString path(const QString& name) { return m_folder.filePath(name); }
    bool settled() { return test::settled(*m_session); }
    void scriptOf(const QString& name) {
        test::exportScript(*m_session, path(name));
        if (!QTest::currentTestFailed()) test::runScript(path(name));
    }
    CellSet every(std::size_t some) {
        return cells_where(m_session->opened().cells(), [&](std::size_t cell) { return cell % some == 0; });
    }
    void score() {
        const std::vector<std::string>& genes = m_session->opened().genes.names->names;
        std::vector<GeneSet> sets{{"first set", {}}, {"second", {}}};
        for (std::size_t g = 0; g < 30; ++g) sets[g % 2].genes.push_back(genes[4 * g]);
        m_session->scores().start({sets, ScoreMethod::Mean});
        QVERIFY(settled());
        QCOMPARE(m_session->scores().state().phase, ScoreState::Phase::Ready);
        m_session->scores().start({{{"auc", sets[0].genes}}, ScoreMethod::AuCell});
        QVERIFY(settled());
    }
    // Of a file of the same cells, with their map in it.
    void placeOnOwnMap() {
        const std::string file = path("the $map's.h5ad").toStdString();
        Job job;
        write_with_results(*m_session->opened().dataset, file, {},
                           {{"X_umap", *m_session->view().embeddings().front()->coordinates}}, job);
        placeOnMap(*m_session, {read_dataset(file, {}, job), "X_umap", 7, 0.25, 4});
        QVERIFY(settled());
        QVERIFY(m_session->view().embedding()->reference);
    }
    void makeColumnsAndMaps() {
        const CellSet part = CellSet::all(m_session->opened().cells()) - every(3);
        m_session->clusters().start({.resolution = 0.7, .column = "found -- 'here'"});
        QVERIFY(settled());
        m_session->clusters().start(
            {.neighbours = 10, .resolution = 1, .seed = 3, .column = "part", .part = part});
        QVERIFY(settled());
        m_session->view().computeEmbedding({.neighbours = 12, .min_dist = 0.2, .seed = 5});
        QVERIFY(settled());
        m_session->view().computeEmbedding({.neighbours = 8, .seed = 1}, part, "A part");
        QVERIFY(settled());
        m_session->view().computeEmbedding({.neighbours = 9, .dimensions = 3, .seed = 2});
        QVERIFY(settled());
        placeOnOwnMap();
        score();
        Categorical hand;
        hand.categories = {"$HOME", "a, b", "it's"};  // in the order that a table gives them
        for (std::size_t cell = 0; cell < m_session->opened().cells(); ++cell)
            hand.codes.push_back(int(cell % 4) - 1);
        m_session->putColumn({odd, std::make_shared<const Categorical>(hand), "line\nrm -rf nothing"});
    }
    FigureNumbers compared(CompareView& compare) {
        const ComparisonResult& result = *compare.result()->result();
        return comparisonNumbers(result, 0, m_session->comparison().setup().filters, testedNames(result, 0));
    }

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY(test::simulate_into(m_made));
        m_folder = QDir(m_made.path());
        const QString name = QStringLiteral("it's a $HOME of \"é\"\nbelow");
        QVERIFY(m_folder.mkdir(name) && m_folder.cd(name));
        QVERIFY(QFile::rename(m_made.filePath("data.h5ad"), path("data $1.h5ad")));
        QVERIFY(QFile::rename(m_made.filePath("prior.csv"), path("the prior.csv")));
        m_session = std::make_unique<Session>(Engine::standard());
        m_session->openDataset(path("data $1.h5ad"));
        QVERIFY(settled() && m_session->opened().dataset);
        m_session->openPrior(path("the prior.csv"));
        QVERIFY(settled() && m_session->tfResults());
        makeColumnsAndMaps();
    }

    void theScriptMakesWhatTheWindowShows() {
        m_session->cells().select(every(5));
        m_session->comparison().putCells(ComparedSide::A, m_session->cells().selection());
        m_session->comparison().setFilters({.minChange = 0.1, .mostQ = 1});
        m_session->view().showEmbedding("expression:umap of A part");
        m_session->colors().colorBy(Coloring::column(odd));
        PlotSettings plots;
        plots.look.kind = PlotKind::Bars;
        plots.column = odd;
        plots.across = "cell_type";
        m_session->plots().set(plots);
        QVERIFY(settled());
        CompareView compare(*m_session);
        GroupPlotsView bars(*m_session);
        HeatmapView heatmap(m_session.get());
        for (QWidget* view : {static_cast<QWidget*>(&compare), static_cast<QWidget*>(&bars),
                              static_cast<QWidget*>(&heatmap)}) {
            view->resize(1200, 500);
            view->show();
            QVERIFY(QTest::qWaitForWindowExposed(view));
        }
        compare.setTab(CompareView::Genes);
        QVERIFY(settled());
        QTRY_VERIFY(compare.states()->showsContent() && compare.result()->result());
        QVERIFY(settled());

        scriptOf("made here.sh");
        if (QTest::currentTestFailed()) return;
        const QByteArray script = test::bytesOf(path("made here.sh"));
        QVERIFY(script.contains("Column found -- 'here'") && !script.contains("\nrm -rf"));
        const auto made = test::datasetOf(path("made here.cells.h5ad"));
        test::compareColumns(m_session->opened().own, made->obs);
        QCOMPARE(test::sameMaps(m_session->view().embeddings(), *made), std::size_t(4));
        test::compareNumbers(compared(compare), path("made here.volcano.csv"));
        test::compareNumbers(bars.numbers(), path("made here.plot.csv"));
        test::compareNumbers(heatmap.numbers()(), path("made here.heatmap.csv"));
        QVERIFY(test::bytesOf(path("made here.map.svg")).size() > 1000);
        QCOMPARE(test::bytesOf(path("made here.selection.txt")).count('\n'),
                 qsizetype(m_session->cells().selection().count()));
        QVERIFY(!QFile::exists(path("made here.1.h5ad")));
    }

    // What it writes takes the place of what it wrote.
    void itRunsAgain() {
        const QByteArray before = test::bytesOf(path("made here.volcano.csv"));
        test::runScript(path("made here.sh"));
        QCOMPARE(test::bytesOf(path("made here.volcano.csv")), before);
    }

    // A session file keeps what the commands need.
    void ofASessionThatWasReopened() {
        Job job;
        const SessionRecord before = m_session->record();
        writeSession(before, path("kept.regulus").toStdString(), job);
        const SessionRecord after = readSession(path("kept.regulus").toStdString(), job);
        QCOMPARE(after.own.size(), before.own.size());
        for (std::size_t i = 0; i < after.own.size(); ++i)
            QVERIFY(after.own[i].recipe == before.own[i].recipe);
        QVERIFY(after.own[0].recipe.known() && after.embeddings[0]->recipe.known());
        for (std::size_t i = 0; i < after.embeddings.size(); ++i)
            QVERIFY(after.embeddings[i]->recipe == before.embeddings[i]->recipe);
    }

    // What scanpy would be given is Python.
    void theLinesForScanpyAreLinesOfPython() {
        QByteArray python;
        for (const QByteArray& line : test::bytesOf(path("made here.sh")).split('\n'))
            if (line.startsWith("# scanpy: ")) python += line.mid(10) + '\n';
        QVERIFY(python.contains("sc.tl.leiden") && python.contains("sc.tl.umap") &&
                python.contains("sc.tl.score_genes") && python.contains("sc.tl.rank_genes_groups"));
        QProcess compiler;
        compiler.start("/usr/bin/python3",
                       {"-c", "import sys; compile(sys.stdin.buffer.read(), 'script', 'exec')"});
        compiler.write(python);
        compiler.closeWriteChannel();
        const test::Ran ran = test::finish(compiler, false);
        QVERIFY2(ran.exit_code == 0, (ran.all() + python.toStdString()).c_str());
    }

    void theDataAreNeverInTheWay() {
        Job job;
        QVERIFY_EXCEPTION_THROWN(writeHistoryScript(scriptInputs(*m_session), path("data $1.sh"), job),
                                 Error);
        QVERIFY(!QFile::exists(path("data $1.sh")));
    }

    // Comparing groups of a column with each other, and all groups of one.
    void otherComparisons() {
        m_session->comparison().putGroups(ComparedSide::A, odd, {1, 2});
        m_session->comparison().putGroups(ComparedSide::B, odd, {0});
        CompareView compare(*m_session);
        compare.setTab(CompareView::Genes);
        compare.show();
        QVERIFY(settled());
        QTRY_VERIFY(compare.result()->result());
        scriptOf("groups.sh");
        if (QTest::currentTestFailed()) return;
        test::compareNumbers(compared(compare), path("groups.volcano.csv"));
        m_session->comparison().compareAllGroups("found -- 'here'");
        m_session->view().showEmbedding("expression:umap");
        m_session->colors().colorBy(
            Coloring::regulon(m_session->tfResults()->tfs.front(), RegulonMeasure::Activity));
        m_session->cells().clearSelection();
        QVERIFY(settled());
        scriptOf("all.sh");
        QVERIFY(test::bytesOf(path("all.comparison.csv")).count('\n') > 10);
    }
};

QTEST_MAIN(TestSameScript)
#include "tst_same_script.moc"

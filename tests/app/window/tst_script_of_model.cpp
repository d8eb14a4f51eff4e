// The script of a session with a model (the demo's), run by a shell: predictions, what the model is judged
// by, the heatmap of predicted classes, a comparison by attention, a map by the effect of cutting a TF,
// clusters and a map of the cell embedding are those of the window.
#include <QTemporaryDir>

#include "app/window/shared_files.h"
#include "tests/app/window/run_script.h"
#include "ui/figures/comparison/comparison_numbers.h"
#include "ui/views/calibration/calibration_view.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/compare/result_view.h"
#include "ui/views/heatmap/heatmap_view.h"

using namespace regulus;

class TestScriptOfModel : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::unique_ptr<Session> m_session;

    QString path(const QString& name) { return m_folder.filePath(name); }
    bool settled() { return test::settled(*m_session); }

  private Q_SLOTS:
    void initTestCase() {
        if (demoFolder().isEmpty()) QSKIP("this build made no demo");
        m_session = std::make_unique<Session>(Engine::standard());
        m_session->openDemo(demoFolder());
        QVERIFY(settled());
        QTRY_VERIFY_WITH_TIMEOUT(m_session->model().tfs && !m_session->model().tfs->preliminary &&
                                     m_session->model().results && m_session->jobs().idle(),
                                 240000);
    }

    void theScriptMakesWhatTheWindowShows() {
        m_session->clusters().start({.ofModel = true, .resolution = 0.5, .column = "of the model"});
        QVERIFY(settled());
        m_session->view().computeEmbedding({.from = EmbeddingRequest::From::Model, .neighbours = 11});
        QVERIFY(settled());
        m_session->view().showEmbedding("model:umap");
        m_session->colors().colorBy(Coloring::regulon("SPI1", RegulonMeasure::Effect));
        m_session->comparison().putGroups(ComparedSide::A, "cell_type", {0, 2});
        JudgingSettings judging;
        judging.threshold = 0.75;
        m_session->judging().set(judging);
        m_session->memory().change("heatmap", "heatmap", {{"groups", "prediction"}});
        CompareView compare(*m_session);
        HeatmapView heatmap(m_session.get());
        CalibrationView calibration(*m_session);
        for (QWidget* view : {static_cast<QWidget*>(&compare), static_cast<QWidget*>(&heatmap),
                              static_cast<QWidget*>(&calibration)}) {
            view->resize(1200, 500);
            view->show();
            QVERIFY(QTest::qWaitForWindowExposed(view));
        }
        compare.setTab(CompareView::Regulators);
        compare.setMeasure(ComparedBy::Attention);
        QVERIFY(settled());
        QTRY_VERIFY_WITH_TIMEOUT(compare.result()->result() && m_session->jobs().idle(), 240000);
        QTRY_VERIFY(calibration.plot());
        QVERIFY(settled());

        test::exportScript(*m_session, path("model here.sh"));
        test::runScript(path("model here.sh"));
        if (QTest::currentTestFailed()) return;
        const auto made = test::datasetOf(path("model here.cells.h5ad"));
        test::compareColumns(m_session->opened().own, made->obs);
        QCOMPARE(test::sameMaps(m_session->view().embeddings(), *made), std::size_t(1));
        const ComparisonResult& result = *compare.result()->result();
        test::compareNumbers(
            comparisonNumbers(result, 0, m_session->comparison().setup().filters, testedNames(result, 0)),
            path("model here.volcano.csv"));
        test::compareNumbers(heatmap.numbers()(), path("model here.heatmap.csv"));
        test::compareNumbers(reliabilityNumbers(*calibration.plot()), path("model here.reliability.csv"));
        test::compareNumbers(coverageNumbers(*calibration.plot()), path("model here.coverage.csv"));
        const QByteArray map = test::bytesOf(path("model here.map.csv")),
                         said = test::bytesOf(path("model here.predictions.csv"));
        QCOMPARE(map.count('\n'), qsizetype(m_session->opened().cells()) + 1);
        QCOMPARE(said.count('\n'), qsizetype(m_session->opened().cells()) + 1);
        // Behind the map: the effect in each cell.
        const auto rows = map.split('\n');
        for (std::size_t cell = 0; cell < m_session->opened().cells(); cell += 53)
            QCOMPARE(rows[qsizetype(cell) + 1].split(',').last().toFloat(),
                     m_session->colors().data()->values[cell]);
    }

    // Of a model that is not open any more nothing can be made again, and that is said.
    void withoutTheModel() {
        m_session->setModel(nullptr);
        QVERIFY(settled());
        test::exportScript(*m_session, path("without.sh"));
        test::runScript(path("without.sh"));
        if (QTest::currentTestFailed()) return;
        QVERIFY(!QFile::exists(path("without.model.safetensors")));
        const auto made = test::datasetOf(path("without.cells.h5ad"));
        test::compareColumns(m_session->opened().own, made->obs);  // a table holds the clusters
    }
};

QTEST_MAIN(TestScriptOfModel)
#include "tst_script_of_model.moc"

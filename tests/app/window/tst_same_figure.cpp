// The window and `regulus figure` write the same picture for the same request: the demo's map by column,
// gene, prediction and confidence, its heatmap, a network, and the volcano and ranking of a comparison, pixel
// by pixel and mark by mark; of comparisons the numbers, too.
#include <QApplication>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <limits>

#include "app/window/shared_files.h"
#include "tests/app/command_line/run_regulus.h"
#include "tests/ui/figures/written_figure.h"
#include "ui/export/figure_exporter.h"
#include "ui/export/table_exporter.h"
#include "ui/figures/comparison/comparison_numbers.h"
#include "ui/session/session.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/compare/result_view.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/gates/gates_view.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/inspector/inspector_view.h"
#include "ui/views/inspector/tf_detail.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/scatter/scatter_view.h"

using namespace regulus;

namespace {

constexpr int patience_ms = 280000;

// Without what tells where it comes from.
QByteArray marks(QByteArray svg) {
    const auto drop = [&svg](const char* begin, const char* end) {
        const qsizetype from = svg.indexOf(begin), to = svg.indexOf(end, from);
        if (from >= 0 && to > from) svg.remove(from, to - from);
    };
    drop("<title>", "</title>");
    drop("<desc>", "</desc>");
    drop("<metadata>", "</metadata>");
    return svg;
}

}  // namespace

class TestSameFigure : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<EmbeddingView> m_map;
    std::unique_ptr<HeatmapView> m_heatmap;

    QString demo(const char* name) { return demoFolder() + '/' + name; }
    QString path(const QString& name) { return m_folder.filePath(name); }

    void compare(const Figure& figure, const QStringList& arguments) {
        for (const FigureFormat format : {FigureFormat::Png, FigureFormat::Svg}) {
            FigureOptions options;
            options.widthMm = 85;
            options.dpi = 200;
            options.format = format;
            Job job;
            const QString here = path("window." + suffix(format)), there = path("command." + suffix(format));
            exportFigure(figure, options, here, job);
            const auto ran = test::run(QStringList{"figure", "--data", demo("demo.h5ad"), "--out", there,
                                                   "--width-mm", "85", "--dpi", "200"} +
                                       arguments);
            QVERIFY2(ran.exit_code == 0, ran.all().c_str());
            if (format == FigureFormat::Png) {
                const QImage a(here), b(there);
                QVERIFY(!a.isNull());
                QCOMPARE(a.size(), b.size());
                // Once Qt has written text to an SVG, it draws the edges of the same glyphs a shade
                // differently: of a thousand pixels less than one.
                int others = 0;
                for (int y = 0; y < a.height(); ++y)
                    for (int x = 0; x < a.width(); ++x) others += a.pixel(x, y) != b.pixel(x, y) ? 1 : 0;
                QVERIFY2(others * 1000 < a.width() * a.height(), qPrintable(QString::number(others)));
            } else {
                QVERIFY(marks(test::contentOf(here)) == marks(test::contentOf(there)));
            }
        }
    }

  private Q_SLOTS:
    void initTestCase() {
        if (demoFolder().isEmpty()) QSKIP("this build made no demo");
        m_session = std::make_unique<Session>(Engine::standard());
        m_map = std::make_unique<EmbeddingView>(m_session.get());
        m_heatmap = std::make_unique<HeatmapView>(m_session.get());
        m_map->resize(900, 500);
        m_map->show();
        m_session->openDemo(demoFolder());
        QTRY_VERIFY_WITH_TIMEOUT(m_session->model().tfs && !m_session->model().tfs->preliminary &&
                                     m_session->model().results && m_session->jobs().idle(),
                                 patience_ms);
        m_session->view().showEmbedding("X_umap");
    }

    void the_map_data() {
        QTest::addColumn<Coloring>("coloring");
        QTest::addColumn<QStringList>("arguments");
        const QStringList model{"--model", demoFolder() + "/demo.safetensors"};
        QTest::newRow("column") << Coloring::column("cell_type") << QStringList{"--color-by", "cell_type"};
        QTest::newRow("gene") << Coloring::gene("SPI1") << QStringList{"--color-by", "SPI1"};
        QTest::newRow("prediction") << Coloring::prediction()
                                    << model + QStringList{"--color-by", "prediction"};
        QTest::newRow("certainty") << Coloring::confidence()
                                   << model + QStringList{"--color-by", "certainty"};
        QTest::newRow("effect") << Coloring::regulon("SPI1", RegulonMeasure::Effect)
                                << model + QStringList{"--color-by", "effect:SPI1"};
        QTest::newRow("regulon") << Coloring::regulon("SPI1", RegulonMeasure::TfAttention)
                                 << model + QStringList{"--color-by", "regulon:SPI1"};
    }
    void the_map() {
        QFETCH(Coloring, coloring);
        QFETCH(QStringList, arguments);
        m_session->colors().colorBy(coloring);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->colors().data()->coloring == coloring && m_session->jobs().idle(),
                                 patience_ms);
        compare(*m_map->figure(), arguments + QStringList{"--embedding", "X_umap"});
    }

    void the_map_with_gates() {
        GatesView gates(*m_session);  // it counts their cells
        m_session->colors().colorBy(Coloring::column("cell_type"));
        constexpr double infinite = std::numeric_limits<double>::infinity();
        m_session->gates().add(
            Gate{0, 0, "right", "X_umap:1", "X_umap:2", true, {{0, -infinite}, {infinite, infinite}}});
        m_session->gates().choose(0);
        m_session->gates().add(
            Gate{0, 0, "three corners", "X_umap:1", "X_umap:2", false, {{-5, -5}, {5, -5}, {-5, 5}}});
        QTRY_VERIFY_WITH_TIMEOUT(
            !gates.counting() && m_session->gates().counted()->gates == m_session->gates().gates() &&
                m_session->colors().data()->coloring.name == "cell_type" && m_session->jobs().idle(),
            patience_ms);
        compare(*m_map->figure(), {"--color-by", "cell_type", "--embedding", "X_umap", "--gate",
                                   "right=0,-inf,inf,inf", "--gate", "three corners=-5,-5,5,-5,-5,5"});
        m_session->gates().remove(1);
        m_session->gates().remove(2);
    }

    void the_heatmap() {
        compare(*m_heatmap->figure(), {"--view", "heatmap", "--model", demo("demo.safetensors")});
    }

    // Before any name is moved.
    void the_network() {
        InspectorView inspector(*m_session);
        inspector.resize(420, 900);
        inspector.show();
        const auto named = [&](std::size_t type) {
            return QStringLiteral("cell_type=") +
                   QString::fromStdString(m_session->groups().categorical("cell_type")->categories.at(type));
        };
        m_session->focus().setTf("SPI1");
        QTRY_VERIFY_WITH_TIMEOUT(inspector.networkFigure() && m_session->jobs().idle(), patience_ms);
        const QStringList network{"--view", "network", "--tf", "SPI1", "--model", demo("demo.safetensors")};
        compare(*inspector.networkFigure(), network);
        if (QTest::currentTestFailed()) return;
        const auto group = [&](int type) {
            return Group{named(std::size_t(type)).section('=', 1),
                         m_session->groups().cellsOf("cell_type", type)};
        };
        m_session->focus().setGroups({group(0), group(1)});
        QTRY_VERIFY_WITH_TIMEOUT(inspector.detail().showsPairs() && m_session->jobs().idle(), patience_ms);
        const QString there = path("network.csv"), here = path("here.csv");
        const QStringList both{"--of",      named(0), "--against", named(1),
                               "--numbers", there,    "--prior",   demo("demo_prior.csv")};
        compare(*inspector.networkFigure(), network + both);
        if (QTest::currentTestFailed()) return;
        exportTable(inspector.detail().numbers(), here);
        QVERIFY(test::contentOf(here).size() > 300);
        QCOMPARE(test::contentOf(there), test::contentOf(here));
        m_session->focus().setGroups({});
        m_session->focus().setTf({});
    }

    void the_scatter_plot_data() {
        QTest::addColumn<bool>("density");
        QTest::newRow("as the map") << false;
        QTest::newRow("density") << true;
    }
    void the_scatter_plot() {
        QFETCH(bool, density);
        ScatterView scatter(*m_session);
        GatesView gates(*m_session);  // it counts their cells
        scatter.resize(700, 400);
        scatter.show();
        QVERIFY(QTest::qWaitForWindowExposed(&scatter));
        m_session->colors().colorBy(Coloring::column("cell_type"));
        m_session->scatter().set({"SPI1", "activity:SPI1", density, QPointF(1.5, 2)});
        constexpr double infinite = std::numeric_limits<double>::infinity();
        m_session->gates().add(
            Gate{0, 0, "high", "SPI1", "activity:SPI1", true, {{1, 3}, {infinite, infinite}}});
        m_session->gates().choose(0);
        m_session->gates().add(
            Gate{0, 0, "three corners", "SPI1", "activity:SPI1", false, {{0.5, -1}, {2, 0.25}, {1.25, 2.5}}});
        QTRY_VERIFY_WITH_TIMEOUT(scatter.data() && scatter.data()->y.name == "activity:SPI1" &&
                                     (scatter.data()->density != nullptr) == density && !scatter.busy() &&
                                     !gates.counting() && m_session->jobs().idle(),
                                 patience_ms);
        QStringList arguments{"--view",      "scatter",
                              "--x",         "SPI1",
                              "--y",         "activity:SPI1",
                              "--model",     demo("demo.safetensors"),
                              "--quadrants", "1.5,2",
                              "--gate",      "high=1,3,inf,inf",
                              "--gate",      "three corners=0.5,-1,2,0.25,1.25,2.5"};
        arguments += density ? QStringList{"--density"} : QStringList{"--color-by", "cell_type"};
        compare(*scatter.figure(), arguments);
        m_session->gates().remove(1);
        m_session->gates().remove(2);
    }

    void volcano_and_ranking_data() {
        QTest::addColumn<int>("by");  // ComparedBy
        QTest::addColumn<bool>("against");
        QTest::addColumn<QString>("donors");
        QTest::addColumn<ComparisonFilters>("filters");
        QTest::addColumn<QStringList>("arguments");
        const QStringList model{"--model", demoFolder() + "/demo.safetensors"};
        const int genes = int(ComparedBy::Genes);
        QTest::newRow("against the rest")
            << genes << false << QString() << ComparisonFilters{} << QStringList{};
        QTest::newRow("filtered") << genes << true << QString() << ComparisonFilters{0.2, 0.5, 0.001, true}
                                  << QStringList{"--min-share", "0.2",   "--min-change", "0.5",
                                                 "--max-fdr",   "0.001", "--up"};
        QTest::newRow("donors") << genes << true << "donor" << ComparisonFilters{}
                                << QStringList{"--donors", "donor"};
        QTest::newRow("activity") << int(ComparedBy::Activity) << false << QString() << ComparisonFilters{}
                                  << model + QStringList{"--over", "activity"};
        QTest::newRow("attention") << int(ComparedBy::Attention) << true << QString()
                                   << ComparisonFilters{.minChange = 0.1}
                                   << model + QStringList{"--over", "attention", "--min-change", "0.1"};
    }
    void volcano_and_ranking() {
        QFETCH(int, by);
        QFETCH(bool, against);
        QFETCH(QString, donors);
        QFETCH(ComparisonFilters, filters);
        QFETCH(QStringList, arguments);
        const auto types = m_session->groups().categorical("cell_type");
        const auto named = [&](std::size_t type) {
            return QStringLiteral("cell_type=") + QString::fromStdString(types->categories.at(type));
        };
        arguments << "--of" << named(0) << named(2);
        if (against) arguments << "--against" << named(1);
        ComparisonState& comparison = m_session->comparison();
        comparison.putGroups(ComparedSide::A, "cell_type", {0, 2});
        comparison.putGroups(ComparedSide::B, "cell_type",
                             against ? std::vector<int>{1} : std::vector<int>{});
        comparison.setDonors(donors.toStdString());
        comparison.setFilters(filters);
        CompareView view(*m_session);
        view.resize(1200, 420);
        view.show();
        const bool genes = by == int(ComparedBy::Genes);
        view.setTab(genes ? CompareView::Genes : CompareView::Regulators);
        if (!genes) view.setMeasure(ComparedBy(by));
        QTRY_VERIFY_WITH_TIMEOUT(m_session->jobs().idle() && view.states()->showsContent() && view.figure() &&
                                     !view.result()->countText().isEmpty(),
                                 patience_ms);
        const ComparisonResult& result = *view.result()->result();
        QCOMPARE(result.testedByDonors(0), !donors.isEmpty());
        const QString here = path("window.csv"), there = path("command.csv");
        exportTable(comparisonNumbers(result, 0, filters, testedNames(result, 0)), here);
        for (int picture = 0; picture < 2; ++picture) {
            view.result()->pictures()->setCurrentIndex(picture);
            QFile::remove(there);
            compare(*view.figure(), arguments + QStringList{"--view", picture == 0 ? "volcano" : "ranking",
                                                            "--numbers", there});
            if (QTest::currentTestFailed()) return;
            QVERIFY(test::contentOf(here).size() > 1000);
            QCOMPARE(test::contentOf(there), test::contentOf(here));
        }
    }
};

QTEST_MAIN(TestSameFigure)
#include "tst_same_figure.moc"

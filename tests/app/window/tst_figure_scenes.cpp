// Figures of the command line show the colours that the window shows.
#include <QTest>

#include "app/command_line/pictures/figure_scenes.h"
#include "tests/ui/session/small_engine.h"
#include "ui/render/embedding_scene.h"
#include "ui/render/heatmap_scene.h"

using namespace regulus;
using namespace regulus::test;

class TestFigureScenes : public QObject {
    Q_OBJECT

    // What figure_subject() and read_regulons() make, by the small engine.
    static FigureSubject subject(std::shared_ptr<const Dataset> dataset) {
        const Engine engine = smallEngine();
        FigureSubject subject;
        subject.opened = prepare(dataset);
        subject.context.model = smallModel();
        subject.context.input = prepare_model(*dataset, *subject.context.model, {});
        subject.context.predictor = engine.predictor(subject.context.model);
        const std::vector<std::uint32_t> rows = CellSet::all(dataset->cells()).rows();
        const ModelInput& input = subject.context.input;
        Job job;
        subject.results = std::make_shared<const ModelResults>(
            model_results(subject.context.predictor->predict(*input.expression, input.match, rows, job)));
        auto regulons = std::make_shared<RegulonResults>();
        regulons->regulons = engine.regulons(*subject.context.predictor, input, rows, job);
        for (const std::uint32_t row : rows) regulons->row_of_cell.push_back(static_cast<std::int32_t>(row));
        subject.regulons = std::move(regulons);
        return subject;
    }

    static const PointColors& points(const MadeFigure& made) {
        return dynamic_cast<const EmbeddingScene&>(*made.scene).colors();
    }
    static std::map<QString, QRgb> colorsOf(const MadeFigure& made) {
        const auto& scene = dynamic_cast<const HeatmapScene&>(*made.scene);
        std::map<QString, QRgb> colors;
        for (int g = 0; g < scene.data().groups.size(); ++g)
            colors[scene.data().groups[g]] = scene.data().groupColors[static_cast<std::size_t>(g)];
        return colors;
    }
    static std::map<QString, QRgb> colorsOf(const PointColors& points) {
        std::map<QString, QRgb> colors;
        for (const LegendEntry& entry : points.legend.entries) colors[entry.label] = entry.color;
        return colors;
    }

  private Q_SLOTS:
    void predictions_have_one_colour_a_class_data() {
        QTest::addColumn<bool>("own");
        QTest::newRow("colours of the file") << true;
        QTest::newRow("colours of the palette") << false;
    }
    void predictions_have_one_colour_a_class() {
        QFETCH(bool, own);
        auto data = smallDataset();
        auto& type = std::get<Categorical>(data->obs.columns[0].values);
        if (!own) type.colors.clear();
        const FigureSubject figure = subject(data);
        Job job;
        const auto labels = categoricalColors(type);
        const std::map<QString, QRgb> expected{{"Mono", labels[0]}, {"B", labels[1]}};
        const auto map =
            map_figure(figure, *figure.opened.embeddings.front(), Coloring::prediction(), {}, {}, job);
        QCOMPARE(colorsOf(points(map)), expected);
        for (const char* column : {"prediction", "cell_type"}) {
            const auto heatmap =
                heatmap_figure(figure, column, RegulonMeasure::Choice, {.look = {.most = 0}}, false, job);
            std::map<QString, QRgb> shown = expected;
            if (column == std::string("cell_type")) shown["no value"] = missing_color;  // of one cell
            QCOMPARE(colorsOf(heatmap), shown);
        }
    }

    void confidence_is_drawn_from_zero_to_one() {
        const FigureSubject figure = subject(smallDataset());
        Job job;
        const auto map =
            map_figure(figure, *figure.opened.embeddings.front(), Coloring::confidence(), {}, {}, job);
        QCOMPARE(points(map).legend.low, 0.0);
        QCOMPARE(points(map).legend.high, 1.0);
    }
};

QTEST_MAIN(TestFigureScenes)
#include "tst_figure_scenes.moc"

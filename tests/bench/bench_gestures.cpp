// What the GUI thread does at once when something is clicked, on a million cells: each line is one gesture,
// the work of the session and of every view that hears it. More than 100 ms belongs into a job.
#include <QApplication>
#include <QElapsedTimer>
#include <QTest>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "core/base/random.h"
#include "ui/session/session.h"
#include "ui/views/confusion/confusion_table.h"
#include "ui/views/data_panel/data_panel.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/heatmap/heatmap_view.h"
#include "ui/views/inspector/inspector_view.h"

using namespace regulus;

namespace {

constexpr int types = 30;

std::shared_ptr<Dataset> manyCells(std::size_t cells) {
    auto data = std::make_shared<Dataset>();
    data->name = "many";
    Random random(1);
    Categorical type, donor;
    for (int t = 0; t < types; ++t) type.categories.push_back("cell type " + std::to_string(t));
    for (int d = 0; d < 12; ++d) donor.categories.push_back("donor " + std::to_string(d));
    Text barcode, batch;
    Numeric depth{{}, true};
    Matrix umap(cells, 2);
    CsrMatrix counts;
    counts.cols = 20;
    const std::vector<std::int32_t> gene{0};
    const std::vector<float> one{1};
    for (std::size_t c = 0; c < cells; ++c) {
        const auto t = static_cast<std::int32_t>(random.below(types));
        type.codes.push_back(t);
        donor.codes.push_back(static_cast<std::int32_t>(random.below(12)));
        barcode.values.push_back("AAACCCAAGTTT" + std::to_string(c));
        batch.values.push_back("batch " + std::to_string(random.below(40)));
        depth.values.push_back(static_cast<double>(random.below(30000)));
        data->obs.index.push_back(barcode.values.back());
        umap(c, 0) = static_cast<float>(5 * (t % 6) + random.normal());
        umap(c, 1) = static_cast<float>(5 * (t / 6) + random.normal());
        counts.push_row(gene, one);
    }
    data->obs.columns = {
        {"cell_type", type}, {"donor_id", donor}, {"barcode", barcode}, {"batch", batch}, {"depth", depth}};
    auto var = std::make_shared<Table>();
    for (int g = 0; g < 20; ++g) var->index.push_back("G" + std::to_string(g));
    data->assays.push_back({"X", std::make_shared<InMemoryMatrix>(counts), var, ValueKind::Counts});
    data->embeddings.push_back({"X_umap", umap});
    return data;
}

template <class Work>
void time(const char* gesture, Work work) {
    QElapsedTimer timer;
    timer.start();
    work();
    std::printf("{\"gesture\": \"%s\", \"ms\": %.1f}\n", gesture,
                static_cast<double>(timer.nsecsElapsed()) / 1e6);
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const std::size_t cells = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1000000;
    Session session(Engine{});
    DataPanel data(session);
    InspectorView inspector(session);
    EmbeddingView map(&session);
    HeatmapView heatmap(&session);
    for (QWidget* view : std::initializer_list<QWidget*>{&data, &inspector, &map, &heatmap}) {
        view->resize(600, 600);
        view->show();
    }
    const auto made = manyCells(cells);
    time("reading the columns (in a job)", [&] { (void)prepare(made); });
    session.openDataset(made, {});
    while (session.loading()) QTest::qWait(1);
    const auto type = session.categorical("cell_type");
    time("select a group", [&] { session.select(session.cellsOf("cell_type", 3)); });
    time("add a group", [&] { session.select(session.cellsOf("cell_type", 4), SelectMode::Add); });
    time("hover over a cell",
         [&] { session.setHighlight(CellSet::of(cells, std::vector<std::uint32_t>{7})); });
    time("hide a group", [&] { session.setCategoryHidden("cell_type", 2, true); });
    time("isolate a group", [&] { session.isolateCategory("cell_type", 5); });
    time("show all", [&] { session.clearFilters(); });
    time("colour by a category", [&] { session.colorBy(Coloring::column("donor_id")); });
    time("colour by text", [&] { session.colorBy(Coloring::column("batch")); });
    time("colour by a number", [&] { session.colorBy(Coloring::column("depth")); });
    time("colour by too many", [&] { session.colorBy(Coloring::column("barcode")); });
    time("label by another column", [&] { session.setLabelColumn("batch"); });
    time("undo", [&] { session.undoStack().undo(); });
    time("confusion matrix", [&] {
        (void)confusionTable(type->categories, type->codes, type->categories, type->codes, CellSet());
    });
    time("invert the selection", [&] { session.invertSelection(); });
    return 0;
}

// Golden pictures of what shows cells as points: the map, the gallery, the scatter plot, and the gates.
#include <QLineEdit>

#include "app/window/map_3d.h"
#include "tests/golden/golden_session.h"
#include "ui/jobs/job_list_model.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/gallery/gallery_bar.h"
#include "ui/views/gallery/gallery_view.h"
#include "ui/views/gates/gates_view.h"
#include "ui/views/parts/legend_panel.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/scatter/scatter_bar.h"
#include "ui/views/scatter/scatter_view.h"

using namespace regulus;
using namespace regulus::test;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr QSize map_size{620, 420}, wide{760, 400}, side{300, 300};

void type(NameField* field, const QString& text) {
    field->setFocus();
    field->clear();
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Return);
}

// As many categories as a legend has no room for.
std::shared_ptr<Dataset> manyClusters(std::size_t clusters) {
    auto data = immuneDataset();
    Categorical cluster;
    for (std::size_t k = 0; k < clusters; ++k)
        cluster.categories.push_back("cluster " + std::to_string(k) + " of the atlas");
    for (std::size_t c = 0; c < immune_cells; ++c) cluster.codes.push_back(int(c % clusters));
    data->obs.columns.push_back({"cluster", cluster});
    return data;
}

}  // namespace

class GoldenMapTest : public QObject {
    Q_OBJECT

    static void edit(Session& session, const std::function<void(ViewSettings&)>& change) {
        ViewSettings settings = session.view().settings();
        change(settings);
        session.view().setSettings(settings);
    }

  private Q_SLOTS:
    void map_without_cells() {
        Session empty(immuneEngine());
        EmbeddingView view(&empty);
        GOLDEN(view, {"map_nothing_open", map_size, {}});

        const HeldWork held;
        Engine engine = immuneEngine();
        engine.umap = [wait = held.wait()](const Matrix&, const EmbeddingRequest&, const MapSeen&,
                                           Job& job) -> Matrix {
            wait(job);
            return {};
        };
        Session session(engine);
        auto data = immuneDataset();
        data->embeddings.clear();
        session.setDataset(data);
        EmbeddingView none(&session);
        GOLDEN(none, {"map_computing", map_size, {}});
        const std::vector<JobRow> running = session.jobs().list()->rows();
        for (const JobRow& job : running) session.jobs().cancel(job.id);
        QVERIFY(settle(session));
        GOLDEN(none, {"map_none_yet", map_size, {}});
    }

    void map_of_groups() {
        auto session = immuneSession(false);
        EmbeddingView view(session.get());
        GOLDEN(view, {"map_groups", map_size, {}});
        session->cells().select(cellsOfType(3));
        session->focus().setCell(8);
        GOLDEN(view, {"map_selection", map_size, {}});
        session->cells().clearSelection();
        session->cells().setCategoryHidden("cell_type", 1, true);
        GOLDEN(view, {"map_hidden_group", map_size, {}});
        session->cells().setFilter("test", CellSet(immune_cells));
        GOLDEN(view, {"map_all_hidden", map_size, {}});
    }

    void map_of_numbers() {
        auto session = immuneSession();
        EmbeddingView view(session.get());
        session->colors().colorBy(Coloring::gene("LYZ"));
        QVERIFY(settle(*session));
        GOLDEN(view, {"map_gene", map_size, {}});
        session->colors().colorBy(Coloring::blend(Coloring::gene("CD14"), Coloring::gene("MS4A1")));
        QVERIFY(settle(*session));
        GOLDEN(view, {"map_blend", map_size, {}});
        session->colors().colorBy(Coloring::regulon("SPI1"));
        QVERIFY(settle(*session));
        GOLDEN(view, {"map_regulon", map_size, {}});
    }

    void map_with_outlines() {
        auto session = immuneSession(false);
        EmbeddingView view(session.get());
        edit(*session, [](ViewSettings& s) { s.contours = "cell_type"; });
        GOLDEN(view, {"map_outlines", map_size, {}});
        session->colors().colorBy(Coloring::gene("LYZ"));
        QVERIFY(settle(*session));
        edit(*session, [](ViewSettings& s) { s.mixedOrder = true; });
        GOLDEN(view, {"map_outlines_over_a_gene", map_size, {}});
    }

    void map_of_many_groups() {
        auto session = sessionOf(manyClusters(40));
        session->colors().colorBy(Coloring::column("cluster"));
        EmbeddingView view(session.get());
        QVERIFY(settle(*session));
        GOLDEN(view, {"map_many_groups", map_size, {}});
    }

    void map_in_space() {
        auto session = immuneSession(false);
        Map3d view(*session);
        GOLDEN(view, {"map_no_opengl", map_size, {}});
    }

    // Beside the map in space, which needs a display.
    void legend_beside_the_map() {
        auto session = immuneSession(false);
        LegendPanel panel;
        const auto show = [&](QSize size, const QString& order = {}) {
            panel.resize(panel.width(), size.height());
            panel.setLegend({session->colors().data()->points, {0, 1}, order, true, true});
            return QSize(panel.width(), size.height());
        };
        QVERIFY(settle(*session));
        GOLDEN(panel, {"legend_panel_groups", show({0, 240}), {}});
        session->colors().colorBy(Coloring::gene("LYZ"));
        QVERIFY(settle(*session));
        GOLDEN(panel, {"legend_panel_scale", show({0, 240}, "high values on top"), {}});
        session->colors().colorBy(Coloring::blend(Coloring::gene("LYZ"), Coloring::gene("MS4A1")));
        QVERIFY(settle(*session));
        GOLDEN(panel, {"legend_panel_blend", show({0, 420}), {}});
    }

    void map_with_gates() {
        auto session = immuneSession(false);
        EmbeddingView view(session.get());
        session->gates().add({0, 0, "Monocytes", "X_umap:1", "X_umap:2", true, {{0, -3}, {8, 3}}});
        QVERIFY(settle(*session));
        GOLDEN(view, {"map_gates", map_size, {}});
    }

    void gallery() {
        Session empty(immuneEngine());
        GalleryView nothing(empty);
        GOLDEN(nothing, {"gallery_nothing_open", wide, {}});
        auto session = immuneSession(false);
        GalleryView view(*session);
        GOLDEN(view, {"gallery_empty", wide, {}});
        type(view.bar()->field(), "NOSUCH");
        GOLDEN(view, {"gallery_no_names", wide, {}});
        type(view.bar()->field(), "MS4A1, LYZ, CD3E, NKG7, CD14, donor_id");
        QVERIFY(settle(*session));
        GOLDEN(view, {"gallery_names", wide, {}});
        edit(*session, [](ViewSettings& s) { s.splitColumn = "cell_type"; });
        QVERIFY(settle(*session));
        GOLDEN(view, {"gallery_split", wide, {}});
    }

    void scatter() {
        Session empty(immuneEngine());
        ScatterView nothing(empty);
        GOLDEN(nothing, {"scatter_nothing_open", wide, {}});
        auto session = immuneSession(false);
        ScatterView view(*session);
        GOLDEN(view, {"scatter_empty", wide, {}});
        session->scatter().set({"CD14", "NOSUCH", false, {}});
        GOLDEN(view, {"scatter_no_number", wide, {}});
        session->scatter().set({"CD14", "LYZ", false, {}});
        QVERIFY(settle(*session));
        GOLDEN(view, {"scatter_groups", wide, {}});
        session->scatter().set({"CD14", "LYZ", true, QPointF(5, 5)});
        QVERIFY(settle(*session));
        GOLDEN(view, {"scatter_quadrants", wide, {}});
    }

    void gates() {
        Session empty(immuneEngine());
        GatesView nothing(empty);
        GOLDEN(nothing, {"gates_nothing_open", side, {}});
        auto session = immuneSession(false);
        GatesView view(*session);
        GOLDEN(view, {"gates_none", side, {}});
        session->gates().add(
            {0, 0, "right half", "X_umap:1", "X_umap:2", true, {{0, -infinite}, {infinite, infinite}}});
        session->gates().add({0, 1, "CD14+", "CD14", "LYZ", true, {{4, -infinite}, {infinite, infinite}}});
        session->gates().add({0, 1, "LYZ low", "CD14", "LYZ", true, {{-infinite, -infinite}, {infinite, 4}}});
        QVERIFY(settle(*session));
        GOLDEN(view, {"gates_tree", side, {}});
        GOLDEN(view, {"gates_wide", QSize(520, 300), {}});
    }
};

GOLDEN_MAIN(GoldenMapTest)
#include "tst_map.moc"

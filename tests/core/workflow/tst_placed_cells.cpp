// Cells of one dataset on the map of another.
#include "core/workflow/placed_cells.h"

#include <QTest>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/data/matrix_rows.h"
#include "core/data/selected_cells.h"
#include "core/data/sparse_matrix.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/workflow/cell_map.h"
#include "tests/support/test_data.h"

using namespace regulus;
using namespace regulus::test;

namespace {

constexpr std::size_t genes = 60, types = 3;

// Type t expresses genes 20 t to 20 t + 19; `strange` cells express every third gene instead.
std::shared_ptr<Dataset> cells_of(std::size_t cells, std::uint64_t seed, std::size_t strange = 0) {
    Random random(seed);
    Matrix counts(cells, genes);
    for (std::size_t c = 0; c < cells; ++c)
        for (std::size_t g = 0; g < genes; ++g) {
            const bool odd = c < strange;
            const bool on = odd ? g % 3 == 0 : g / 20 == c % types;
            counts(c, g) = static_cast<float>(random.poisson(on ? (odd ? 40 : 12) : 1));
        }
    auto data = std::make_shared<Dataset>();
    data->name = "cells.h5ad";
    auto var = std::make_shared<Table>();
    for (std::size_t g = 0; g < genes; ++g) var->index.push_back("GENE" + std::to_string(g));
    for (std::size_t c = 0; c < cells; ++c) data->obs.index.push_back("c" + std::to_string(c));
    data->assays.push_back(
        {"X", std::make_shared<InMemoryMatrix>(to_sparse(counts)), var, ValueKind::Counts});
    return data;
}

std::shared_ptr<Dataset> reference_of(std::size_t cells) {
    auto data = cells_of(cells, 1);
    data->name = "reference.h5ad";
    Job job;
    data->embeddings.push_back({"X_pca", Matrix(cells, 30)});
    data->embeddings.push_back({"X_umap", map_cells(*data, nullptr, {}, {}, job).coordinates});
    return data;
}

std::size_t nearest(const Matrix& map, std::span<const float> place) {
    std::size_t best = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t c = 0; c < map.rows; ++c) {
        if (!std::isfinite(map(c, 0))) continue;
        const double x = map(c, 0) - place[0], y = map(c, 1) - place[1];
        if (x * x + y * y < least) best = c, least = x * x + y * y;
    }
    return best;
}

std::string thrown(const Dataset& reference, const Dataset& cells, const std::string& map = {}) {
    Job job;
    PlacementRequest request;
    request.map = map;
    try {
        place_cells(reference, cells, request, job);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

// The genes of some columns alone, in another order.
std::shared_ptr<Dataset> with_genes(const Dataset& from, const std::vector<std::size_t>& columns) {
    const CsrMatrix all = from.assays[0].matrix->block(0, from.cells());
    const Matrix dense = to_dense(all);
    Matrix some(from.cells(), columns.size());
    auto var = std::make_shared<Table>();
    for (std::size_t g = 0; g < columns.size(); ++g) {
        var->index.push_back(from.assays[0].var->index[columns[g]]);
        for (std::size_t c = 0; c < some.rows; ++c) some(c, g) = dense(c, columns[g]);
    }
    auto made = std::make_shared<Dataset>(from);
    made->assays = {{"X", std::make_shared<InMemoryMatrix>(to_sparse(some)), var, ValueKind::Counts}};
    return made;
}

std::shared_ptr<Dataset> part(const Dataset& whole, const std::vector<std::uint32_t>& rows) {
    auto some = std::make_shared<Dataset>(whole);
    some->obs = selected_rows(whole.obs, rows);
    for (Assay& assay : some->assays) assay.matrix = selected_cells(assay.matrix, rows);
    for (Embedding& e : some->embeddings) e.coordinates = matrix_rows(e.coordinates, rows);
    some->graphs.clear();
    return some;
}

}  // namespace

class TestPlacedCells : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void cells_lie_among_their_like() {
        const auto reference = reference_of(300), cells = cells_of(90, 2, 9);
        const Matrix before = reference->embedding("X_umap")->coordinates;
        Job job;
        const PlacedCells placed = place_cells(*reference, *cells, {}, job);
        QCOMPARE(placed.map, std::string("X_umap"));  // components are no map
        QCOMPARE(placed.description, std::string("Placed on X_umap of reference.h5ad"));
        QVERIFY(placed.reference.values == before.values);
        QCOMPARE(placed.genes, genes);
        QVERIFY(placed.warnings.empty() || placed.warnings.front().find("total") != std::string::npos);
        for (std::size_t c = 9; c < cells->cells(); ++c)
            QCOMPARE(nearest(before, placed.coordinates.row(c)) % types, c % types);
        // What is like nothing there is told from what is.
        for (std::size_t c = 0; c < 9; ++c) QVERIFY(placed.distances[c] > 1);
        QVERIFY2(placed.far >= 9 && placed.far < 15, qPrintable(QString::number(placed.far)));
        QVERIFY(far_words(placed).starts_with(std::to_string(placed.far) + " of 90 cells ("));
        const std::vector<Column> columns = placement_columns(placed);
        QCOMPARE(columns[0].numeric()->values[0], static_cast<double>(placed.distances[0]));
        const auto& unlike = columns[1].categorical()->codes;
        QCOMPARE(static_cast<std::size_t>(std::ranges::count(unlike, 1)), placed.far);
        set_thread_count(1);
        const PlacedCells again = place_cells(*reference, *cells, {}, job);
        set_thread_count(0);
        QVERIFY(again.coordinates.values == placed.coordinates.values);
        QVERIFY(again.distances == placed.distances);
    }

    void genes_are_found_by_name() {
        const auto reference = reference_of(300), cells = cells_of(60, 2);
        std::vector<std::size_t> backwards, some, few;
        for (std::size_t g = genes; g-- > 0;) {
            backwards.push_back(g);
            if (g % 4 != 0) some.push_back(g);
            if (g % 3 == 0) few.push_back(g);
        }
        Job job;
        const PlacedCells straight = place_cells(*reference, *cells, {}, job),
                          turned = place_cells(*reference, *with_genes(*cells, backwards), {}, job),
                          missing = place_cells(*reference, *with_genes(*cells, some), {}, job);
        QVERIFY(straight.coordinates.values == turned.coordinates.values);
        QCOMPARE(missing.genes, std::size_t{45});
        QCOMPARE(missing.variable, genes);
        QVERIFY(std::ranges::any_of(missing.warnings, [](const std::string& warning) {
            return warning.starts_with(
                "15 of the 60 genes that vary most in the reference are not in the new");
        }));
        for (std::size_t c = 0; c < cells->cells(); ++c)
            QCOMPARE(nearest(missing.reference, missing.coordinates.row(c)) % types, c % types);
        const std::string refused = thrown(*reference, *with_genes(*cells, few));
        QVERIFY2(refused.find("Only 20 of the 60 genes") != std::string::npos, refused.c_str());
        // As the reference writes them.
        auto lower = with_genes(*cells, backwards);
        auto var = std::make_shared<Table>(*lower->assays[0].var);
        for (std::string& name : var->index) name = "gene" + name.substr(4);
        lower->assays[0].var = var;
        const PlacedCells spelt = place_cells(*reference, *lower, {}, job);
        QVERIFY(spelt.coordinates.values == straight.coordinates.values);
        QVERIFY(spelt.warnings.front().find("ignoring case") != std::string::npos);
    }

    void what_has_no_place_places_nothing() {
        auto reference = reference_of(300);
        Matrix& map = reference->embeddings[1].coordinates;
        for (std::size_t c = 0; c < map.rows; c += types) map(c, 0) = map(c, 1) = NAN;  // all of type 0
        const auto cells = cells_of(60, 2);
        Job job;
        const PlacedCells placed = place_cells(*reference, *cells, {}, job);
        for (std::size_t c = 0; c < 60; ++c) {
            QVERIFY(std::isfinite(placed.coordinates(c, 0)) && std::isfinite(placed.coordinates(c, 1)));
            if (c % types != 0)
                QCOMPARE(nearest(map, placed.coordinates.row(c)) % types, c % types);
            else
                QVERIFY(placed.distances[c] > 1);  // their like are nowhere
        }
    }

    // Forces of UMAP have a scale, and a map of t-SNE or of 0 to 1 another one.
    void any_scale_will_do() {
        auto reference = reference_of(300);
        const Matrix own = reference->embedding("X_umap")->coordinates;
        const auto cells = cells_of(60, 2);
        Job job;
        for (const float factor : {0.01F, 30.0F}) {
            Matrix& map = reference->embeddings[1].coordinates;
            for (std::size_t i = 0; i < own.values.size(); ++i) map.values[i] = factor * own.values[i];
            const PlacedCells placed = place_cells(*reference, *cells, {}, job);
            for (std::size_t c = 0; c < 60; ++c)
                QCOMPARE(nearest(map, placed.coordinates.row(c)) % types, c % types);
        }
    }

    void what_cannot_be_is_said() {
        auto reference = reference_of(120);
        const auto cells = cells_of(30, 2);
        QVERIFY(thrown(*reference, *cells, "X_tsne").find("no map X_tsne") != std::string::npos);
        QVERIFY(thrown(*reference, *cells, "X_pca").find("two or three dimensions") != std::string::npos);
        reference->embeddings.clear();
        QVERIFY(thrown(*reference, *cells).find("has no map") != std::string::npos);
        auto scaled = std::make_shared<Dataset>(*reference_of(120));
        scaled->assays[0].kind = ValueKind::Scaled;
        QVERIFY(!thrown(*scaled, *cells).empty());
    }

    // Four fifths of pbmc3k and their map take the last fifth. Measured over seeds 0 to 4 of the split (with
    // umap-learn on the same map and components in brackets): .860 (.859) of the 15 nearest old cells of a
    // cell have its label, at least .844 (.838); trustworthiness .929 (.929); 0.2 to 0.6 % are marked. The
    // bar is that minimum less .01.
    void new_cells_of_pbmc3k() {
        const QString path = data_file("pbmc3k/pbmc3k_seurat.h5ad");
        REGULUS_NEED_DATA(path);
        Job job;
        const auto whole = read_dataset(path.toStdString(), {}, job);
        std::vector<std::uint32_t> old, fresh;
        Random random(11);
        for (std::uint32_t c = 0; c < whole->cells(); ++c)
            (random.uniform() < 0.8 ? old : fresh).push_back(c);
        auto reference = part(*whole, old);
        const auto cells = part(*whole, fresh);
        reference->embeddings = {{"X_ours", map_cells(*reference, nullptr, {}, {}, job).coordinates}};
        const PlacedCells placed = place_cells(*reference, *cells, {}, job);
        const auto& theirs = reference->obs.find("cell_type")->categorical();
        const auto& mine = cells->obs.find("cell_type")->categorical();
        const Matrix& map = placed.reference;
        double same = 0;
        for (std::size_t c = 0; c < fresh.size(); ++c) {
            std::vector<std::pair<float, std::size_t>> near;
            for (std::size_t r = 0; r < map.rows; ++r)
                near.emplace_back(
                    std::hypot(map(r, 0) - placed.coordinates(c, 0), map(r, 1) - placed.coordinates(c, 1)),
                    r);
            std::ranges::nth_element(near, near.begin() + 15);
            for (std::size_t j = 0; j < 15; ++j)
                same += theirs->categories[static_cast<std::size_t>(theirs->codes[near[j].second])] ==
                                mine->categories[static_cast<std::size_t>(mine->codes[c])]
                            ? 1
                            : 0;
        }
        const double share = same / (15 * static_cast<double>(fresh.size()));
        const double marked = static_cast<double>(placed.far) / static_cast<double>(fresh.size());
        qInfo("of the 15 nearest: %.4f; marked: %.4f", share, marked);
        QVERIFY(share > 0.834);
        QVERIFY(marked < 0.02);
    }
};

QTEST_APPLESS_MAIN(TestPlacedCells)
#include "tst_placed_cells.moc"

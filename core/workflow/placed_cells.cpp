#include "core/workflow/placed_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/counts_of_some_genes.h"
#include "core/data/matrix_rows.h"
#include "core/data/normalise.h"
#include "core/data/selected_cells.h"
#include "core/data/selection_total.h"
#include "core/embed/nearest_among.h"
#include "core/embed/umap_transform.h"
#include "core/workflow/gene_components.h"
#include "core/workflow/learning_assay.h"
#include "core/workflow/prior_match.h"

namespace regulus {
namespace {

constexpr std::size_t fewest_placed = 4;
constexpr std::size_t most_measured = 10'000;  // of the reference's cells, for their own distances
constexpr double near_share = 0.99;
// Forces of UMAP have a scale. Where cells of a map spread over much more or less than in UMAP's (root mean
// square distance from their centre), as in t-SNE's, it is brought to this for placing, and back.
constexpr double usual_spread = 7, least_spread = 1.5, most_spread = 25;

const Embedding& map_of(const Dataset& reference, const std::string& name) {
    const auto found = std::ranges::find_if(reference.embeddings, [&](const Embedding& e) {
        return name.empty() ? can_take_cells(e) : e.name == name;
    });
    if (found != reference.embeddings.end() && can_take_cells(*found)) return *found;
    std::string names;
    for (const Embedding& e : reference.embeddings)
        if (can_take_cells(e)) names += (names.empty() ? "" : ", ") + e.name;
    const std::string remedy = names.empty()
                                   ? "Make one first: regulus embed --data REFERENCE --out WITH_MAP.h5ad"
                                   : "It has " + names;
    if (found != reference.embeddings.end())
        throw Error(ErrorKind::Usage, name + " has not two or three dimensions, as a map has", reference.path,
                    remedy);
    throw Error(ErrorKind::Usage,
                name.empty() ? "The reference has no map" : "The reference has no map " + name,
                reference.path, remedy);
}

std::vector<std::uint32_t> cells_with_place(const Matrix& map) {
    std::vector<std::uint32_t> rows;
    for (std::size_t cell = 0; cell < map.rows; ++cell)
        if (std::ranges::all_of(map.row(cell), [](float x) { return std::isfinite(x); }))
            rows.push_back(static_cast<std::uint32_t>(cell));
    return rows;
}

const Assay& comparable_assay(const Dataset& dataset, const std::string& name) {
    const Assay& assay = learning_assay(dataset, name);
    require_known_scale(assay, dataset);
    return assay;
}

// Totals over fewer genes are smaller, and what is divided by them is larger.
std::string totals_warning(const Dataset& reference, const Assay& theirs, const Dataset& cells,
                           const Assay& ours) {
    const auto fewer = [](std::size_t some, std::size_t all) {
        return some > 0 && some < whole_transcriptome && (all == 0 || 10 * some < 9 * all);
    };
    const std::size_t there = genes_in_totals(theirs), here = genes_in_totals(ours);
    const bool fewer_here = fewer(here, there);
    if (!fewer_here && !fewer(there, here)) return {};
    const std::size_t some = fewer_here ? here : there, all = fewer_here ? there : here;
    return fmt::format(
        "Cells of {} are scaled to the total of {} genes, those of {} to that of {}: values of the former "
        "are "
        "higher as a whole, and cells may be placed wrongly. Add the total counts of each cell to obs as "
        "n_counts, or use the data with all genes",
        (fewer_here ? cells : reference).name, count_text(some), (fewer_here ? reference : cells).name,
        all == 0 ? std::string("all genes") : count_text(all));
}

// The reference's variable genes that the new cells have, as columns of either.
struct SharedGenes {
    std::vector<std::uint32_t> reference, cells;
    std::size_t variable = 0;
    std::vector<std::string> warnings;
};

SharedGenes shared_genes(const Dataset& reference, const Table& their_var,
                         const std::vector<std::uint32_t>& variable, const Table& var,
                         const GeneRequest& request) {
    const GeneNames theirs = gene_names(their_var);
    std::vector<std::string> wanted;
    for (const std::uint32_t gene : variable) wanted.push_back(theirs.names[gene]);
    const MatchedNames names = matched_names(var, request, std::span<const std::string>(wanted));
    std::unordered_map<std::string_view, std::uint32_t> column;
    for (std::size_t g = 0; g < names.genes.names.size(); ++g)
        column.emplace(names.genes.names[g], static_cast<std::uint32_t>(g));
    SharedGenes shared;
    shared.variable = variable.size();
    for (std::size_t v = 0; v < variable.size(); ++v) {
        const auto found = column.find(wanted[v]);
        if (found == column.end()) continue;
        shared.reference.push_back(variable[v]);
        shared.cells.push_back(found->second);
    }
    const std::string species = species_note(names.genes.species, wanted, "reference", names.choice);
    const std::size_t found = shared.reference.size();
    if (2 * found < variable.size()) {
        throw Error(
            ErrorKind::Data,
            fmt::format("Only {} of the {} genes that vary most in {} are in the new data. Genes of the "
                        "reference: {}; of the new data: {}",
                        count_text(found), count_text(variable.size()), reference.name, examples(wanted),
                        examples(names.genes.names)),
            {},
            !species.empty() ? species
                             : "Check that both use the same species and identifiers, choose another "
                               "gene column, or give a mapping file");
    }
    if (names.choice.column != gene_names(var, request.column).source ||
        names.choice.through_mapping != (request.mapping != nullptr) ||
        names.choice.spelling != request.spelling.value_or(Spelling::Exact))
        shared.warnings.push_back("Genes match by " + describe_names(names.choice));
    if (!species.empty()) shared.warnings.push_back(species);
    if (found < variable.size())
        shared.warnings.push_back(fmt::format(
            "{} of the {} genes that vary most in the reference {} not in the new data: neighbours "
            "are found by the other {}",
            count_text(variable.size() - found), count_text(variable.size()),
            variable.size() - found == 1 ? "is" : "are", count_text(found)));
    return shared;
}

double mean_distance(const Neighbors& neighbors, std::size_t point) {
    const auto distances = neighbors.distances_of(point);
    return std::accumulate(distances.begin(), distances.end(), 0.0) /
           static_cast<double>(std::max<std::size_t>(1, distances.size()));
}

// The distance within which nearly all of the reference's cells have their own neighbours.
double own_distance(const Matrix& points, const NeighborOptions& options, Job& job) {
    std::vector<std::uint32_t> rows(points.rows);
    std::iota(rows.begin(), rows.end(), 0U);
    if (rows.size() > most_measured) {
        Random random(options.seed, 3);
        random.shuffle(std::span(rows));
        rows.resize(most_measured);
        std::ranges::sort(rows);
    }
    NeighborOptions one_more = options;  // the cell itself, or its twin
    ++one_more.k;
    const Neighbors found = nearest_among(points, matrix_rows(points, rows), one_more, job);
    std::vector<double> means;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto distances = found.distances_of(i).subspan(1);
        means.push_back(std::accumulate(distances.begin(), distances.end(), 0.0) /
                        static_cast<double>(std::max<std::size_t>(1, distances.size())));
    }
    const auto at = static_cast<std::size_t>(near_share * static_cast<double>(means.size() - 1));
    std::ranges::nth_element(means, means.begin() + static_cast<std::ptrdiff_t>(at));
    return means[at];
}

// Root mean square distance of the points from their mean.
double spread_of(const Matrix& map) {
    double sum = 0;
    for (std::size_t d = 0; d < map.cols; ++d) {
        double mean = 0, squares = 0;
        for (std::size_t i = 0; i < map.rows; ++i) mean += map(i, d);
        mean /= static_cast<double>(map.rows);
        for (std::size_t i = 0; i < map.rows; ++i) squares += (map(i, d) - mean) * (map(i, d) - mean);
        sum += squares / static_cast<double>(map.rows);
    }
    return std::sqrt(sum);
}

Matrix scaled(Matrix map, double factor) {
    for (float& x : map.values) x = static_cast<float>(x * factor);
    return map;
}

}  // namespace

bool can_take_cells(const Embedding& embedding) {
    return is_map(embedding) && (embedding.coordinates.cols == 2 || embedding.coordinates.cols == 3);
}

std::string map_to_place_on(const Dataset& reference, const std::string& name) {
    return map_of(reference, name).name;
}

PlacedCells place_cells(const Dataset& reference, const Dataset& cells, const PlacementRequest& request,
                        Job& job) {
    PartJob choosing(job, 0, 0.1), describing(job, 0.1, 0.5), reading(job, 0.5, 0.7), finding(job, 0.7, 0.9),
        placing(job, 0.9, 1);
    const Embedding& map = map_of(reference, request.map);
    const std::vector<std::uint32_t> rows = cells_with_place(map.coordinates);
    if (rows.size() < fewest_placed)
        throw Error(ErrorKind::Data,
                    fmt::format("{} of {} has places for {} only", map.name, reference.name,
                                count_text(rows.size(), "cell", "cells")),
                    reference.path, "Choose a map of more cells");
    const Assay &theirs = comparable_assay(reference, {}), &ours = comparable_assay(cells, request.assay);
    auto expression = log_normalised(theirs);
    const bool all = rows.size() == reference.cells();
    if (!all) expression = selected_cells(std::move(expression), rows);

    PlacedCells placed;
    placed.map = map.name;
    placed.reference = map.coordinates;
    placed.description = fmt::format("Placed on {} of {}", map.name, reference.name);
    placed.values = values_used(ours);
    placed.reference_values = values_used(theirs);
    const SharedGenes genes =
        shared_genes(reference, *theirs.var, variable_genes(*expression, request.components.genes, choosing),
                     *ours.var, request.genes);
    placed.genes = genes.reference.size();
    placed.variable = genes.variable;
    placed.warnings = genes.warnings;
    for (const Assay* assay : {&theirs, &ours})
        if (const ValueScale scale = scale_of(*assay); scale.guessed)
            placed.warnings.push_back(fmt::format(
                "{} of {} was normalised before genes were left out, to a total that its values do not tell: "
                "it is taken as {}",
                assay->name, (assay == &theirs ? reference : cells).name, describe(scale)));
    if (auto note = totals_warning(reference, theirs, cells, ours); !note.empty())
        placed.warnings.push_back(std::move(note));

    CellComponents old = components_of_genes(*expression, genes.reference, request.components, describing);
    old.pca.columns = genes.cells;
    const Matrix points = pca_scores(old.pca, *log_normalised(ours), reading);

    NeighborOptions near;
    near.k = static_cast<std::size_t>(std::max(2, request.neighbours));
    near.seed = request.components.seed;
    const Neighbors neighbors = nearest_among(old.scores, points, near, finding);
    const double own = own_distance(old.scores, near, finding);
    for (std::size_t cell = 0; cell < points.rows; ++cell) {
        const double mean = mean_distance(neighbors, cell);
        placed.distances.push_back(static_cast<float>(own > 0 ? mean / own : mean > 0 ? INFINITY : 0.0));
        placed.far += placed.distances.back() > 1 ? 1 : 0;
    }

    UmapTransformOptions forces;
    forces.curve = fit_umap_curve(request.min_dist, 1);
    forces.seed = request.components.seed;
    const Matrix places = all ? map.coordinates : matrix_rows(map.coordinates, rows);
    const double spread = spread_of(places);
    if (spread > 0 && (spread < least_spread || spread > most_spread)) {
        const double factor = usual_spread / spread;
        placed.coordinates =
            scaled(umap_transform(scaled(places, factor), neighbors, forces, placing), 1 / factor);
    } else {
        placed.coordinates = umap_transform(places, neighbors, forces, placing);
    }
    return placed;
}

bool many_far(const PlacedCells& placed) {
    constexpr double usual = 0.015;  // of cells like the reference's own it would be 0.01
    return static_cast<double>(placed.far) > usual * static_cast<double>(placed.distances.size());
}

std::string far_words(const PlacedCells& placed) {
    const std::size_t cells = placed.distances.size();
    if (placed.far == 0 || cells == 0) return {};
    const bool one = placed.far == 1;
    std::string text = fmt::format(
        "{} of {} ({:.1f} %) {} farther from {} neighbours than 99 % of the reference's own cells from "
        "theirs",
        count_text(placed.far), count_text(cells, "cell", "cells"),
        100 * static_cast<double>(placed.far) / static_cast<double>(cells), one ? "lies" : "lie",
        one ? "its" : "their");
    if (many_far(placed))
        text += one ? ": the map may have no place for it" : ": the map may have no place for them";
    return text;
}

std::vector<Column> placement_columns(const PlacedCells& placed) {
    Numeric distance;
    Categorical unlike{{"no", "yes"}, {}, {}, false};
    for (const float value : placed.distances) {
        distance.values.push_back(value);
        unlike.codes.push_back(value > 1 ? 1 : 0);
    }
    std::vector<Column> columns;
    columns.push_back({"regulus_reference_distance", std::move(distance)});
    columns.push_back({"regulus_unlike_reference", std::move(unlike)});
    return columns;
}

}  // namespace regulus

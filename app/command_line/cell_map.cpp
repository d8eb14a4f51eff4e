#include "app/command_line/cell_map.h"

#include <CLI/CLI.hpp>

#include <numeric>

#include "core/base/error.h"
#include "core/data/normalise.h"
#include "core/workflow/apply_model.h"

namespace regulus {

void declare_map(CLI::App& app, EmbeddingRequest& request) {
    app.add_option("--neighbors,--neighbours", request.neighbours, "Nearest neighbours of a cell on the map")
        ->check(CLI::Range(2, 200))
        ->capture_default_str();
    app.add_option("--min-dist", request.minDist, "How close cells may lie: 0 to 0.99")
        ->check(CLI::Range(0.0, 0.99))
        ->capture_default_str();
    app.add_option("--seed", request.seed, "Of the map")->capture_default_str();
}

Matrix umap_of(const Matrix& points, const EmbeddingRequest& request, Job& job) {
    if (points.rows < 4) {
        throw Error(ErrorKind::Data,
                    "A map needs at least 4 cells, and there are " + std::to_string(points.rows));
    }
    return Engine::standard().umap(points, request, job);
}

CellMap map_cells(const Dataset& dataset, std::shared_ptr<const ModelFile> model,
                  const std::string& gene_column, const EmbeddingRequest& request, Job& job) {
    CellMap map;
    Matrix points;
    PartJob describing(job, 0, 0.4);
    if (model) {
        ModelInput input = prepare_model(dataset, *model, gene_column);
        std::vector<std::uint32_t> rows(dataset.cells());
        std::iota(rows.begin(), rows.end(), 0U);
        points =
            Predictor::create(model)->predict(*input.expression, input.match, rows, describing).embedding;
        map.warnings = std::move(input.warnings);
        map.description = "UMAP of the cell embedding";
    } else {
        points = Engine::standard().components(*log_normalised(modelling_assay(dataset)), request.seed,
                                               describing);
        map.description = "UMAP of principal components";
    }
    PartJob placing(job, 0.4, 1);
    map.coordinates = umap_of(points, request, placing);
    return map;
}

}  // namespace regulus

#include "app/command_line/cell_map.h"

#include <CLI/CLI.hpp>

#include <numeric>

#include "core/base/error.h"
#include "core/data/normalise.h"
#include "core/workflow/apply_model.h"
#include "core/workflow/learning_assay.h"

namespace regulus {

void declare_map(CLI::App& app, EmbeddingRequest& request) {
    app.add_option("--neighbors,--neighbours", request.neighbours, "Number of nearest neighbours")
        ->check(CLI::Range(2, 200))
        ->capture_default_str();
    app.add_option("--min-dist", request.minDist, "Minimum distance between cells, 0 to 0.99")
        ->check(CLI::Range(0.0, 0.99))
        ->capture_default_str();
    app.add_option("--seed", request.seed, "Seed of the map")->capture_default_str();
}

CellMap map_cells(const Dataset& dataset, std::shared_ptr<const ModelFile> model, const GeneRequest& genes,
                  EmbeddingRequest request, Job& job) {
    // Fewer have no neighbours to speak of.
    if (dataset.cells() < 4) {
        throw Error(ErrorKind::Data,
                    "A map needs at least 4 cells, and there are " + std::to_string(dataset.cells()));
    }
    CellMap map;
    Matrix points;
    PartJob describing(job, 0, 0.4);
    request.from = model ? EmbeddingRequest::From::Model : EmbeddingRequest::From::Expression;
    if (model) {
        ModelInput input = prepare_model(dataset, *model, genes);
        std::vector<std::uint32_t> rows(dataset.cells());
        std::iota(rows.begin(), rows.end(), 0U);
        points =
            Predictor::create(model)->predict(*input.expression, input.match, rows, describing).embedding;
        map.warnings = std::move(input.warnings);
        map.values = std::move(input.values);
        map.description = "UMAP of the cell embedding";
    } else {
        const Assay& assay = modelling_assay(dataset);
        map.values = values_used(assay);
        if (auto note = values_warning(assay); !note.empty()) map.warnings.push_back(std::move(note));
        points = Engine::standard().components(*log_normalised(assay), request.seed, describing);
        map.description = "UMAP of the expression";
    }
    PartJob placing(job, 0.4, 1);
    map.coordinates = Engine::standard().umap(points, request, placing);
    return map;
}

}  // namespace regulus

// Coordinates of cells for `embed`, `figure` and `demo`, made as the window makes them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/model/model_file.h"
#include "core/workflow/gene_choices.h"
#include "ui/session/engine.h"

namespace CLI {
class App;
}

namespace regulus {

// --neighbors, --min-dist, --seed.
void declare_map(CLI::App& app, EmbeddingRequest& request);

struct CellMap {
    Matrix coordinates;       // cells × dimensions
    std::string description;  // "UMAP of the cell embedding", "UMAP of the expression"
    std::string values;       // that it was made of, see values_used()
    std::vector<std::string> warnings;
};

// From the model's cell embedding, or without a model from principal components of expression.
// Throws what readers, model and UMAP throw; Cancelled.
CellMap map_cells(const Dataset& dataset, std::shared_ptr<const ModelFile> model, const GeneRequest& genes,
                  EmbeddingRequest request, Job& job);

}  // namespace regulus

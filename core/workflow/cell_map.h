// Coordinates of cells for a map: UMAP of a model's cell embedding, or of principal components of expression.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/workflow/cell_points.h"

namespace regulus {

struct EmbeddingRequest {
    enum class From { Expression, Model } from = From::Expression;
    int neighbours = 15;
    int dimensions = 2;
    double min_dist = 0.3;
    std::uint64_t seed = 0;
};

// A layout of points (cells × anything) by UMAP: cosine of a model's embedding (its classifier looks at
// directions), Euclidean otherwise.
Matrix lay_out(const Matrix& points, const EmbeddingRequest& request, Job& job);

struct CellMap {
    Matrix coordinates;       // cells × dimensions
    std::string description;  // "UMAP of the cell embedding", "UMAP of the expression"
    std::string values;       // that it was made of, see values_used()
    std::vector<std::string> warnings;
};

// From the model's cell embedding, or without a model (null) from components of expression; request.from does
// not matter. Throws what cell_points() and UMAP throw.
CellMap map_cells(const Dataset& dataset, std::shared_ptr<const ModelFile> model, const GeneRequest& genes,
                  EmbeddingRequest request, Job& job);

}  // namespace regulus

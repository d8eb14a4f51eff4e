// Coordinates of cells for a map: UMAP of a model's cell embedding, or of principal components of expression.
#pragma once

#include <cstdint>
#include <functional>
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
    std::size_t variable_genes = 2000, components = 30;  // at most; of expression alone
};
ComponentOptions components_of(const EmbeddingRequest& request);

// How far a layout has come: its coordinates (cells × dimensions), epochs of all.
using MapSeen = std::function<void(Matrix, int epoch, int epochs)>;

// A layout of points (cells × anything) by UMAP: cosine of a model's embedding (its classifier looks at
// directions), Euclidean otherwise. `seen` is called now and then before it is done, on this thread; it
// changes nothing.
Matrix lay_out(const Matrix& points, const EmbeddingRequest& request, const MapSeen& seen, Job& job);

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

// Coordinates of cells for a map: UMAP of a model's cell embedding, or of principal components of expression.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/model/model_file.h"
#include "core/workflow/gene_choices.h"

namespace regulus {

struct EmbeddingRequest {
    enum class From { Expression, Model } from = From::Expression;
    int neighbours = 15;
    int dimensions = 2;
    double min_dist = 0.3;
    std::uint64_t seed = 0;
};

// The 30 leading components of the 2,000 genes whose log-normalised values vary most, cells × components, as
// scanpy's PCA on all genes would weigh them. Fitted on at most 100,000 cells, drawn with `seed`: more do not
// move them.
Matrix leading_components(const MatrixSource& expression, std::uint64_t seed, Job& job);

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
// not matter. Throws Error(Data) for fewer than 4 cells, what Predictor, prepare_model() and UMAP throw;
// Cancelled.
CellMap map_cells(const Dataset& dataset, std::shared_ptr<const ModelFile> model, const GeneRequest& genes,
                  EmbeddingRequest request, Job& job);

}  // namespace regulus

#include "core/workflow/cell_map.h"

#include <algorithm>

#include "core/embed/umap.h"

namespace regulus {

Matrix lay_out(const Matrix& points, const EmbeddingRequest& request, Job& job) {
    UmapOptions options;
    options.neighbors = static_cast<std::size_t>(std::max(2, request.neighbours));
    options.min_dist = request.min_dist;
    options.dimensions = static_cast<std::size_t>(request.dimensions);
    options.seed = request.seed;
    options.metric = request.from == EmbeddingRequest::From::Model ? Metric::Cosine : Metric::Euclidean;
    PartJob first(job, 0, 0.3), second(job, 0.3, 1);
    Umap umap(points, options, first);
    umap.run_until(umap.epochs(), second);
    return umap.coordinates();
}

CellMap map_cells(const Dataset& dataset, std::shared_ptr<const ModelFile> model, const GeneRequest& genes,
                  EmbeddingRequest request, Job& job) {
    PartJob describing(job, 0, 0.4), placing(job, 0.4, 1);
    request.from = model ? EmbeddingRequest::From::Model : EmbeddingRequest::From::Expression;
    CellPoints cells = cell_points(dataset, model, genes, request.seed, describing);
    CellMap map;
    map.coordinates = lay_out(cells.points, request, placing);
    map.description = model ? "UMAP of the cell embedding" : "UMAP of the expression";
    map.values = std::move(cells.values);
    map.warnings = std::move(cells.warnings);
    return map;
}

}  // namespace regulus

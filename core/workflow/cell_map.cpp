#include "core/workflow/cell_map.h"

#include <algorithm>
#include <chrono>

#include "core/embed/umap.h"

namespace regulus {

namespace {

// A picture takes time of its own: of the layout no more than a tenth or so.
constexpr std::chrono::milliseconds least_between{250};
constexpr int share_of_time = 10;

void run(Umap& umap, const MapSeen& seen, Job& job) {
    using Clock = std::chrono::steady_clock;
    auto next = Clock::now() + least_between;
    while (umap.epoch() < umap.epochs()) {
        const double epochs = umap.epochs();
        const int until = seen ? umap.epoch() + 1 : umap.epochs();
        PartJob part(job, umap.epoch() / epochs, until / epochs);
        umap.run_until(until, part);
        const auto now = Clock::now();
        if (!seen || now < next || umap.epoch() == umap.epochs()) continue;
        seen(umap.coordinates(), umap.epoch(), umap.epochs());
        const auto after = Clock::now();
        next = after + std::max<Clock::duration>(least_between, share_of_time * (after - now));
    }
}

}  // namespace

ComponentOptions components_of(const EmbeddingRequest& request) {
    return {request.components, request.seed, request.variable_genes};
}

Matrix lay_out(const Matrix& points, const EmbeddingRequest& request, const MapSeen& seen, Job& job) {
    UmapOptions options;
    options.neighbors = static_cast<std::size_t>(std::max(2, request.neighbours));
    options.min_dist = request.min_dist;
    options.dimensions = static_cast<std::size_t>(request.dimensions);
    options.seed = request.seed;
    options.metric = request.from == EmbeddingRequest::From::Model ? Metric::Cosine : Metric::Euclidean;
    PartJob first(job, 0, 0.3), second(job, 0.3, 1);
    Umap umap(points, options, first);
    run(umap, seen, second);
    return umap.coordinates();
}

CellMap map_cells(const Dataset& dataset, std::shared_ptr<const ModelFile> model, const GeneRequest& genes,
                  EmbeddingRequest request, Job& job) {
    PartJob describing(job, 0, 0.4), placing(job, 0.4, 1);
    request.from = model ? EmbeddingRequest::From::Model : EmbeddingRequest::From::Expression;
    CellPoints cells = cell_points(dataset, model, genes, components_of(request), describing);
    CellMap map;
    map.coordinates = lay_out(cells.points, request, {}, placing);
    map.description = model ? "UMAP of the cell embedding" : "UMAP of the expression";
    map.values = std::move(cells.values);
    map.warnings = std::move(cells.warnings);
    return map;
}

}  // namespace regulus

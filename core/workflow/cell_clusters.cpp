#include "core/workflow/cell_clusters.h"

#include <utility>

#include "core/base/error.h"
#include "core/embed/fuzzy_graph.h"
#include "core/embed/neighbors.h"

namespace regulus {

CsrMatrix neighbour_graph(const Matrix& points, const NeighbourGraphRequest& request, Job& job) {
    if (request.neighbours < 2)
        throw Error(ErrorKind::Usage, "Clusters need at least 2 neighbours of a cell");
    job.progress(0, "finding neighbours");
    const Neighbors near = nearest_neighbors(points,
                                             {.k = static_cast<std::size_t>(request.neighbours) - 1,
                                              .metric = request.metric,
                                              .seed = request.seed},
                                             job);
    return fuzzy_graph(near, job);
}

Column cluster_column(const Communities& communities, std::span<const std::uint32_t> rows, std::size_t cells,
                      std::string name) {
    Categorical column;
    for (std::size_t k = 0; k < communities.sizes.size(); ++k) column.categories.push_back(std::to_string(k));
    column.codes.assign(cells, -1);
    for (std::size_t i = 0; i < rows.size(); ++i) column.codes[rows[i]] = communities.of[i];
    return {std::move(name), std::move(column)};
}

}  // namespace regulus

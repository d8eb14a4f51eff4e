// Clusters of cells by Leiden on the graph of their nearest neighbours, as scanpy's pp.neighbors and
// tl.leiden (flavor="igraph") have them.
#pragma once

#include <span>
#include <string>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/data/metric.h"
#include "core/data/sparse_matrix.h"
#include "core/data/table.h"
#include "core/embed/leiden.h"

namespace regulus {

struct NeighbourGraphRequest {
    Metric metric = Metric::Euclidean;
    int neighbours = 15;  // of a cell, itself among them
    std::uint64_t seed = 0;
};

// UMAP's fuzzy graph of `points` (cells × dimensions), see core/embed/fuzzy_graph.h: made once for any number
// of resolutions. Throws Error(Usage) for fewer than 2 neighbours, what nearest_neighbors() throws.
CsrMatrix neighbour_graph(const Matrix& points, const NeighbourGraphRequest& request, Job& job);

// Clusters of the named rows as a column of obs with `cells` rows: categories "0", "1", … from the largest;
// the other cells have no value.
Column cluster_column(const Communities& communities, std::span<const std::uint32_t> rows, std::size_t cells,
                      std::string name);

}  // namespace regulus

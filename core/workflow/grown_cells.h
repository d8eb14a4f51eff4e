// A set of cells grown to those that lie among it.
#pragma once

#include "core/base/cell_set.h"
#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/embed/neighbors.h"

namespace regulus {

inline constexpr std::size_t grown_neighbors = 15;

// The nearest cells of each, where cells lie at finite places: one without is no neighbour and has none.
struct CellNeighbors {
    std::vector<std::uint32_t> cells;  // those that have a place, ascending
    Neighbors among;                   // of them; indices into `cells`
};

// `points`: cells × dimensions. A cell has grown_neighbors, fewer where there are not so many cells. Throws
// Error(Data) for fewer than two cells with a place; Cancelled.
CellNeighbors cell_neighbors(const Matrix& points, Metric metric, Job& job);

// `chosen`, and those of whose neighbours at least half are among `chosen`.
CellSet grown(const CellSet& chosen, const CellNeighbors& neighbors);

}  // namespace regulus

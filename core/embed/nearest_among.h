// The nearest neighbours of points among other points.
#pragma once

#include "core/embed/neighbors.h"

namespace regulus {

// As nearest_neighbors(), but among `points` of every row of `queries`, which has the same columns: row q of
// the result is of query q, its indices are rows of `points`, and k is at most points.rows. The same bytes
// for any number of threads. Throws Error(Data) for values that are not finite, Cancelled.
Neighbors nearest_among(const Matrix& points, const Matrix& queries, const NeighborOptions& options,
                        Job& job);

}  // namespace regulus

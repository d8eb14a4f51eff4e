// The nearest neighbours of every point: exact by blocked matrix products, or, for many points, among the
// points of the nearest k-means cells (the inverted file of Jégou et al. 2011, one list of cells a cell).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/data/metric.h"

namespace regulus {

enum class NeighborSearch {
    Automatic,  // exact up to 8,000 points, then by cells
    Exact,
    Cells,
};

struct NeighborOptions {
    std::size_t k = 15;  // neighbours of a point, itself not counted; at most points - 1
    Metric metric = Metric::Euclidean;
    NeighborSearch search = NeighborSearch::Automatic;
    // Share of true neighbours that a search by cells is to find. How many cells are searched for it is
    // measured on a sample of the points, so expect it to within about 0.01.
    double recall = 0.98;
    std::uint64_t seed = 0;
};

struct Neighbors {
    std::size_t points = 0, k = 0;       // k may be smaller than asked for
    std::vector<std::uint32_t> indices;  // points × k, nearest first, equal distances by index
    std::vector<float> distances;        // points × k; Euclidean, or 1 - cosine

    std::span<const std::uint32_t> of(std::size_t point) const { return {indices.data() + point * k, k}; }
    std::span<const float> distances_of(std::size_t point) const { return {distances.data() + point * k, k}; }
};

// The same bytes for any number of threads. Throws Error(Data) for values that are not finite, Cancelled.
Neighbors nearest_neighbors(const Matrix& points, const NeighborOptions& options, Job& job);

}  // namespace regulus

// Divides points into k-means cells (Lloyd 1982, on a sample), to search for neighbours in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix.h"

namespace regulus {

struct Cells {
    Matrix centers;                                   // cells × dimensions
    std::vector<std::vector<std::uint32_t>> members;  // rows of points, ascending
    std::vector<std::uint32_t> cell_of;               // one a point
    // For every cell all cells, nearest centre first, itself first of all.
    std::vector<std::vector<std::uint32_t>> nearest;
};

// `count` cells at most points.rows. The same bytes for any number of threads. Throws Cancelled.
Cells divide_into_cells(const Matrix& points, std::size_t count, std::uint64_t seed, Job& job);

}  // namespace regulus

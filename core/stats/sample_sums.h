// Cells added up to samples, one pass over a matrix.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/stats/bulk_counts.h"

namespace regulus {

// `samples`: one a cell, below `count`, or negative for a cell in none. Memory: count × genes numbers of 8
// bytes, and two blocks. The same bytes for any number of threads. Throws Error(Data) for values that are not
// finite or negative; what the source throws; Cancelled.
BulkCounts sample_sums(const MatrixSource& counts, std::span<const std::int32_t> samples, std::size_t count,
                       Job& job);

}  // namespace regulus

// Rows as they were read, in any order and with repetitions, made into those of a CsrMatrix. Only for the
// sources of core/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/base/job.h"
#include "core/data/sparse_matrix.h"

namespace regulus {

// Sorts a row in place; values of the same column add up in the order in which they stand. Returns how many
// are left. `scratch` is memory to be used again. Throws Error(Data) when they add up to more than a float
// holds.
std::size_t sort_row(std::span<std::int32_t> columns, std::span<float> values,
                     std::vector<std::pair<std::int32_t, float>>& scratch);

// The same for all rows of a matrix. Throws Cancelled, too.
void sort_rows(CsrMatrix& matrix, Job& job);

}  // namespace regulus

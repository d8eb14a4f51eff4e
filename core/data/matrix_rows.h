// Rows of a dense matrix taken out, and put back where they were.
#pragma once

#include <cstdint>
#include <span>

#include "core/data/matrix.h"

namespace regulus {

// The named rows, in that order. They must be in range.
Matrix matrix_rows(const Matrix& all, std::span<const std::uint32_t> rows);
// `some` at the named rows of a matrix of `all` rows; NaN elsewhere. As many rows are named as `some` has.
Matrix spread_rows(const Matrix& some, std::span<const std::uint32_t> rows, std::size_t all);

}  // namespace regulus

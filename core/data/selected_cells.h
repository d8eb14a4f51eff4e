// Some cells of a matrix or a table, as one of their own: what a filter keeps.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/data/matrix_source.h"
#include "core/data/table.h"

namespace regulus {

// A view of `source` with the named cells, in that order; reads through. Cells must be in range and
// ascending.
std::shared_ptr<const MatrixSource> selected_cells(std::shared_ptr<const MatrixSource> source,
                                                   std::vector<std::uint32_t> cells);

// The named rows, in that order. Categories that no row has any more are dropped, with their colours.
Table selected_rows(const Table& table, std::span<const std::uint32_t> rows);

}  // namespace regulus

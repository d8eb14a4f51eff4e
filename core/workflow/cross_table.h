// How many cells have which two values: composition of groups, as counts.
#pragma once

#include <string>
#include <vector>

#include "core/workflow/cell_groups.h"

namespace regulus {

struct CrossTable {
    std::string row_column, column_column;  // that rows and columns are the values of; may be empty
    std::vector<std::string> rows, columns;
    std::vector<std::size_t> cells;  // rows × columns
    std::size_t left_out = 0;        // cells without a value in one of the two

    std::size_t at(std::size_t row, std::size_t column) const { return cells[row * columns.size() + column]; }
    std::size_t row_cells(std::size_t row) const;
    std::size_t column_cells(std::size_t column) const;
};

// Both over the same cells. Time: one visit of each cell.
CrossTable cross_table(const CellGroups& rows, const CellGroups& columns);

}  // namespace regulus

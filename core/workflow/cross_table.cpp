#include "core/workflow/cross_table.h"

#include <cassert>

namespace regulus {

std::size_t CrossTable::row_cells(std::size_t row) const {
    std::size_t sum = 0;
    for (std::size_t c = 0; c < columns.size(); ++c) sum += at(row, c);
    return sum;
}

std::size_t CrossTable::column_cells(std::size_t column) const {
    std::size_t sum = 0;
    for (std::size_t r = 0; r < rows.size(); ++r) sum += at(r, column);
    return sum;
}

CrossTable cross_table(const CellGroups& rows, const CellGroups& columns) {
    assert(rows.codes.size() == columns.codes.size());
    CrossTable table{rows.column, columns.column, rows.names, columns.names, {}, 0};
    table.cells.assign(rows.names.size() * columns.names.size(), 0);
    for (std::size_t c = 0; c < rows.codes.size(); ++c) {
        const std::int32_t row = rows.codes[c], column = columns.codes[c];
        if (row < 0 || column < 0)
            ++table.left_out;
        else
            ++table.cells[static_cast<std::size_t>(row) * columns.names.size() +
                          static_cast<std::size_t>(column)];
    }
    return table;
}

}  // namespace regulus

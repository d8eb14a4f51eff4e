// Groups of cells to be compared, by values of columns of obs.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/data/table.h"

namespace regulus {

struct CellGroups {
    std::string column;               // that the groups are the values of; "" where they are of several
    std::vector<std::string> names;   // "B cell"; of two groups as they were asked for, "cell_type=B cell"
    std::vector<std::int32_t> codes;  // one a cell; -1: takes no part
    std::vector<std::size_t> cells;   // of each group
    bool pair = false;                // the first against the second, rather than each against the others
    std::vector<std::string> warnings;
};

// A value of a column of obs: "cell_type=B cell".
struct ColumnValue {
    std::string column, value;

    bool operator==(const ColumnValue&) const = default;
};
// Throws Error(Usage) without a column, a '=' or a value; `option` says which option it was.
ColumnValue parse_column_value(const std::string& text, const std::string& option);

// Of each group anew, after cells were taken out.
void count_cells(CellGroups& groups);

// The cells that have the value. Throws Error(Usage) when there is no such column or value, Error(Data) when
// no cell has it.
std::vector<std::uint32_t> cells_with(const Table& obs, const ColumnValue& wanted);

// All values of a column, among the cells `rows`. Throws what read_labels() throws; Error(Data) when fewer
// than two groups have cells.
CellGroups groups_of_column(const Table& obs, const std::string& column, std::span<const std::uint32_t> rows);

// Cells with any of the values `a` against those with any of `b`, or, without any b, all others that have a
// value in the columns of `a` (read_labels() says what is none; the rest are counted in a warning); among the
// cells `rows`. A value that is named twice counts once. Throws what cells_with() throws; Error(Usage) when a
// cell is in both; Error(Data) when one side has no cells.
CellGroups two_groups(const Table& obs, const std::vector<ColumnValue>& a, const std::vector<ColumnValue>& b,
                      std::span<const std::uint32_t> rows);

}  // namespace regulus

// The groups of a regulon heatmap: which of them its TFs, their order and its colours follow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/cell_set.h"
#include "core/data/table.h"

namespace regulus {

// A mean of fewer cells is noise.
inline constexpr std::size_t least_group_cells = 10;

// One a cell: its category; behind all categories stand the cells without a value.
std::vector<std::int32_t> groupOfCells(const Categorical& column);
// The same, -1 of cells that are not `among` these; empty universe: of none.
std::vector<std::int32_t> groupOfCells(const Categorical& column, const CellSet& among);
std::size_t groupCount(const Categorical& column);  // the categories, and the cells without a value

// One a group: whether it counts. `cells`: that were read of each. Groups of few cells and those without a
// label ("unknown") do not; where less than two groups are left, few cells do, and where no two are
// labelled, all groups with cells.
std::vector<std::uint8_t> countedGroups(const Categorical& column, const std::vector<std::size_t>& cells);

}  // namespace regulus

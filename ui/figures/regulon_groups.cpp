#include "ui/figures/regulon_groups.h"

#include <algorithm>

#include "core/data/missing_label.h"

namespace regulus {

std::vector<std::int32_t> groupOfCells(const Categorical& column) {
    std::vector<std::int32_t> groups = column.codes;
    std::ranges::replace(groups, -1, static_cast<std::int32_t>(column.categories.size()));
    return groups;
}

std::vector<std::int32_t> groupOfCells(const Categorical& column, const CellSet& among) {
    std::vector<std::int32_t> groups = groupOfCells(column);
    if (among.universe() == 0) return groups;
    for (std::size_t cell = 0; cell < groups.size(); ++cell)
        if (!among.contains(cell)) groups[cell] = -1;
    return groups;
}

std::size_t groupCount(const Categorical& column) {
    return column.categories.size() + 1;
}

std::vector<std::uint8_t> countedGroups(const Categorical& column, const std::vector<std::size_t>& cells) {
    std::vector<std::uint8_t> counted(cells.size());
    for (const std::size_t least : {least_group_cells, std::size_t{1}}) {
        for (std::size_t g = 0; g < column.categories.size(); ++g)
            counted[g] = cells[g] >= least && !means_unlabelled(column.categories[g]) ? 1 : 0;
        if (std::ranges::count(counted, 1) > 1) return counted;
    }
    std::ranges::transform(cells, counted.begin(), [](std::size_t n) { return n > 0 ? 1 : 0; });
    return counted;
}

}  // namespace regulus

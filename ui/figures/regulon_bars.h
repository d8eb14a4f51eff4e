// The bars beside a regulon heatmap: of its groups, and of its TFs.
#pragma once

#include <QString>
#include <cstddef>
#include <optional>
#include <vector>

#include "ui/render/heatmap_bar.h"

namespace regulus {

struct RegulonTableRequest;

enum class GroupBar {
    None,
    Cells,   // how many there are, of the dataset or of the cells that are asked for
    Shares,  // of the values of another column, such as donors, among all these cells of a group
};
enum class TfBar {
    None,
    Targets,     // how many are in the dataset
    Expression,  // mean mRNA over those of the cells that were read; of TFs alone, not of families
};

// `shown`: the groups, in order: see groupOfCells(). Empty for None.
HeatmapBar groupBarOf(const RegulonTableRequest& request, const std::vector<std::size_t>& shown);
// Of the first `columns` columns; empty for None and where it is not known.
HeatmapBar tfBarOf(const RegulonTableRequest& request, std::size_t columns);

}  // namespace regulus

// Groups of cells to be compared, from sets of cells that a person chose and from categories that are at
// hand.
#pragma once

#include <string>

#include "core/base/cell_set.h"
#include "core/data/table.h"
#include "core/workflow/cell_groups.h"

namespace regulus {

// The cells of `a` against those of `b`; all others take no part. Throws Error(Data) when a side has no
// cells, Error(Usage) when a cell is on both.
CellGroups two_sets(const CellSet& a, const std::string& name_a, const CellSet& b, const std::string& name_b);

// Each category against the others, among the cells `among`: those that are no label (see means_unlabelled())
// or have no cells there are left out, and their cells are counted in a warning. In the order in which people
// list them. Throws Error(Data) when fewer than two are left.
CellGroups groups_of_categories(const Categorical& categories, const std::string& column,
                                const CellSet& among);

// The cells without a category, or with one that is no label.
CellSet cells_without_label(const Categorical& categories);

}  // namespace regulus

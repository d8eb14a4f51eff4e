// A selection that is given a name in a column of cells.
#pragma once

#include <memory>
#include <string>

#include "core/base/cell_set.h"
#include "core/data/table.h"

namespace regulus {

// `column` with `cells` in the category `name`, behind the others where it is new; the other cells stay where
// they are. Categories that lose all their cells go. A null column: one in which nothing has a value, of
// `cells.universe()` rows. The categories of numbers become texts.
std::shared_ptr<const Categorical> withNamed(const Categorical* column, const CellSet& cells,
                                             const std::string& name);

}  // namespace regulus

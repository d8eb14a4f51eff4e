// The colours of groups in the form in which a column keeps them.
#pragma once

#include <string>
#include <vector>

#include "core/data/table.h"

namespace regulus {

// What is shown of the column, one a category: "#rrggbb", "" of one that is no label. As its `colors` they
// stay with its groups, whatever becomes of the others.
std::vector<std::string> colorNames(const Categorical& column);

}  // namespace regulus

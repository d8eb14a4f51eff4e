// The two sides of a comparison, by values of columns of obs: the same words for `compare` and `figure`.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/workflow/cell_groups.h"

namespace regulus {

struct SideOptions {
    std::vector<std::string> of, against;  // "COLUMN=VALUE", any of several; against "": all others
};

// Throws what parse_column_value() and two_groups() throw.
CellGroups sides_of(const Table& obs, const SideOptions& options, std::span<const std::uint32_t> rows);

// "B cell, NK cell" of "cell_type=B cell" and "cell_type=NK cell", as the window names its sides; a side of
// several columns keeps their names.
void name_by_values(CellGroups& sides, const SideOptions& options);

}  // namespace regulus

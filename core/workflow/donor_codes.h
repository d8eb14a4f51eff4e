// Which donor each cell is of.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/table.h"
#include "core/workflow/cell_groups.h"

namespace regulus {

struct DonorCodes {
    std::vector<std::string> names;   // donors that have a cell, whatever its group
    std::vector<std::int32_t> codes;  // one a cell; -1 without a donor (see means_unlabelled())
};

// Cells without a donor leave `groups`, of which a warning goes to `warnings`. Throws Error(Usage) for a
// column that is not there or has measurements.
DonorCodes donor_codes(const Table& obs, const std::string& column, CellGroups& groups,
                       std::vector<std::string>& warnings);

}  // namespace regulus

// Numbers that cells have in obs (scores of gene sets, counts, shares), to be plotted as values of genes are.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/data/table.h"
#include "core/workflow/compared_values.h"

namespace regulus {

struct NumberColumn {
    std::string name;
    std::shared_ptr<const Numeric> numbers;  // not null, one a cell

    bool operator==(const NumberColumn&) const = default;  // the same numbers are the same object
};

// All columns have as many cells. Values are rounded to floats; NaN is missing.
ComparedValues compared_columns(std::vector<NumberColumn> columns);

}  // namespace regulus

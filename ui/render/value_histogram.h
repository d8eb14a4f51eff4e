// How values lie, for a person who chooses the ends of a colour scale.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/cell_set.h"

namespace regulus {

// Bins of equal width from the lowest to the highest finite value.
struct ValueHistogram {
    double low = 0, high = 0;         // equal: all values are the same, and there is one bin
    std::vector<std::size_t> counts;  // empty: there is no value
    std::size_t known = 0;            // finite values
    std::size_t zeros = 0;
};

ValueHistogram valueHistogram(std::span<const float> values, std::size_t bins = 96);
// The same of the cells of a set, one value a cell; bins are those of `all`.
std::vector<std::size_t> countsOf(const CellSet& cells, std::span<const float> values,
                                  const ValueHistogram& all);

}  // namespace regulus

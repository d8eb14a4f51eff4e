// Cells divided by a number of theirs into strata of as many cells each, within which it hardly differs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace regulus {

struct Strata {
    std::size_t count = 0;
    std::vector<std::int32_t> of_cells;  // below `count`; -1: takes no part
};

// `values`: one a cell; `groups`: negative for cells that take no part. Cells of equal values are in one
// stratum, those with NaN behind all others. At least one stratum, and no more than `most`.
Strata strata_of(std::span<const float> values, std::span<const std::int32_t> groups, std::size_t most);

}  // namespace regulus

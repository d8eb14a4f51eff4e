// How many cells each group of a column has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace regulus {

// One a category, and behind them the cells without a value (code -1). `codes` are less than `categories`.
std::vector<std::size_t> group_sizes(std::span<const std::int32_t> codes, std::size_t categories);

}  // namespace regulus

// Split-conformal thresholds: from cells that were judged by a fit that did not see them, which value a cell
// of a class has but for one in twenty.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace regulus {

// The ⌊(1 − level)(n + 1)⌋-th smallest of n values: a new value from the same distribution is at least that
// with a probability of at least `level` (Vovk et al. 2005). `lowest` where n is too small for any, fewer
// than 19 at 0.95. `level`: 0 to 1.
double conformal_quantile(std::vector<double> values, double level, double lowest);

// A class with fewer cells than that shares the threshold of all cells.
inline constexpr std::size_t least_for_own_threshold = 50;

// One threshold a class, of what its cells have for it. A class is excluded for a cell that has less; a set
// of all others holds the cell's class with a probability of at least `level` in each class that has a
// threshold of its own (LAC by class; Sadinle et al. 2019), and over all cells otherwise. `own`: one a cell,
// what it has for its own class; `labels`: class below `classes`, or negative for cells to leave out.
std::vector<double> class_thresholds(std::span<const float> own, std::span<const std::int32_t> labels,
                                     std::size_t classes, double level, double lowest);

// The smallest threshold at which of the cells whose `values` are at least that a share of `wanted` is right;
// 0 where this is so of all cells, and 1 where it is so of none. `values`: probabilities; `right`: one a
// cell, 0 or 1.
double accuracy_threshold(std::span<const float> values, std::span<const std::uint8_t> right, double wanted);

}  // namespace regulus

// What is said of two numbers of each cell beside their scatter plot.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>

#include "core/base/cell_set.h"
#include "core/base/job.h"

namespace regulus {

struct PairSummary {
    std::size_t cells = 0;                              // that have both numbers; all below is of them
    std::size_t missing = 0;                            // of the set, with NaN or infinity in either
    std::size_t zero_x = 0, zero_y = 0, zero_both = 0;  // exactly 0; those of both are in each
    // As scipy.stats.pearsonr and spearmanr, ties sharing their mean rank; nullopt of fewer than two cells or
    // where one number is the same everywhere.
    std::optional<double> pearson, spearman;
};

// One value a cell of the dataset each; of the cells in the set. Throws Cancelled.
PairSummary summarise_pair(std::span<const double> x, std::span<const double> y, const CellSet& cells,
                           Job& job);

// Cells of the set above left, above right, below left, below right of a point; those on a line are at its
// right, or above it. Cells without both numbers are in none.
std::array<std::size_t, 4> quadrant_counts(std::span<const double> x, std::span<const double> y,
                                           const CellSet& cells, double at_x, double at_y);

}  // namespace regulus

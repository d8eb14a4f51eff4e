// Cells of two sides brought to the same depth, as if both had been sequenced alike: of the molecules of each
// cell some are drawn, so many that the totals of both sides have the same distribution. What still differs
// then is not that one side shows more of everything.
//
// The cell that has the q-th quantile of its side's totals gets the smaller of both sides' q-th quantiles
// (thinning of counts: Bullard et al., BMC Bioinformatics 11 (2010), 94; downsampleMatrix() of R's
// DropletUtils).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/sparse_matrix.h"

namespace regulus {

// The same without zeros that are stored.
CsrMatrix without_zeros(const CsrMatrix& matrix);

// The molecules behind log1p of counts per 10,000: in each cell all values are multiples of the smallest,
// which is one molecule. Cells × genes, whole numbers. nullopt where one value in a hundred is no multiple:
// what was normalised were no counts.
std::optional<CsrMatrix> counts_behind(const CsrMatrix& log_normalised);

// What each cell should have: its total or less. `first`: one a cell, whether it is of the first side.
std::vector<double> common_depths(std::span<const double> totals, std::span<const std::uint8_t> first);

// Of the molecules of each cell each is kept with probability depth / total; the values become log1p of
// counts per 10,000 again, of the same sum as `log_normalised` has. The same for any number of threads.
// Throws Cancelled.
CsrMatrix thinned(const CsrMatrix& log_normalised, const CsrMatrix& counts, std::span<const double> depths,
                  std::uint64_t seed, const Job& job);

}  // namespace regulus

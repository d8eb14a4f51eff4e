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
CsrMatrix without_zeros(CsrMatrix matrix);

// How many molecules each cell has behind its log1p of counts per 10,000: in each cell all values are
// multiples of the smallest, which is one molecule. nullopt where one value in a hundred is no multiple: what
// was normalised were no counts. The same for any number of threads. Throws Cancelled.
std::optional<std::vector<double>> molecules_behind(const CsrMatrix& log_normalised, const Job& job);

// What each cell should have: its total or less. `first`: one a cell, whether it is of the first side.
std::vector<double> common_depths(std::span<const double> totals, std::span<const std::uint8_t> first);

// Some rows of a matrix that molecules_behind() finds molecules in: each of those is kept with probability
// `shares`, one a row of `rows`: of a gene with n of them a binomial number. The values become log1p of
// counts per 10,000 again, of the same sum as before. Row i draws from stream `first` + i of the seed: the
// same for any number of threads, and however rows are parted. Throws Cancelled.
CsrMatrix thinned(const CsrMatrix& log_normalised, std::span<const std::uint32_t> rows,
                  std::span<const double> shares, std::uint64_t seed, std::size_t first, const Job& job);

}  // namespace regulus

// The total that cells were scaled to before some of their genes were taken out, where obs tells it.
#pragma once

#include "core/data/dataset.h"

namespace regulus {

// Where the total of an assay's scale is a guess, a column of obs may settle it:
// - the counts that each cell had, whose product with the cell's factor is one number: that is the total;
// - the counts of each cell that are in the matrix (found in the values themselves): no gene is missing, and
//   the cells' own sums serve;
// - size factors, whose product with the cell's factor is one number, beside the total counts of each cell
//   under a name that says so (n_counts, total_counts, nCount_RNA, ...): the matrix gets both as factors of
//   its cells (see cell_factors()).
// And where the cells' own sums would serve, though the matrix holds fewer than 10,000 genes: total counts of
// each cell under such a name that are more than what is in the matrix. A warning says which column it was.
void settle_totals(Dataset& dataset);

// How many genes the totals run over by which log_normalised() divides: those of the matrix, or 0 where the
// totals are those of the cells before genes were taken out (known from the values or from obs).
std::size_t genes_in_totals(const Assay& assay);

}  // namespace regulus

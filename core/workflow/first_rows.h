// What a comparison of genes begins with, so that there is something to see before a pass over all cells has
// ended.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/workflow/cell_groups.h"

namespace regulus {

// Genes that vary most among some of the cells, at most 128, which are read from all over the matrix.
// `groups`: one a cell, negative where it does not take part. Throws what the source throws; Cancelled.
std::vector<std::uint32_t> variable_genes(const MatrixSource& values, std::span<const std::int32_t> groups,
                                          Job& job);

// Some cells that stand for all of their side.
struct SampledCells {
    CsrMatrix values;                  // cells × genes
    std::vector<std::int32_t> groups;  // one a cell, never negative
    bool all = false;                  // there are no others in these groups

    bool empty() const { return groups.empty(); }
};

// So many cells at most, and no more than half a block of the matrix has.
inline constexpr std::size_t most_sampled = 20000;

// In short stretches of neighbours, as a matrix on disk gives them quickly, spread evenly over all stretches
// that have cells of a side: of a pair each group is one, so that a few hundred cells among a million are
// there, too, and otherwise all groups together are, each with its share. Empty where that would be half of
// the matrix or more: all of it is soon read. The same every time. Throws what the source throws; Cancelled.
SampledCells sample_cells(const MatrixSource& values, const CellGroups& groups, Job& job);

}  // namespace regulus

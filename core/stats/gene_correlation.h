// How the values of one gene go with those of every other over cells: Pearson's r, in one streaming pass.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/cell_set.h"
#include "core/base/job.h"
#include "core/data/matrix_source.h"

namespace regulus {

struct GeneCorrelation {
    std::size_t cells = 0;  // that were counted
    std::vector<double> r;  // a gene, −1 to 1; NaN where it, or the one gene, is the same everywhere
    std::vector<std::uint32_t> present;  // cells with a value other than 0
};

// Of the cells of the set (an empty universe: of all), zeros counted; a cell of which nothing could be read
// (NaN for every gene) is left out. Memory: three numbers a gene and two blocks; sums in double precision,
// the same bytes for any number of threads. As numpy.corrcoef. Throws Error(Data) for other values that are
// not finite; what the source throws; Cancelled.
GeneCorrelation correlate_gene(const MatrixSource& source, std::size_t gene, const CellSet& cells, Job& job);

}  // namespace regulus

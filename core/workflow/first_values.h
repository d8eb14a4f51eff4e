// What a gene looks like in some of the cells, so that there is something to see before a pass over all cells
// has ended.
#pragma once

#include <cstddef>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix_source.h"

namespace regulus {

struct FirstValues {
    std::vector<float> values;  // one a cell, NaN where it was not read; empty: all of it is soon read
    std::size_t read = 0;       // so many cells were

    bool empty() const { return values.empty(); }
};

// Of about `blocks` of the matrix's preferred blocks, in short stretches of neighbours, as a matrix on disk
// gives them quickly, spread evenly over all cells: the same cells for every gene. Empty where genes or all
// cells come quickly, where the sample would be a quarter of the cells or more, and where no cell can be read
// without a pass over all. Throws what the source throws; Cancelled.
FirstValues first_values(const MatrixSource& matrix, std::size_t gene, double blocks, Job& job);

}  // namespace regulus

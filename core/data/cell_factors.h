// What each cell of a matrix was divided by, for values that do not tell: beside the matrix, so that it stays
// what its file holds.
#pragma once

#include <memory>
#include <vector>

#include "core/data/matrix_source.h"

namespace regulus {

// A view of `source` with the same values. `per_10k`: one a cell; a value with its form undone (see
// ValueScale) times that of its cell is in counts per 10,000; 0 where the cell's own sum has to serve.
std::shared_ptr<const MatrixSource> with_cell_factors(std::shared_ptr<const MatrixSource> source,
                                                      std::vector<double> per_10k);

// Of a matrix that with_cell_factors() made; else nullptr.
std::shared_ptr<const std::vector<double>> cell_factors(const MatrixSource& matrix);

}  // namespace regulus

// A matrix of which this process holds a part: the cells of its own file, among those of all.
#pragma once

#include <cstddef>
#include <memory>

#include "core/data/matrix_source.h"

namespace regulus {

// A view with `cells` cells, of which `source` has those from `begin` on; reads through. Asking for others is
// a fault of the caller, as is gene() or totals(), which take all. Factors of cells (cell_factors()) are
// kept.
std::shared_ptr<const MatrixSource> own_cells(std::shared_ptr<const MatrixSource> source, std::size_t begin,
                                              std::size_t cells);

}  // namespace regulus

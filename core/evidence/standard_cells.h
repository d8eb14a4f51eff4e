// Some genes of some cells, standardised, in memory.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/data/matrix_source.h"

namespace regulus {

struct StandardCells {
    Matrix fitted, held;  // cells × genes: (x − mean) / standard deviation within ±10, of the fitted cells
};
// `rows`: cells to fit on, and others, which share mean and standard deviation of the former; a gene that
// does not vary there is 0. Memory: the matrices, and a block of cells.
StandardCells standard_cells(const MatrixSource& expression, std::span<const std::uint32_t> genes,
                             std::span<const std::uint32_t> fitted, std::span<const std::uint32_t> held,
                             Job& job);

}  // namespace regulus

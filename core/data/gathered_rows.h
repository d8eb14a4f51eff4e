// A few cells of every rank's share, in the memory of all of them: for what would cost more to divide.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "core/base/cell_share.h"
#include "core/data/matrix_source.h"

namespace regulus {

// `rows`: cells, ascending; row i of the result is rows[i]. Each rank reads its own and sends them to the
// others. Throws what the source throws, and what Ranks does.
std::shared_ptr<const InMemoryMatrix> gathered_rows(const MatrixSource& source,
                                                    std::span<const std::uint32_t> rows,
                                                    const CellShare& share);

}  // namespace regulus

// Numbers of cells, computed at once or in parts, on their way to a file.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/data/table.h"

namespace regulus {

struct CellNumbers {
    std::vector<std::string> columns;
    std::span<const std::uint32_t> rows;  // the cells
    // Calls the visitor for rows[first], rows[first + 1], ..., block by block in order; numbers are cells ×
    // columns.
    using Visitor = std::function<void(std::size_t first, const Matrix& numbers)>;
    std::function<void(const Visitor&, Job&)> visit;
};

// Memory: a block. Throws Error(Storage), Cancelled, and what visit() throws.
void write_table(const Table& obs, const CellNumbers& numbers, const std::string& path, Job& job);

// All in memory, for `path`. Throws Error(Memory) where that is too little; Cancelled; what visit() throws.
Matrix gathered(const CellNumbers& numbers, const std::string& path, Job& job);

}  // namespace regulus

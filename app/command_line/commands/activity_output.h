// What `regulus activity` writes of the scores of cells, computed at once or in parts.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/matrix.h"

namespace regulus {

class Console;

struct ActivityScores {
    std::vector<std::string> tfs;
    std::span<const std::uint32_t> rows;  // the cells
    // Calls the visitor for rows[first], rows[first + 1], ..., block by block in order; scores are cells ×
    // TFs.
    using Visitor = std::function<void(std::size_t first, const Matrix& scores)>;
    std::function<void(const Visitor&, Job&)> visit;
};

// A new .h5ad of all cells with the scores in obsm, for which they must fit in memory, or a table, for which
// a block is enough. Throws Error(Memory), Error(Storage), Cancelled, and what visit() and
// write_with_results() throw.
void write_activity(const Dataset& dataset, const ActivityScores& scores, const std::string& path,
                    Console& console, Job& job);

}  // namespace regulus

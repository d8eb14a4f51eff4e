// What `regulus activity` writes of the scores of cells (cells × TFs), computed at once or in parts.
#pragma once

#include <string>

#include "app/command_line/commands/cell_numbers.h"
#include "core/data/dataset.h"

namespace regulus {

class Console;

// A new .h5ad of all cells with the scores in obsm, for which they must fit in memory, or a table, for which
// a block is enough. Throws Error(Memory), Error(Storage), Cancelled, and what scores.visit() and
// write_with_results() throw.
void write_activity(const Dataset& dataset, const CellNumbers& scores, const std::string& path,
                    Console& console, Job& job);

}  // namespace regulus

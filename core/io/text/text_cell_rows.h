// Rows of a table of genes × cells that say something about the cells: sex, batch, percent_mito, nCount_RNA.
// Only for the sources of core/io.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/io/store/read_options.h"
#include "core/io/text/text_layout.h"

namespace regulus {

struct CellRows {
    std::vector<std::size_t> lines;   // that hold them; ascending
    std::vector<std::string> unsure;  // taken as genes, though their names are unlike those of the others
};

// Goes through the lines of a table whose rows are genes, as far as their first fields. What is no gene is
// found as it is among columns (see NoGenes); rows of words are none. Nothing is found where no gene would be
// left. Throws what LineStream throws, Error(Memory) for more names than options.max_bytes, and Cancelled.
CellRows find_cell_rows(const std::string& path, const TextLayout& layout, const ReadOptions& options,
                        Job& job);

}  // namespace regulus

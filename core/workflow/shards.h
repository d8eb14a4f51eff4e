// One dataset in several files, each of which one process has opened.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/cell_share.h"
#include "core/data/dataset.h"

namespace regulus {

struct Shards {
    std::shared_ptr<const Dataset> dataset;  // the cells of all files, in the order of the ranks
    CellShare share;
};

// All ranks call it, each with its own file. What comes back has the index and those `columns` of obs of all
// cells, "" left out, and the assays, whose values of other ranks' cells cannot be read. The first column is
// that of labels: a shard whose classes no other has is told in the warnings. Throws
// Error(Data), which names the rank and its file, when the files do not fit together: other genes, other
// assays, values on another scale, a cell that another file has, too (by its name), or a column that is
// missing or no column of categories.
Shards joined_shards(std::shared_ptr<const Dataset> own, const std::vector<std::string>& columns,
                     const std::shared_ptr<Ranks>& ranks);

}  // namespace regulus

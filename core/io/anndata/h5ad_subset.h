// Some cells and genes of an AnnData file as a file of its own, with everything that is in it: the types of
// all values, layers, obsm, varm, obsp, varp, raw, uns.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/table.h"

namespace regulus {

struct KeptParts {
    std::vector<std::uint32_t> cells;  // ascending, rows of the file
    std::vector<std::uint32_t> genes;  // ascending, as a Dataset of the file numbers them
    bool of_raw = false;               // these are genes of raw; X and the layers keep all of theirs
    std::string part;                  // type of features, as in Dataset::part
    std::vector<Column> obs, var;      // columns that are added, one row a kept cell or gene
};

// As anndata's own adata[cells, genes].copy(): categories without a cell go, with their colours. Returns, in
// a person's words, what could not be kept. `target` may exist and is then replaced. Throws what
// write_annotated_copy() throws.
std::vector<std::string> write_subset(const std::string& source, const std::string& target,
                                      const KeptParts& kept, Job& job);

}  // namespace regulus

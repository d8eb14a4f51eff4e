// Ranked lists of genes that a file already holds in uns, as scanpy's rank_genes_groups leaves them there
// (record arrays; data frames where R wrote the file), filtered or not, with or without shares of cells,
// under any key; and data frames of differential expression, such as rank_genes_groups_df() or Seurat's
// FindAllMarkers() give, whose columns are known by their names.
// https://scanpy.readthedocs.io/en/stable/generated/scanpy.tl.rank_genes_groups.html
#pragma once

#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"

namespace regulus {

struct StoredRanking {
    std::string key;                        // of uns
    std::string method, column, reference;  // as its parameters say; "" where they do not
    std::vector<std::string> groups;        // one list each; a single "" where the table has no groups
    std::string change_name;                // of a fold change whose base is not known; "": it is log2
};

// NaN where the file does not say.
struct RankedGene {
    std::string gene;                            // as the file writes it
    double score = 0, change = 0, p = 0, q = 0;  // change: log fold change; q: false discovery rate
    double share = 0, share_rest = 0;  // 0..1, of the cells of the group and of the others that have it
};

// Those of the file behind the dataset; none of a file that is not AnnData. What looks like a ranking and
// cannot be read as one is left out, and named in `warnings`, as are the numbers of one that cannot be.
// Throws Error(Input) for a file that is gone or damaged as a whole; Cancelled.
std::vector<StoredRanking> stored_rankings(const Dataset& dataset, std::vector<std::string>& warnings,
                                           Job& job);
// One list, in the order of the file. Throws Error(Input) where it is there no more or contradicts itself;
// Cancelled.
std::vector<RankedGene> read_ranking(const Dataset& dataset, const StoredRanking& ranking,
                                     const std::string& group, Job& job);

}  // namespace regulus

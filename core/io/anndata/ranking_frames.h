// Tables of differential expression as programs write them, known by the names of their columns (case does
// not matter): rank_genes_groups_df() of scanpy, FindAllMarkers() of Seurat, wilcoxauc() of presto, DESeq2,
// edgeR.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/data/table.h"
#include "core/io/anndata/stored_rankings.h"

namespace regulus {

inline constexpr std::size_t most_ranked_groups = 10'000;

// nullopt where the table is none. It is one where it has genes and a fold change or p values, or a score as
// well as groups, shares or scanpy's own names: genes with a score alone may be anything. Columns that hold
// no numbers are named in `warnings`.
std::optional<StoredRanking> ranking_of_frame(const std::string& key, const Table& table,
                                              std::vector<std::string>& warnings);
// In the order of the table. Shares of which any is above 1 are percentages, as presto writes them; those
// that are neither (below 0 or above 100) are not known.
std::vector<RankedGene> genes_of_frame(const Table& table, const std::string& group);

}  // namespace regulus

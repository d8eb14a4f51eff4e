// Names of columns that say something about a cell, as against names of genes, by the words that they are
// made of. Only for the sources of core/io.
#pragma once

#include <string>

namespace regulus {

// What a program wrote beside the genes: cell_id, x_centroid, nCount_RNA, seurat_clusters, however spelt.
bool names_annotation(const std::string& name);

// Everyday words: age, TIME_h, sex (coded), plate.row, pct_counts_mt, passageNumber. Few genes are called so,
// and none of man or mouse.
bool reads_as_annotation(const std::string& name);

}  // namespace regulus

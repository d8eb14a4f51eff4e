// Rankings of genes for groups of cells, in uns of AnnData files as scanpy's rank_genes_groups leaves them
// there and its plots read them:
// https://scanpy.readthedocs.io/en/stable/generated/scanpy.tl.rank_genes_groups.html
#pragma once

#include <string>
#include <vector>

#include "core/io/anndata/h5ad_writer.h"
#include "core/io/hdf5/hdf5_write.h"

namespace regulus::h5 {

// In place of what has that key. `root`: of the file.
void write_ranking(const Target& root, const GeneRanking& ranking);

}  // namespace regulus::h5

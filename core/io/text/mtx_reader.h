// Reads the folders of text files that CellRanger (v2, v3), STARsolo and many GEO records have: matrix.mtx,
// barcodes.tsv, and features.tsv or genes.tsv, each packed with gzip or not.
#pragma once

#include <memory>
#include <string>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/io/store/read_options.h"

namespace regulus {

// Whether read_tenx_folder() is the one to ask: a folder with a .mtx file in it or in a folder inside, or a
// .mtx file, or one of the files beside it. Looks at names only.
bool is_tenx_folder(const std::string& path);

// `path` is the folder, a folder around it, or one of the files; names may have a prefix, as GEO has them
// (GSM123_sample_matrix.mtx.gz). X holds the gene expression; other features (antibodies, guides, peaks) are
// left out with a warning. The var index is the symbols, columns are gene_ids, feature_types (when given),
// and genome when all identifiers begin with one. Dataset::path is the matrix file. A matrix of cells × genes
// is known by its shape; when square it is taken as genes × cells, as CellRanger writes it. Entries that
// occur twice add up.
//
// Values that need more memory than options.max_bytes go to the disk, into options.cache, on this first
// opening; the next one finds them there and reads no value from text. A first look at such a file, for its
// shape alone, does that work too: only reading all of it tells whether it is sound and what its values are.
//
// Throws Error(Input) for files that are missing, damaged, or do not fit each other, Error(Data) when no
// feature is a gene, Error(Memory) when the values need more than options.max_bytes and the cache cannot be
// used, Error(Storage) when it is full, Cancelled.
std::shared_ptr<Dataset> read_tenx_folder(const std::string& path, const ReadOptions& options, Job& job);

}  // namespace regulus

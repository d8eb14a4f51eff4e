// Reads the folders of text files that CellRanger (v2, v3), STARsolo and many GEO records have: matrix.mtx,
// barcodes.tsv, and features.tsv or genes.tsv, each packed with gzip or not.
#pragma once

#include <memory>
#include <string>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/io/dataset/entry_sink.h"
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
// Throws Error(Input) for files that are missing, damaged, or do not fit each other, Error(Data) when no
// feature is a gene, Error(Memory) when the values need more than options.max_bytes, Cancelled.
std::shared_ptr<Dataset> read_tenx_folder(const std::string& path, const ReadOptions& options, Job& job);

// The same with the values going elsewhere; `options.max_bytes` bounds the names alone.
std::shared_ptr<Dataset> read_tenx_folder(const std::string& path, const ReadOptions& options,
                                          EntrySink& sink, Job& job);

}  // namespace regulus

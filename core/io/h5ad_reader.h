// Reads AnnData files (.h5ad) as anndata 0.7 to the newest write them.
// Format: https://anndata.readthedocs.io/en/latest/fileformat-prose.html
#pragma once

#include <memory>
#include <string>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/io/read_options.h"

namespace regulus {

// Annotation and embeddings are read now; of a matrix only its row offsets and a sample (a matrix stored by
// gene is read whole), so that this serves as a preview, too. The matrices keep the file open; it is never
// changed.
//
// X, layers and raw/X become assays "X", the layer's name, and "raw", dense, CSR or CSC of any integer or
// float type. Columns that Regulus has no type for, layers that do not fit, and obsm entries that are no
// dense arrays are left out with a warning; names that occur twice get one, too. Colours of categories come
// from uns/<column>_colors, `simulated` from uns/regulus_simulated.
//
// Throws Error(Input) when the file cannot be read, is damaged, links to other files or has another layout
// (older than anndata 0.7 included), Error(Data) when it has no matrix or X holds NaN or infinity,
// Error(Memory), Cancelled. The matrices throw the same from any thread when they are read.
std::shared_ptr<const Dataset> read_h5ad(const std::string& path, const ReadOptions& options, Job& job);

}  // namespace regulus

// Reads AnnData files (.h5ad) as anndata 0.7 to the newest write them.
// Format: https://anndata.readthedocs.io/en/latest/fileformat-prose.html
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "core/base/job.h"
#include "core/data/dataset.h"

namespace regulus {

struct ReadOptions {
    // Matrices whose values need less than this together are kept in memory once read (X first, then layers,
    // then raw); the others are read from disk whenever they are asked for.
    std::size_t in_memory_bytes = std::size_t{512} << 20U;
    // A matrix stored by gene (CSC) must be turned around in memory; beyond this it is refused.
    std::size_t max_bytes = std::size_t{4} << 30U;
    // HDF5 itself has memory errors on hostile files: a child process looks first, and takes the crash.
    bool look_first = true;
};

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

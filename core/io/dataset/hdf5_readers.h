// The kinds of HDF5 files that hold expression of cells, each by its reader. `root` is where the kind begins:
// the file's root, or of AnnData a modality. What goes wrong is described in dataset_reader.h. Only for the
// sources of core/io.
#pragma once

#include <memory>
#include <string>

#include "core/io/dataset/dataset_builder.h"

namespace regulus::h5 {

// Whatever kind it is, by what is in it. With `look_only` nothing large is read. Throws Error(Input) for a
// file of none of the kinds.
std::shared_ptr<Dataset> read_hdf5(const std::string& path, const ReadOptions& options, bool look_only,
                                   Job& job);

bool is_anndata(const Object& root);
std::shared_ptr<Dataset> read_anndata(const Object& root, DatasetBuilder builder);

bool is_mudata(const Object& root);
std::shared_ptr<Dataset> read_mudata(const Object& root, DatasetBuilder builder);

bool is_tenx(const Object& root);
std::shared_ptr<Dataset> read_tenx(const Object& root, DatasetBuilder builder);

bool is_loom(const Object& root);
std::shared_ptr<Dataset> read_loom(const Object& root, DatasetBuilder builder);

}  // namespace regulus::h5

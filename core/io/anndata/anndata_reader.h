// AnnData: a file, or a modality of one. `root` is where it begins. What goes wrong is described in
// dataset_reader.h. Only for the sources of core/io.
#pragma once

#include <memory>

#include "core/io/assembly/dataset_builder.h"

namespace regulus::h5 {

bool is_anndata(const Object& root);
std::shared_ptr<Dataset> read_anndata(const Object& root, DatasetBuilder builder);

}  // namespace regulus::h5

// What pySCENIC and SCope keep in loom files beside the standard: maps, clusterings with names, and the AUC
// of regulons. Only for the sources of core/io. Format: https://github.com/aertslab/SCope (LoomX), written by
// https://github.com/aertslab/pySCENIC
#pragma once

#include "core/io/assembly/dataset_builder.h"

namespace regulus::h5 {

// Adds to the dataset's obs and embeddings; what is not there or damaged is passed over.
void add_scope_annotation(const Object& root, DatasetBuilder& to);

}  // namespace regulus::h5

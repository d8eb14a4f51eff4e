// An HDF5 file of cells, whatever its kind. Only for the sources of core/io.
#pragma once

#include <memory>
#include <string>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/io/store/read_options.h"

namespace regulus::h5 {

// Whatever kind it is, by what is in it. With `look_only` nothing large is read. Throws Error(Input) for a
// file of none of the kinds; what else goes wrong is described in dataset_reader.h.
std::shared_ptr<Dataset> read_hdf5(const std::string& path, const ReadOptions& options, bool look_only,
                                   Job& job);

}  // namespace regulus::h5

// Arrays of records (compound types), as numpy's structured arrays are stored. Only for the sources of
// core/io.
#pragma once

#include <string>
#include <vector>

#include "core/io/hdf5/hdf5_write.h"

namespace regulus::h5 {

// One column a field, all of one length; field names are unique. Throw Error(Storage); Error(Data) where
// names and types of the fields are more than the header of an object holds (64 KiB, several hundred fields).
Target write_records(const Target& parent, const std::string& name, const std::vector<std::string>& fields,
                     const std::vector<std::vector<std::string>>& columns);
// Float32 or, `wide`, Float64 in the file.
Target write_records(const Target& parent, const std::string& name, const std::vector<std::string>& fields,
                     const std::vector<std::vector<double>>& columns, bool wide);

}  // namespace regulus::h5

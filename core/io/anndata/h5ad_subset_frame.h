// Some rows of a data frame of an AnnData file. Only for the sources of core/io.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/io/hdf5/hdf5_subset.h"

namespace regulus::h5 {

struct UsedCategories {
    std::size_t before = 0;
    std::vector<std::uint32_t> kept;
};
// By column, where categories without a row were left out.
using Dropped = std::map<std::string, UsedCategories>;

enum class Unused { Keep, Drop };  // categories without a row

// The frame `name` of `parent`, encodings 0.1.0 and 0.2.0, with every column as it is stored.
Dropped copy_frame(const Object& parent, const std::string& name, const Target& to, const Kept& rows,
                   Unused unused, Job& job);

void copy_attributes_of(const Object& from, const Target& to);

}  // namespace regulus::h5

// Columns added to a data frame of an AnnData file that is there already. Only for the sources of core/io.
#pragma once

#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/table.h"
#include "core/io/hdf5/hdf5_object.h"
#include "core/io/hdf5/hdf5_write.h"

namespace regulus::h5 {

struct FrameFacts {
    std::string index;
    std::vector<std::string> order;
    std::size_t rows = 0;
    bool legacy = false;
    bool plain = false;  // without any word on its encoding
};
FrameFacts look_at_frame(const Object& frame);

// anndata 0.8 takes a frame that does not say what it is for a plain group, and shows codes for names.
void declare_frame(const Target& root, const char* name, const FrameFacts& frame);

// The group of that name, made when there is none.
Target dict_in(const Target& root, const std::string& name);

// In place of columns of the same name, or behind the others; colours go to uns.
void add_columns(const Target& root, const char* name, const FrameFacts& frame,
                 const std::vector<Column>& columns, Job& job);

}  // namespace regulus::h5

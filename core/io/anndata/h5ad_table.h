// Data frames of an AnnData file. Only for the sources of core/io.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/table.h"
#include "core/io/hdf5/hdf5_object.h"

namespace regulus::h5 {

// The frame in `group` (obs, var, raw/var), encodings 0.1.0 and 0.2.0. A column of a kind without a
// counterpart is left out and named in `warnings`. Throws Error(Input) for a frame that contradicts itself.
Table read_table(const Object& group, std::vector<std::string>& warnings, Job& job);

// An array of one dimension as a column; nullopt for a type without a counterpart. Whole numbers keep every
// digit.
std::optional<Column> read_array(const std::string& name, const Object& object, Job& job);

// The tables of anndata before 0.7: one array of compound values, whose categories lie in
// uns/<column>_categories. `uns` may be null. Errors and warnings as read_table().
Table read_compound_table(const Object& array, const Object* uns, std::vector<std::string>& warnings,
                          Job& job);

// Gives categorical columns the colours in uns/<column>_colors, where there are enough; what cannot be read
// is replaced, and named in `warnings`.
void read_colors(const Object& uns, Table& table, std::vector<std::string>& warnings, Job& job);

}  // namespace regulus::h5

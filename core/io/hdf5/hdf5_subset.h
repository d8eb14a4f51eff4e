// Parts of what is in one file written to another, each value with the type that it has. Only for the
// sources of core/io.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/base/job.h"
#include "core/io/hdf5/hdf5_object.h"
#include "core/io/hdf5/hdf5_write.h"

namespace regulus::h5 {

// Rows or columns that are kept, ascending; nullopt for all of them.
using Kept = std::optional<std::span<const std::uint32_t>>;

// All of these throw Error(Input) for what cannot be read or is not of that shape, Error(Storage), Cancelled.

// A dataset of one or more dimensions, with its attributes; `columns` are of the second dimension.
Target copy_part(const Object& from, const Target& parent, const std::string& name, const Kept& rows,
                 const Kept& columns, Job& job);
// Compressed rows (data, indices, indptr) or, where `by_column`, compressed columns.
void copy_sparse_part(const Object& group, bool by_column, const Target& parent, const std::string& name,
                      const Kept& rows, const Kept& columns, Job& job);
// Whole numbers in the type that those of `like` have, with its attributes.
Target write_like(const Object& like, const Target& parent, const std::string& name,
                  std::span<const std::int64_t> values);
// All of the member `name` of a group, whatever it is.
void copy_whole(const Object& group, const std::string& name, const Target& parent);

}  // namespace regulus::h5

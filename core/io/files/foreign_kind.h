// Files and folders of single-cell data that Regulus does not read, told by what is in them, with the way to
// something it does read.
#pragma once

#include <optional>
#include <string>

namespace regulus {

struct ForeignKind {
    std::string problem;  // "The folder is a zarr store"
    std::string remedy;   // what turns it into an .h5ad
};

// nullopt for everything else, also for what cannot be read. Never throws for what the file holds.
std::optional<ForeignKind> foreign_kind(const std::string& path);

// Whether the file is packed with gzip and HDF5 inside.
bool holds_packed_hdf5(const std::string& path);

}  // namespace regulus

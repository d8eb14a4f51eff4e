// HDF5's filter 32015 (Zstandard), which Debian has no plugin for. Only for the sources of core/io.
// Format: a chunk is one Zstandard frame (https://github.com/HDFGroup/hdf5_plugins, RFC 8878).
#pragma once

namespace regulus::h5 {

inline constexpr int zstd_filter_id = 32015;

// Makes chunks that were packed with Zstandard readable. Called once, under the library's lock.
void register_zstd_filter();

}  // namespace regulus::h5

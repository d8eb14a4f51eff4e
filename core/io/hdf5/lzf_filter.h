// The LZF compression of h5py, which HDF5 itself does not know and anndata files may use.
#pragma once

#include <cstddef>
#include <span>

namespace regulus::h5 {

inline constexpr int lzf_filter_id = 32000;

// Makes HDF5 able to read data compressed with LZF. Call with the library's lock held.
void register_lzf_filter();

// Unpacks one stretch of LZF with liblzf. Returns the bytes made; 0 for input that is empty, damaged or does
// not fit `out`. Never reads or writes beyond the two spans, whatever `in` holds.
std::size_t lzf_unpack(std::span<const unsigned char> in, std::span<unsigned char> out) noexcept;

}  // namespace regulus::h5

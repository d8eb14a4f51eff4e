// The LZF compression of h5py, which HDF5 itself does not know and anndata files may use.
#pragma once

#include <cstddef>
#include <span>

namespace regulus::h5 {

inline constexpr int lzf_filter_id = 32000;

// Makes HDF5 able to read data compressed with LZF . Call with the library's lock held.
void register_lzf_filter();

// Unpacks LZF by Marc Lehmann: a control byte below 32 is followed by so many literal bytes and one more;
// any other holds a length and a distance back. Returns the bytes made; 0 for input that is damaged or does
// not fit `out`.
std::size_t lzf_unpack(std::span<const unsigned char> in, std::span<unsigned char> out) noexcept;

}  // namespace regulus::h5

#include "core/io/hdf5/lzf_filter.h"

#include <hdf5.h>
#include <lzf.h>

#include <limits>

namespace regulus::h5 {
namespace {

// h5py notes the size of an unpacked chunk as the third value. The chunk must unpack to exactly that.
std::size_t unpack_chunk(std::size_t values, const unsigned* parameters, std::size_t packed,
                         std::size_t* buffer_size, void** buffer) {
    if (values < 3 || parameters[2] == 0) return 0;
    const std::size_t size = parameters[2];
    // A byte of LZF makes at most 264 / 3 bytes.
    if (size / 88 > packed) return 0;
    auto* const out = static_cast<unsigned char*>(H5allocate_memory(size, false));
    if (out == nullptr) return 0;
    if (lzf_unpack({static_cast<const unsigned char*>(*buffer), packed}, {out, size}) != size) {
        H5free_memory(out);
        return 0;
    }
    H5free_memory(*buffer);
    *buffer = out;
    *buffer_size = size;
    return size;
}

std::size_t filter(unsigned flags, std::size_t values, const unsigned* parameters, std::size_t bytes,
                   std::size_t* buffer_size, void** buffer) {
    // Packing is never done: 0 makes HDF5 store the chunk as it is, for h5py marks the filter as optional.
    if ((flags & H5Z_FLAG_REVERSE) == 0) return 0;
    return unpack_chunk(values, parameters, bytes, buffer_size, buffer);
}

}  // namespace

std::size_t lzf_unpack(std::span<const unsigned char> in, std::span<unsigned char> out) noexcept {
    // liblzf counts in 32 bits, and looks at a first byte before it asks whether there is one.
    constexpr std::size_t most = std::numeric_limits<unsigned>::max();
    if (in.empty() || in.size() > most || out.size() > most) return 0;
    return lzf_decompress(in.data(), static_cast<unsigned>(in.size()), out.data(),
                          static_cast<unsigned>(out.size()));
}

void register_lzf_filter() {
    static const H5Z_class2_t description = {H5Z_CLASS_T_VERS, lzf_filter_id, 1,     1, "lzf",
                                             nullptr,          nullptr,       filter};
    H5Zregister(&description);
}

}  // namespace regulus::h5

#include "core/io/hdf5/zstd_filter.h"

#include <hdf5.h>
#include <zstd.h>

#include <cstddef>

namespace regulus::h5 {
namespace {

// A frame says what it unpacks to; what no chunk of HDF5 can hold is a lie.
constexpr unsigned long long largest_chunk = 0xffffffffULL;
// The best a block of Zstandard can do: 128 KiB of one byte in four.
constexpr unsigned long long largest_ratio = 65536;

std::size_t filter(unsigned flags, std::size_t /*values*/, const unsigned* /*parameters*/, std::size_t bytes,
                   std::size_t* buffer_size, void** buffer) {
    // Packing is never done: 0 says that it failed.
    if ((flags & H5Z_FLAG_REVERSE) == 0) return 0;
    const unsigned long long size = ZSTD_getFrameContentSize(*buffer, bytes);
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size == 0 ||
        size > largest_chunk || size / largest_ratio > bytes) {
        return 0;
    }
    void* const out = H5allocate_memory(size, false);
    if (out == nullptr) return 0;
    if (ZSTD_decompress(out, size, *buffer, bytes) != size) {
        H5free_memory(out);
        return 0;
    }
    H5free_memory(*buffer);
    *buffer = out;
    *buffer_size = size;
    return size;
}

}  // namespace

void register_zstd_filter() {
    static const H5Z_class2_t description = {H5Z_CLASS_T_VERS, zstd_filter_id, 1,       1,
                                             "zstd",           nullptr,        nullptr, filter};
    H5Zregister(&description);
}

}  // namespace regulus::h5

// Keeps the HDF5 library from chunks that are not what they should be. HDF5 1.10 believes whatever a filter
// returns: a chunk that unpacks to fewer bytes than it must have is read beyond its end. Only for the sources
// of core/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <hdf5.h>

#include "core/io/hdf5/chunk_filters.h"

namespace regulus::h5 {

// Of one dataset of one or two dimensions. Thread: one at a time, with the library's lock held.
class ChunkGuard {
  public:
    // Whether chunks packed by this filter can be checked, and those that are damaged are refused in time.
    static bool knows(H5Z_filter_t filter);

    // nullptr for data that are not in chunks, or in chunks without filters: the library is at home there.
    static std::shared_ptr<ChunkGuard> of(hid_t dataset, std::uint64_t file_size);

    // Whether the chunks that hold the `count` elements from `start` on unpack to their size, as far as the
    // filters are known here: gzip, shuffle, Fletcher32, LZF, Zstandard, blosc, LZ4. Each is unpacked once.
    bool sound(hid_t dataset, const hsize_t* start, const hsize_t* count);

  private:
    ChunkGuard() = default;
    bool sound_chunk(hid_t dataset, const hsize_t* offset);

    struct Filter {
        H5Z_filter_t id = 0;
        unsigned parameters[3] = {};  // the bytes of an element, of shuffle; the third the chunk's, of LZF
    };
    int m_rank = 0;
    hsize_t m_chunk[2] = {1, 1}, m_chunks[2] = {1, 1};
    std::uint64_t m_bytes = 0, m_file_size = 0;
    std::vector<Filter> m_filters;
    std::vector<bool> m_known;  // by the chunk's number; empty when there are too many
    ChunkBuffers m_buffers;
};

}  // namespace regulus::h5

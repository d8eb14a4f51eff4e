// What HDF5 does to a chunk between the disk and the values, undone without the library. Only for the sources
// of core/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <hdf5.h>

namespace regulus::h5 {

// One filter of a dataset, in the order in which they were applied.
struct ChunkFilter {
    enum class Kind { Deflate, Shuffle, Lzf } kind = Kind::Deflate;
    std::size_t element = 1;  // bytes, of Shuffle
};

// The filters of a dataset; nullopt when there is one that is not known here. `creation` is its creation
// property list; call with the library's lock held.
std::optional<std::vector<ChunkFilter>> known_filters(hid_t creation);

// Buffers that are used again for the next chunk. Thread: one at a time.
struct ChunkBuffers {
    std::vector<unsigned char> packed, raw, spare;
};

// Undoes the filters on `packed`, those whose bit in `skipped` is set left out, so that `buffers.raw` holds
// `size` bytes. False when that is not what comes out.
bool undo_filters(std::span<const ChunkFilter> filters, std::uint32_t skipped, std::size_t size,
                  ChunkBuffers& buffers);

// Fills `raw` from a zlib stream. Fits: the stream makes as much as there is room for; Larger: more.
enum class Inflated { Fits, Larger, Not };
Inflated inflate_into(std::span<const unsigned char> packed, std::span<unsigned char> raw);

// Numbers as a file holds them.
enum class NumberType { I8, U8, I16, U16, I32, U32, I64, U64, F32, F64 };
struct NumberLayout {
    NumberType type = NumberType::F32;
    std::size_t bytes = 4;
    bool swapped = false;  // of the other byte order
};
// nullopt for a type not known here; call with the library's lock held.
std::optional<NumberLayout> number_layout(hid_t type);

// n numbers as H5Dread converts them: what is out of the range of T becomes its nearest end. T: float,
// std::int32_t. False for what is not known here: fractions to integers, and numbers of the other byte order
// to another type, which the library rounds in its own way.
template <class T>
bool convert_numbers(const NumberLayout& from, const unsigned char* bytes, std::size_t n, T* out);

}  // namespace regulus::h5

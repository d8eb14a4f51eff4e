// What unpacks chunks: LZF by itself, Zstandard and LZF as the HDF5 library calls them, the filters undone
// without the library. The first bytes choose the filters, the size of a chunk and the type; the rest is the
// packed chunk.
#include <hdf5.h>

#include <algorithm>

#include "core/io/hdf5/chunk_filters.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/hdf5/hdf5_object.h"
#include "core/io/hdf5/lzf_filter.h"
#include "core/io/hdf5/zstd_filter.h"
#include "tests/fuzz/fuzz_target.h"

namespace regulus::fuzz {
namespace {

constexpr std::size_t head = 4;

void undo(Bytes choice, Bytes packed, std::size_t size) {
    using Kind = h5::ChunkFilter::Kind;
    std::vector<h5::ChunkFilter> filters;
    for (unsigned bits = choice[0]; bits != 0; bits >>= 2U) {
        if ((bits & 3U) == 0) continue;
        filters.push_back({static_cast<Kind>((bits & 3U) - 1), std::size_t{choice[1] % 9U} + 1});
    }
    h5::ChunkBuffers buffers;
    buffers.packed.assign(packed.begin(), packed.end());
    if (h5::undo_filters(filters, choice[1] / 16U, size, buffers) && buffers.raw.size() != size)
        finding("another size than promised");
    const h5::NumberLayout layouts[] = {{h5::NumberType::I8, 1, false},  {h5::NumberType::U64, 8, false},
                                        {h5::NumberType::F64, 8, false}, {h5::NumberType::I64, 8, true},
                                        {h5::NumberType::F32, 4, true},  {h5::NumberType::U32, 4, false}};
    const h5::NumberLayout& layout = layouts[choice[2] % std::size(layouts)];
    const std::size_t n = packed.size() / layout.bytes;
    std::vector<float> numbers(n);
    std::vector<std::int32_t> integers(n);
    (void)h5::convert_numbers(layout, packed.data(), n, numbers.data());
    (void)h5::convert_numbers(layout, packed.data(), n, integers.data());
}

// A dataset of one chunk in a file in memory, read back by the library.
void through_library(int filter, Bytes packed, std::size_t size) {
    const h5::Lock lock;
    const h5::Handle access(H5Pcreate(H5P_FILE_ACCESS));
    H5Pset_fapl_core(access.get(), 1U << 16U, false);
    const h5::Handle file(H5Fcreate("fuzz", H5F_ACC_TRUNC, H5P_DEFAULT, access.get()));
    const h5::Handle creation(H5Pcreate(H5P_DATASET_CREATE));
    const hsize_t extent = size;
    const unsigned parameters[3] = {4, 1, static_cast<unsigned>(size)};
    H5Pset_chunk(creation.get(), 1, &extent);
    H5Pset_filter(creation.get(), filter, H5Z_FLAG_OPTIONAL, 3, parameters);
    const h5::Handle space(H5Screate_simple(1, &extent, nullptr));
    const h5::Handle data(
        H5Dcreate2(file.get(), "d", H5T_STD_U8LE, space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT));
    if (!data) finding("the library makes no dataset");
    const hsize_t at = 0;
    if (H5Dwrite_chunk(data.get(), H5P_DEFAULT, 0, &at, packed.size(), packed.data()) < 0) return;
    std::vector<unsigned char> out(size);
    (void)H5Dread(data.get(), H5T_STD_U8LE, H5S_ALL, H5S_ALL, H5P_DEFAULT, out.data());
}

void run(Bytes input) {
    if (input.size() <= head) return;
    const Bytes choice = input.first(head), packed = input.subspan(head);
    const std::size_t size = 1 + (std::size_t{choice[2]} << 6U) + choice[3];
    std::vector<unsigned char> out(size);
    if (h5::lzf_unpack(packed, out) > size) finding("LZF made more than there is room for");
    undo(choice, packed, size);
    // The reader refuses a Zstandard frame of another size than the chunk beforehand.
    through_library(choice[1] % 2 == 0 ? h5::lzf_filter_id : h5::zstd_filter_id, packed, size);
}

const Registration target({"filters", run, true});

}  // namespace
}  // namespace regulus::fuzz

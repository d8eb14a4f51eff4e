#include "core/io/hdf5/chunk_guard.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "core/io/hdf5/hdf5_file.h"
#include "core/io/hdf5/lzf_filter.h"
#include "core/io/hdf5/zstd_filter.h"

namespace regulus::h5 {
namespace {

constexpr H5Z_filter_t blosc_id = 32001, lz4_id = 32004;
constexpr std::size_t checksum_bytes = 4;  // of Fletcher32
constexpr std::uint64_t largest_at_once = std::uint64_t{64} << 20U, best_ratio = 1100;
constexpr hsize_t most_remembered = hsize_t{1} << 24U;

bool sums_up(H5Z_filter_t id) {
    return id == H5Z_FILTER_FLETCHER32;
}
bool compresses(H5Z_filter_t id) {
    return id != H5Z_FILTER_SHUFFLE && !sums_up(id);
}

// Bytes of an element as the file has it, where texts of any length lie elsewhere: length, address, number.
std::uint64_t stored_bytes(hid_t type, std::uint64_t address) {
    const H5T_class_t kind = H5Tget_class(type);
    if (kind == H5T_VLEN || (kind == H5T_STRING && H5Tis_variable_str(type) > 0)) return 8 + address;
    std::uint64_t bytes = H5Tget_size(type);
    if (kind == H5T_ARRAY) {
        const Handle element(H5Tget_super(type));
        const std::uint64_t width = std::max<std::uint64_t>(1, H5Tget_size(element.get()));
        return bytes / width * stored_bytes(element.get(), address);
    }
    if (kind == H5T_COMPOUND) {
        const int members = H5Tget_nmembers(type);
        for (int i = 0; i < members; ++i) {
            const Handle member(H5Tget_member_type(type, static_cast<unsigned>(i)));
            bytes += stored_bytes(member.get(), address) - H5Tget_size(member.get());
        }
    }
    return bytes;
}

std::uint64_t address_bytes(hid_t dataset) {
    const Handle file(H5Iget_file_id(dataset));
    const Handle creation(file ? H5Fget_create_plist(file.get()) : -1);
    std::size_t address = 8, size = 8;
    if (creation) H5Pget_sizes(creation.get(), &address, &size);
    return address;
}

// What the library makes of it. At most `enough` bytes are made, in `room`.
std::uint64_t inflated_bytes(const std::vector<unsigned char>& packed, std::uint64_t enough,
                             std::vector<unsigned char>& room) {
    // Two to three times as quick as the library's own means, which decide where this one sees a fault.
    if (enough <= largest_at_once && enough / best_ratio <= packed.size()) {
        room.resize(enough);
        if (inflate_into(packed, room) != Inflated::Not) return enough;
    }
    z_stream state{};
    if (inflateInit(&state) != Z_OK) return enough;
    std::vector<unsigned char> out(std::size_t{1} << 16U);
    state.next_in = const_cast<Bytef*>(packed.data());
    state.avail_in = static_cast<uInt>(packed.size());
    int result = Z_OK;
    while (result == Z_OK && state.total_out < enough) {
        state.next_out = out.data();
        state.avail_out = static_cast<uInt>(out.size());
        result = inflate(&state, Z_SYNC_FLUSH);
    }
    const std::uint64_t made = state.total_out;
    inflateEnd(&state);
    // What is damaged the library refuses by itself, and says why.
    return result == Z_OK || result == Z_STREAM_END ? made : enough;
}

std::uint64_t number_at(const std::vector<unsigned char>& bytes, std::size_t at, std::size_t width,
                        bool big) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < width && at + i < bytes.size(); ++i)
        number |= std::uint64_t{bytes[at + i]} << (8 * (big ? width - 1 - i : i));
    return number;
}

// What the filter makes of `packed`; nullopt when that cannot be told without the library.
std::optional<std::uint64_t> unpacked_size(H5Z_filter_t id, const std::vector<unsigned char>& packed,
                                           std::uint64_t size, std::vector<unsigned char>& room) {
    switch (id) {
        case H5Z_FILTER_DEFLATE:
            return inflated_bytes(packed, size, room);
        case zstd_filter_id: {
            const unsigned long long said = ZSTD_getFrameContentSize(packed.data(), packed.size());
            return said == ZSTD_CONTENTSIZE_ERROR || said == ZSTD_CONTENTSIZE_UNKNOWN ? size : said;
        }
        case blosc_id:  // https://github.com/Blosc/c-blosc/blob/main/README_CHUNK_FORMAT.rst
            return number_at(packed, 4, 4, false);
        case lz4_id:  // https://github.com/HDFGroup/hdf5_plugins, LZ4
            return number_at(packed, 0, 8, true);
        default:
            return std::nullopt;
    }
}

}  // namespace

bool ChunkGuard::knows(H5Z_filter_t filter) {
    constexpr H5Z_filter_t known[] = {H5Z_FILTER_DEFLATE,
                                      H5Z_FILTER_SHUFFLE,
                                      H5Z_FILTER_FLETCHER32,
                                      lzf_filter_id,
                                      zstd_filter_id,
                                      blosc_id,
                                      lz4_id};
    return std::ranges::find(known, filter) != std::end(known);
}

std::shared_ptr<ChunkGuard> ChunkGuard::of(hid_t dataset, std::uint64_t file_size) {
    const Handle creation(H5Dget_create_plist(dataset)), type(H5Dget_type(dataset)),
        space(H5Dget_space(dataset));
    hsize_t extents[H5S_MAX_RANK] = {}, chunk[H5S_MAX_RANK] = {};
    const int filters = creation ? H5Pget_nfilters(creation.get()) : 0;
    if (!type || !space || filters <= 0 || H5Pget_layout(creation.get()) != H5D_CHUNKED) return nullptr;
    std::shared_ptr<ChunkGuard> guard(new ChunkGuard);
    guard->m_rank = H5Sget_simple_extent_dims(space.get(), extents, nullptr);
    if (guard->m_rank < 1 || guard->m_rank > 2) return nullptr;  // nothing else is ever read
    if (H5Pget_chunk(creation.get(), H5S_MAX_RANK, chunk) != guard->m_rank) return nullptr;
    guard->m_file_size = file_size;
    guard->m_bytes = stored_bytes(type.get(), address_bytes(dataset));
    hsize_t chunks = 1;
    for (int i = 0; i < guard->m_rank; ++i) {
        if (chunk[i] == 0 || __builtin_mul_overflow(guard->m_bytes, chunk[i], &guard->m_bytes))
            return nullptr;
        guard->m_chunk[i] = chunk[i];
        guard->m_chunks[i] = extents[i] / chunk[i] + (extents[i] % chunk[i] != 0 ? 1 : 0);
        if (__builtin_mul_overflow(chunks, guard->m_chunks[i], &chunks)) chunks = most_remembered + 1;
    }
    for (int i = 0; i < filters; ++i) {
        unsigned flags = 0, config = 0, values[8] = {};
        std::size_t count = std::size(values);
        const H5Z_filter_t id = H5Pget_filter2(creation.get(), static_cast<unsigned>(i), &flags, &count,
                                               values, 0, nullptr, &config);
        guard->m_filters.push_back({id, {values[0], values[1], values[2]}});
    }
    if (chunks <= most_remembered) guard->m_known.resize(chunks);
    return guard;
}

bool ChunkGuard::sound(hid_t dataset, const hsize_t* start, const hsize_t* count) {
    hsize_t first[2] = {0, 0}, last[2] = {0, 0};
    for (int i = 0; i < m_rank; ++i) {
        if (count[i] == 0) return true;
        first[i] = start[i] / m_chunk[i];
        last[i] = (start[i] + count[i] - 1) / m_chunk[i];
    }
    for (hsize_t row = first[0]; row <= last[0]; ++row) {
        for (hsize_t column = first[1]; column <= last[1]; ++column) {
            const hsize_t number = row * m_chunks[1] + column;
            const bool remembered = number < m_known.size();
            if (remembered && m_known[number]) continue;
            const hsize_t offset[2] = {row * m_chunk[0], column * m_chunk[1]};
            if (!sound_chunk(dataset, offset)) return false;
            if (remembered) m_known[number] = true;
        }
    }
    return true;
}

bool ChunkGuard::sound_chunk(hid_t dataset, const hsize_t* offset) {
    hsize_t bytes = 0;
    std::uint32_t skipped = 0;
    std::vector<unsigned char>& packed = m_buffers.packed;
    if (H5Dget_chunk_storage_size(dataset, offset, &bytes) < 0 || bytes == 0) {
        (void)library_message();  // it is not in the file: the library gives zeros
        return true;
    }
    if (bytes > m_file_size) return false;
    packed.resize(bytes);
    if (H5Dread_chunk(dataset, H5P_DEFAULT, offset, &skipped, packed.data()) < 0) return false;
    const auto used = [&](std::size_t i) { return i >= 32 || ((skipped >> i) & 1U) == 0; };
    const auto used_before = [&](std::size_t end, auto&& is) {
        std::size_t n = 0;
        for (std::size_t i = 0; i < end; ++i) n += used(i) && is(m_filters[i].id) ? 1 : 0;
        return n;
    };
    for (std::size_t i = m_filters.size(); i-- > 0;) {
        const Filter& filter = m_filters[i];
        if (!used(i)) continue;
        if (filter.id == H5Z_FILTER_FLETCHER32) {
            if (packed.size() < checksum_bytes) return false;
            packed.resize(packed.size() - checksum_bytes);
        } else if (filter.id == H5Z_FILTER_SHUFFLE) {
            if (used_before(i, compresses) == 0) continue;  // only the number of bytes matters
            const ChunkFilter shuffle{ChunkFilter::Kind::Shuffle,
                                      std::max<std::size_t>(1, filter.parameters[0])};
            if (!undo_filters({&shuffle, 1}, 0, packed.size(), m_buffers)) return false;
            std::swap(m_buffers.packed, m_buffers.raw);
        } else {
            if (used_before(i, compresses) > 0) return false;  // nobody packs what is packed
            const std::uint64_t needed = m_bytes + checksum_bytes * used_before(i, sums_up);
            const auto size = filter.id == lzf_filter_id
                                  ? std::optional<std::uint64_t>(filter.parameters[2])
                                  : unpacked_size(filter.id, packed, needed, m_buffers.spare);
            return !size || *size >= needed;
        }
    }
    return packed.size() >= m_bytes;
}

}  // namespace regulus::h5

#include "core/io/hdf5/chunk_filters.h"

#include <libdeflate.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <memory>
#include <type_traits>

#include "core/io/hdf5/lzf_filter.h"

namespace regulus::h5 {
namespace {

struct FreeInflater {
    void operator()(libdeflate_decompressor* one) const { libdeflate_free_decompressor(one); }
};

// First all first bytes of the elements, then all second ones, ...; what is left over stands at the end.
void unshuffle(const unsigned char* in, std::size_t size, std::size_t element, unsigned char* out) {
    const std::size_t n = size / element;
    if (element == 4) {
        const unsigned char *a = in, *b = in + n, *c = in + 2 * n, *d = in + 3 * n;
        for (std::size_t i = 0; i < n; ++i) {
            const std::uint32_t bits = std::endian::native == std::endian::little
                                           ? std::uint32_t{a[i]} | std::uint32_t{b[i]} << 8U |
                                                 std::uint32_t{c[i]} << 16U | std::uint32_t{d[i]} << 24U
                                           : std::uint32_t{d[i]} | std::uint32_t{c[i]} << 8U |
                                                 std::uint32_t{b[i]} << 16U | std::uint32_t{a[i]} << 24U;
            std::memcpy(out + 4 * i, &bits, 4);
        }
    } else {
        for (std::size_t b = 0; b < element; ++b) {
            for (std::size_t i = 0; i < n; ++i) out[i * element + b] = in[b * n + i];
        }
    }
    std::copy(in + n * element, in + size, out + n * element);
}

template <class From>
From number_at(const unsigned char* bytes, bool swapped) {
    unsigned char held[sizeof(From)];
    std::memcpy(held, bytes, sizeof held);
    if (swapped) std::reverse(std::begin(held), std::end(held));
    From value;
    std::memcpy(&value, held, sizeof value);
    return value;
}

template <class From, class To>
To converted(From value) {
    if constexpr (std::is_same_v<To, float>) {
        if constexpr (std::is_same_v<From, double>) {
            if (value > double{std::numeric_limits<float>::max()})
                return std::numeric_limits<float>::infinity();
            if (value < -double{std::numeric_limits<float>::max()})
                return -std::numeric_limits<float>::infinity();
        }
        return static_cast<float>(value);
    } else {
        if constexpr (sizeof(From) > sizeof(To) || (std::is_unsigned_v<From> && sizeof(From) == sizeof(To))) {
            if (value > static_cast<From>(std::numeric_limits<To>::max()))
                return std::numeric_limits<To>::max();
            if constexpr (std::is_signed_v<From>) {
                if (value < std::numeric_limits<To>::min()) return std::numeric_limits<To>::min();
            }
        }
        return static_cast<To>(value);
    }
}

template <class From, class To>
bool convert_from(const unsigned char* bytes, std::size_t n, bool swapped, To* out) {
    if constexpr (std::is_floating_point_v<From> && !std::is_floating_point_v<To>) {
        return false;
    } else {
        if (swapped && !std::is_same_v<From, To>) return false;
        if (std::is_same_v<From, To> && !swapped) {
            std::memcpy(out, bytes, n * sizeof(To));
            return true;
        }
        for (std::size_t i = 0; i < n; ++i)
            out[i] = converted<From, To>(number_at<From>(bytes + i * sizeof(From), swapped));
        return true;
    }
}

}  // namespace

std::optional<std::vector<ChunkFilter>> known_filters(hid_t creation) {
    const int count = H5Pget_nfilters(creation);
    if (count < 0) return std::nullopt;
    std::vector<ChunkFilter> filters;
    for (int i = 0; i < count; ++i) {
        unsigned flags = 0, config = 0, values[8] = {};
        std::size_t size = std::size(values);
        const H5Z_filter_t id =
            H5Pget_filter2(creation, static_cast<unsigned>(i), &flags, &size, values, 0, nullptr, &config);
        if (id == H5Z_FILTER_DEFLATE) {
            filters.push_back({ChunkFilter::Kind::Deflate, 1});
        } else if (id == H5Z_FILTER_SHUFFLE && size >= 1 && values[0] >= 1) {
            filters.push_back({ChunkFilter::Kind::Shuffle, values[0]});
        } else if (id == lzf_filter_id) {
            filters.push_back({ChunkFilter::Kind::Lzf, 1});
        } else {
            return std::nullopt;
        }
    }
    return filters;
}

Inflated inflate_into(std::span<const unsigned char> packed, std::span<unsigned char> raw) {
    thread_local const std::unique_ptr<libdeflate_decompressor, FreeInflater> inflater(
        libdeflate_alloc_decompressor());
    if (!inflater) return Inflated::Not;
    std::size_t made = 0;
    const auto result = libdeflate_zlib_decompress(inflater.get(), packed.data(), packed.size(), raw.data(),
                                                   raw.size(), &made);
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE) return Inflated::Larger;
    return result == LIBDEFLATE_SUCCESS && made == raw.size() ? Inflated::Fits : Inflated::Not;
}

bool undo_filters(std::span<const ChunkFilter> filters, std::uint32_t skipped, std::size_t size,
                  ChunkBuffers& buffers) {
    std::swap(buffers.packed, buffers.raw);
    for (std::size_t i = filters.size(); i-- > 0;) {
        if (i < 32 && ((skipped >> i) & 1U) != 0) continue;
        const ChunkFilter& filter = filters[i];
        buffers.spare.resize(size);
        if (filter.kind == ChunkFilter::Kind::Deflate) {
            if (inflate_into(buffers.raw, buffers.spare) != Inflated::Fits) return false;
        } else if (filter.kind == ChunkFilter::Kind::Lzf) {
            if (lzf_unpack(buffers.raw, buffers.spare) != size) return false;
        } else {
            if (filter.element == 1) continue;
            if (buffers.raw.size() != size) return false;
            unshuffle(buffers.raw.data(), size, filter.element, buffers.spare.data());
        }
        std::swap(buffers.raw, buffers.spare);
    }
    return buffers.raw.size() == size;
}

std::optional<NumberLayout> number_layout(hid_t type) {
    struct Known {
        hid_t little, big;
        NumberLayout layout;
    };
    const Known known[] = {{H5T_STD_I8LE, H5T_STD_I8BE, {NumberType::I8, 1}},
                           {H5T_STD_U8LE, H5T_STD_U8BE, {NumberType::U8, 1}},
                           {H5T_STD_I16LE, H5T_STD_I16BE, {NumberType::I16, 2}},
                           {H5T_STD_U16LE, H5T_STD_U16BE, {NumberType::U16, 2}},
                           {H5T_STD_I32LE, H5T_STD_I32BE, {NumberType::I32, 4}},
                           {H5T_STD_U32LE, H5T_STD_U32BE, {NumberType::U32, 4}},
                           {H5T_STD_I64LE, H5T_STD_I64BE, {NumberType::I64, 8}},
                           {H5T_STD_U64LE, H5T_STD_U64BE, {NumberType::U64, 8}},
                           {H5T_IEEE_F32LE, H5T_IEEE_F32BE, {NumberType::F32, 4}},
                           {H5T_IEEE_F64LE, H5T_IEEE_F64BE, {NumberType::F64, 8}}};
    constexpr bool little = std::endian::native == std::endian::little;
    for (const Known& one : known) {
        const bool is_little = H5Tequal(type, one.little) > 0;
        if (!is_little && H5Tequal(type, one.big) <= 0) continue;
        NumberLayout layout = one.layout;
        layout.swapped = layout.bytes > 1 && is_little != little;
        return layout;
    }
    return std::nullopt;
}

template <class T>
bool convert_numbers(const NumberLayout& from, const unsigned char* bytes, std::size_t n, T* out) {
    switch (from.type) {
        case NumberType::I8:
            return convert_from<std::int8_t>(bytes, n, from.swapped, out);
        case NumberType::U8:
            return convert_from<std::uint8_t>(bytes, n, from.swapped, out);
        case NumberType::I16:
            return convert_from<std::int16_t>(bytes, n, from.swapped, out);
        case NumberType::U16:
            return convert_from<std::uint16_t>(bytes, n, from.swapped, out);
        case NumberType::I32:
            return convert_from<std::int32_t>(bytes, n, from.swapped, out);
        case NumberType::U32:
            return convert_from<std::uint32_t>(bytes, n, from.swapped, out);
        case NumberType::I64:
            return convert_from<std::int64_t>(bytes, n, from.swapped, out);
        case NumberType::U64:
            return convert_from<std::uint64_t>(bytes, n, from.swapped, out);
        case NumberType::F32:
            return convert_from<float>(bytes, n, from.swapped, out);
        case NumberType::F64:
            return convert_from<double>(bytes, n, from.swapped, out);
    }
    return false;
}

template bool convert_numbers(const NumberLayout&, const unsigned char*, std::size_t, float*);
template bool convert_numbers(const NumberLayout&, const unsigned char*, std::size_t, std::int32_t*);

}  // namespace regulus::h5

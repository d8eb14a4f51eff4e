// Values of data sets.
#include <algorithm>
#include <cstring>
#include <memory>

#include "core/base/error.h"
#include "core/io/hdf5_object.h"

namespace regulus::h5 {
namespace {

template <class T>
hid_t native_type();
template <>
hid_t native_type<float>() {
    return H5T_NATIVE_FLOAT;
}
template <>
hid_t native_type<double>() {
    return H5T_NATIVE_DOUBLE;
}
template <>
hid_t native_type<std::int32_t>() {
    return H5T_NATIVE_INT32;
}
template <>
hid_t native_type<std::int64_t>() {
    return H5T_NATIVE_INT64;
}
template <>
hid_t native_type<std::uint8_t>() {
    return H5T_NATIVE_UINT8;
}

// Memory for texts of variable length. Many may be one text of the file named again and again, so that a
// small file could ask for any amount: what it gives out has an end.
class TextArena {
  public:
    explicit TextArena(std::size_t limit) : m_left(limit) {}

    static void* allocate(std::size_t size, void* self) noexcept {
        auto& arena = *static_cast<TextArena*>(self);
        if (size > arena.m_left) return nullptr;
        arena.m_left -= size;
        try {
            if (size > arena.m_block_left) {
                const std::size_t block = std::max(size, std::size_t{1} << 16U);
                arena.m_blocks.push_back(std::make_unique<char[]>(block));
                arena.m_block_left = block;
                arena.m_next = arena.m_blocks.back().get();
            }
        } catch (const std::bad_alloc&) {
            return nullptr;
        }
        arena.m_block_left -= size;
        return std::exchange(arena.m_next, arena.m_next + size);
    }
    static void release(void*, void*) noexcept {}  // all at once, by clear()
    void clear() {
        m_blocks.clear();
        m_block_left = 0;
    }

  private:
    std::size_t m_left, m_block_left = 0;
    char* m_next = nullptr;
    std::vector<std::unique_ptr<char[]>> m_blocks;
};

std::string trimmed(const char* bytes, std::size_t size, H5T_str_t padding) {
    std::size_t length = ::strnlen(bytes, size);
    if (padding == H5T_STR_SPACEPAD) {
        while (length > 0 && bytes[length - 1] == ' ') --length;
    }
    return {bytes, length};
}

constexpr std::uint64_t text_piece = 65536;

}  // namespace

Handle Object::file_space(std::uint64_t begin, std::uint64_t end, std::uint64_t& elements) const {
    Handle space(H5Dget_space(id()));
    const auto extents = shape();
    if (!space || extents.size() > 2) fail_reading(m_place, "The data have an unexpected shape");
    if (extents.empty()) {  // a scalar
        elements = 1;
        return space;
    }
    if (begin > end || end > extents[0]) fail_reading(m_place, "The data are shorter than expected");
    const hsize_t start[2] = {begin, 0};
    const hsize_t count[2] = {end - begin, extents.size() == 2 ? extents[1] : 1};
    elements = count[0] * count[1];
    if (elements > 0 &&
        H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start, nullptr, count, nullptr) < 0) {
        fail_reading(m_place, "The data cannot be read");
    }
    return space;
}

void Object::read_hyperslab(hid_t memory_type, std::uint64_t begin, std::uint64_t end, void* out,
                            hid_t transfer) const {
    const Lock lock;
    std::uint64_t elements = 0;
    const Handle space = file_space(begin, end, elements);
    if (elements == 0) return;
    const hsize_t count = elements;
    const Handle memory(H5Screate_simple(1, &count, nullptr));
    if (!memory || H5Dread(id(), memory_type, memory.get(), space.get(), transfer, out) < 0) {
        fail_reading(m_place, "The data cannot be read");
    }
}

template <class T>
void Object::read_rows(std::uint64_t begin, std::uint64_t end, T* out) const {
    const Lock lock;
    const Handle stored(H5Dget_type(id()));
    if (stored && H5Tget_class(stored.get()) == H5T_BITFIELD) {
        // Bits have no conversion to numbers; a byte of them is read as it is.
        std::uint64_t elements = 0;
        (void)file_space(begin, end, elements);
        std::vector<std::uint8_t> bytes(elements);
        read_hyperslab(H5T_NATIVE_B8, begin, end, bytes.data(), H5P_DEFAULT);
        std::copy(bytes.begin(), bytes.end(), out);
        return;
    }
    read_hyperslab(native_type<T>(), begin, end, out, H5P_DEFAULT);
}

template <class T>
std::vector<T> Object::read_all(Job& job) const {
    check_plausible();
    const auto extents = shape();
    const std::uint64_t rows = extents.empty() ? 1 : extents[0];
    const std::uint64_t width = extents.size() == 2 ? extents[1] : 1;
    const std::uint64_t piece =
        std::max<std::uint64_t>(1, (std::uint64_t{1} << 20U) / std::max<std::uint64_t>(1, width));
    std::vector<T> values(rows * width);
    for (std::uint64_t begin = 0; begin < rows; begin += piece) {
        job.checkpoint();
        read_rows(begin, std::min(rows, begin + piece), values.data() + begin * width);
    }
    return values;
}

template void Object::read_rows(std::uint64_t, std::uint64_t, float*) const;
template void Object::read_rows(std::uint64_t, std::uint64_t, double*) const;
template void Object::read_rows(std::uint64_t, std::uint64_t, std::int32_t*) const;
template void Object::read_rows(std::uint64_t, std::uint64_t, std::int64_t*) const;
template void Object::read_rows(std::uint64_t, std::uint64_t, std::uint8_t*) const;
template std::vector<float> Object::read_all(Job&) const;
template std::vector<double> Object::read_all(Job&) const;
template std::vector<std::int32_t> Object::read_all(Job&) const;
template std::vector<std::int64_t> Object::read_all(Job&) const;
template std::vector<std::uint8_t> Object::read_all(Job&) const;

std::vector<std::string> Object::read_texts(Job& job) const {
    const std::uint64_t rows = length();
    check_plausible();
    Handle stored, type, transfer;
    bool variable = false;
    std::size_t width = 0;
    H5T_str_t padding = H5T_STR_NULLTERM;
    TextArena arena(16 * m_file_size + (std::size_t{64} << 20U));
    {
        const Lock lock;
        stored = Handle(H5Dget_type(id()));
        type = Handle(H5Tcopy(stored.get()));
        transfer = Handle(H5Pcreate(H5P_DATASET_XFER));
        H5Pset_vlen_mem_manager(transfer.get(), TextArena::allocate, &arena, TextArena::release, &arena);
        variable = H5Tis_variable_str(stored.get()) > 0;
        width = variable ? sizeof(char*) : H5Tget_size(stored.get());
        padding = H5Tget_strpad(stored.get());
    }
    if (width == 0) fail_reading(m_place, "The texts cannot be read");
    const std::uint64_t piece = std::clamp<std::uint64_t>((std::uint64_t{64} << 20U) / width, 1, text_piece);
    std::vector<std::string> texts;
    texts.reserve(rows);
    std::vector<char> buffer;
    for (std::uint64_t begin = 0; begin < rows; begin += piece) {
        job.checkpoint();
        const std::uint64_t end = std::min(rows, begin + piece);
        buffer.assign((end - begin) * width, '\0');
        read_hyperslab(type.get(), begin, end, buffer.data(), transfer.get());
        for (std::uint64_t i = 0; i < end - begin; ++i) {
            const char* item = buffer.data() + i * width;
            if (variable) {
                std::memcpy(&item, item, sizeof item);
                texts.emplace_back(item == nullptr ? "" : item);
            } else {
                texts.push_back(trimmed(item, width, padding));
            }
        }
        arena.clear();
    }
    return texts;
}

}  // namespace regulus::h5

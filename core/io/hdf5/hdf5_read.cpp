// Values of datasets.
#include <algorithm>
#include <cstring>
#include <memory>

#include "core/base/error.h"
#include "core/io/hdf5/chunk_guard.h"
#include "core/io/hdf5/hdf5_object.h"

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
hid_t native_type<std::uint64_t>() {
    return H5T_NATIVE_UINT64;
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

// The compound with nothing but that member.
Handle compound_of(const Member& member, hid_t type) {
    Handle compound(H5Tcreate(H5T_COMPOUND, H5Tget_size(type)));
    if (!compound || H5Tinsert(compound.get(), member.name.c_str(), 0, type) < 0) return Handle();
    return compound;
}

}  // namespace

void Object::check_chunks(const hsize_t* start, const hsize_t* count) const {
    if (m_guard == nullptr || m_guard->sound(id(), start, count)) return;
    fail_reading(m_place, "A chunk of the data is damaged");
}

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
    if (elements > 0) check_chunks(start, count);
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
template void Object::read_rows(std::uint64_t, std::uint64_t, std::uint64_t*) const;
template void Object::read_rows(std::uint64_t, std::uint64_t, std::uint8_t*) const;
template std::vector<float> Object::read_all(Job&) const;
template std::vector<double> Object::read_all(Job&) const;
template std::vector<std::int32_t> Object::read_all(Job&) const;
template std::vector<std::int64_t> Object::read_all(Job&) const;
template std::vector<std::uint64_t> Object::read_all(Job&) const;
template std::vector<std::uint8_t> Object::read_all(Job&) const;

void Object::read_columns(std::uint64_t begin, std::uint64_t end, float* out) const {
    const Lock lock;
    const auto extents = shape();
    if (extents.size() != 2 || begin > end || end > extents[1])
        fail_reading(m_place, "The data have an unexpected shape");
    const hsize_t start[2] = {0, begin}, count[2] = {extents[0], end - begin};
    const hsize_t elements = count[0] * count[1];
    if (elements == 0) return;
    const Handle space(H5Dget_space(id())), memory(H5Screate_simple(1, &elements, nullptr));
    check_chunks(start, count);
    if (!space || !memory ||
        H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start, nullptr, count, nullptr) < 0 ||
        H5Dread(id(), H5T_NATIVE_FLOAT, memory.get(), space.get(), H5P_DEFAULT, out) < 0) {
        fail_reading(m_place, "The data cannot be read");
    }
}

std::vector<std::string> Object::read_texts(Job& job) const {
    Handle type;
    {
        const Lock lock;
        const Handle stored(H5Dget_type(id()));
        type = Handle(H5Tcopy(stored.get()));
    }
    return read_texts_as(type.get(), type.get(), job);
}

// Texts of `text_type`, which is all of `memory_type` or its only member.
std::vector<std::string> Object::read_texts_as(hid_t text_type, hid_t memory_type, Job& job) const {
    const std::uint64_t rows = length();
    check_plausible();
    Handle transfer;
    bool variable = false;
    std::size_t width = 0;
    H5T_str_t padding = H5T_STR_NULLTERM;
    const std::size_t most_text = 16 * m_file_size + (std::size_t{64} << 20U);
    TextArena arena(most_text);
    {
        const Lock lock;
        transfer = Handle(H5Pcreate(H5P_DATASET_XFER));
        H5Pset_vlen_mem_manager(transfer.get(), TextArena::allocate, &arena, TextArena::release, &arena);
        variable = H5Tis_variable_str(text_type) > 0;
        width = variable ? sizeof(char*) : H5Tget_size(text_type);
        padding = H5Tget_strpad(text_type);
    }
    if (width == 0 || width > most_text) fail_reading(m_place, "The texts cannot be read");
    const std::uint64_t piece = std::clamp<std::uint64_t>((std::uint64_t{64} << 20U) / width, 1, text_piece);
    std::vector<std::string> texts;
    texts.reserve(rows);
    std::vector<char> buffer;
    for (std::uint64_t begin = 0; begin < rows; begin += piece) {
        job.checkpoint();
        const std::uint64_t end = std::min(rows, begin + piece);
        buffer.assign((end - begin) * width, '\0');
        read_hyperslab(memory_type, begin, end, buffer.data(), transfer.get());
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

std::vector<Member> Object::members() const {
    const Lock lock;
    const Handle type(m_group ? -1 : H5Dget_type(id()));
    std::vector<Member> members;
    if (!type || H5Tget_class(type.get()) != H5T_COMPOUND) return members;
    const int count = H5Tget_nmembers(type.get());
    for (int i = 0; i < count; ++i) {
        char* const name = H5Tget_member_name(type.get(), static_cast<unsigned>(i));
        const Handle field(H5Tget_member_type(type.get(), static_cast<unsigned>(i)));
        if (name == nullptr || !field) fail_reading(m_place, "The fields of the table cannot be read");
        Member member{name, value_type(field.get()), 1, h5::stored_number(field.get())};
        H5free_memory(name);
        if (H5Tget_class(field.get()) == H5T_ARRAY) {
            hsize_t extent = 0;
            const Handle element(H5Tget_super(field.get()));
            if (H5Tget_array_ndims(field.get()) == 1 && H5Tget_array_dims2(field.get(), &extent) == 1) {
                member.type = value_type(element.get());
                member.number = h5::stored_number(element.get());
                member.width = extent;
            }
        }
        members.push_back(std::move(member));
    }
    return members;
}

template <class T>
std::vector<T> Object::read_member(const Member& member, Job& job) const {
    check_plausible();
    const std::uint64_t rows = length();
    Handle compound;
    {
        const Lock lock;
        const hsize_t width = member.width;
        const Handle array(width == 1 ? H5Tcopy(native_type<T>())
                                      : H5Tarray_create2(native_type<T>(), 1, &width));
        compound = compound_of(member, array.get());
        if (!compound) fail_reading(m_place, "The field " + member.name + " cannot be read");
    }
    const std::uint64_t piece = std::max<std::uint64_t>(1, (std::uint64_t{1} << 20U) / member.width);
    std::vector<T> values(rows * member.width);
    for (std::uint64_t begin = 0; begin < rows; begin += piece) {
        job.checkpoint();
        read_hyperslab(compound.get(), begin, std::min(rows, begin + piece),
                       values.data() + begin * member.width, H5P_DEFAULT);
    }
    return values;
}
template std::vector<float> Object::read_member(const Member&, Job&) const;
template std::vector<double> Object::read_member(const Member&, Job&) const;
template std::vector<std::int64_t> Object::read_member(const Member&, Job&) const;
template std::vector<std::uint64_t> Object::read_member(const Member&, Job&) const;
template std::vector<std::uint8_t> Object::read_member(const Member&, Job&) const;

std::vector<std::string> Object::read_member_texts(const Member& member, Job& job) const {
    Handle text, compound;
    {
        const Lock lock;
        const Handle type(H5Dget_type(id()));
        const int number = type ? H5Tget_member_index(type.get(), member.name.c_str()) : -1;
        if (number >= 0) text = Handle(H5Tget_member_type(type.get(), static_cast<unsigned>(number)));
        if (text) compound = compound_of(member, text.get());
        if (!compound) fail_reading(m_place, "The field " + member.name + " cannot be read");
    }
    return read_texts_as(text.get(), compound.get(), job);
}

}  // namespace regulus::h5

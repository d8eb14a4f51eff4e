#include "core/io/hdf5/hdf5_write.h"

#include <algorithm>
#include <array>

namespace regulus::h5 {
namespace {

constexpr std::uint64_t worth_compressing = 4096;   // values
constexpr std::uint64_t largest_chunk = 1U << 17U;  // values
constexpr std::size_t texts_at_once = 65536;
constexpr unsigned gzip_level = 1;

void require(bool ok, const Place& place) {
    if (!ok) fail_writing(place, "The file cannot be written");
}

Handle text_type() {
    Handle type(H5Tcopy(H5T_C_S1));
    H5Tset_size(type.get(), H5T_VARIABLE);
    H5Tset_cset(type.get(), H5T_CSET_UTF8);
    return type;
}

Handle boolean_type() {
    Handle type(H5Tenum_create(H5T_STD_I8LE));
    const std::int8_t no = 0, yes = 1;
    H5Tenum_insert(type.get(), "FALSE", &no);
    H5Tenum_insert(type.get(), "TRUE", &yes);
    return type;
}

// In the file and in memory alike: little-endian is what this code runs on.
Handle type_of(Element element) {
    switch (element) {
        case Element::Int8:
            return Handle(H5Tcopy(H5T_STD_I8LE));
        case Element::Int16:
            return Handle(H5Tcopy(H5T_STD_I16LE));
        case Element::Int32:
            return Handle(H5Tcopy(H5T_STD_I32LE));
        case Element::Int64:
            return Handle(H5Tcopy(H5T_STD_I64LE));
        case Element::UInt8:
            return Handle(H5Tcopy(H5T_STD_U8LE));
        case Element::UInt16:
            return Handle(H5Tcopy(H5T_STD_U16LE));
        case Element::UInt32:
            return Handle(H5Tcopy(H5T_STD_U32LE));
        case Element::UInt64:
            return Handle(H5Tcopy(H5T_STD_U64LE));
        case Element::Float32:
            return Handle(H5Tcopy(H5T_IEEE_F32LE));
        case Element::Float64:
            return Handle(H5Tcopy(H5T_IEEE_F64LE));
        case Element::Boolean:
            return boolean_type();
        case Element::Text:
            break;
    }
    return text_type();
}

Handle space_of(const std::vector<std::uint64_t>& shape) {
    if (shape.empty()) return Handle(H5Screate(H5S_SCALAR));
    const std::vector<hsize_t> extents(shape.begin(), shape.end());
    return Handle(H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr));
}

// A name with '/' is a path, as h5py writes such columns.
Handle link_list() {
    Handle list(H5Pcreate(H5P_LINK_CREATE));
    H5Pset_create_intermediate_group(list.get(), 1);
    H5Pset_char_encoding(list.get(), H5T_CSET_UTF8);
    return list;
}

Handle storage_for(const std::vector<std::uint64_t>& shape) {
    Handle list(H5Pcreate(H5P_DATASET_CREATE));
    std::uint64_t values = shape.empty() ? 0 : 1;
    for (const std::uint64_t extent : shape) values *= extent;
    if (values < worth_compressing) return list;
    std::vector<hsize_t> chunk(shape.begin(), shape.end());
    const std::uint64_t row = values / shape[0];
    chunk[0] = std::clamp<std::uint64_t>(largest_chunk / std::max<std::uint64_t>(1, row), 1, shape[0]);
    H5Pset_chunk(list.get(), static_cast<int>(chunk.size()), chunk.data());
    H5Pset_shuffle(list.get());
    H5Pset_deflate(list.get(), gzip_level);
    return list;
}

Target make_dataset(const Target& parent, const std::string& name, hid_t stored, hid_t space, hid_t storage) {
    Target made{{}, parent.place.child(name)};
    made.handle =
        Handle(H5Dcreate2(parent.id(), name.c_str(), stored, space, link_list().get(), storage, H5P_DEFAULT));
    require(bool(made.handle), made.place);
    return made;
}

void write_attribute(const Target& object, const std::string& name, hid_t stored, hid_t memory,
                     const std::vector<std::uint64_t>& shape, const void* values) {
    if (H5Aexists(object.id(), name.c_str()) > 0) H5Adelete(object.id(), name.c_str());
    const Handle space = space_of(shape);
    const Handle attribute(
        H5Acreate2(object.id(), name.c_str(), stored, space.get(), H5P_DEFAULT, H5P_DEFAULT));
    require(attribute && (values == nullptr || H5Awrite(attribute.get(), memory, values) >= 0), object.place);
}

std::vector<std::string> link_names(const Target& group) {
    std::vector<std::string> names;
    const auto keep = [](hid_t, const char* name, const H5L_info_t*, void* list) -> herr_t {
        static_cast<std::vector<std::string>*>(list)->emplace_back(name);
        return 0;
    };
    require(H5Literate(group.id(), H5_INDEX_NAME, H5_ITER_NATIVE, nullptr, keep, &names) >= 0, group.place);
    return names;
}

struct AttributeCopy {
    const Target& to;
    bool same_file;
};

herr_t copy_attribute(hid_t from, const char* name, const H5A_info_t* /*info*/, void* data) {
    constexpr std::size_t largest = std::size_t{16} << 20U;
    const auto& copy = *static_cast<const AttributeCopy*>(data);
    const Handle attribute(H5Aopen(from, name, H5P_DEFAULT));
    const Handle type(attribute ? H5Aget_type(attribute.get()) : -1);
    const Handle space(attribute ? H5Aget_space(attribute.get()) : -1);
    if (!type || !space) return -1;
    if (!copy.same_file && H5Tdetect_class(type.get(), H5T_REFERENCE) != 0) return 0;
    const hssize_t elements = H5Sget_simple_extent_npoints(space.get());
    const std::size_t width = H5Tget_size(type.get());
    if (elements < 0 || width == 0 || static_cast<std::size_t>(elements) > largest / width) return 0;
    std::vector<char> values(static_cast<std::size_t>(elements) * width + 1);
    if (elements > 0 && H5Aread(attribute.get(), type.get(), values.data()) < 0) return -1;
    const Handle made(H5Acreate2(copy.to.id(), name, type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT));
    const bool written = made && (elements == 0 || H5Awrite(made.get(), type.get(), values.data()) >= 0);
    if (elements > 0) H5Dvlen_reclaim(type.get(), space.get(), H5P_DEFAULT, values.data());
    return written ? 0 : -1;
}

std::vector<const char*> pointers_to(std::span<const std::string> texts) {
    std::vector<const char*> pointers;
    pointers.reserve(texts.size());
    for (const std::string& text : texts) pointers.push_back(text.c_str());
    return pointers;
}

}  // namespace

Target make_group(const Target& parent, const std::string& name) {
    const Lock lock;
    Target made{{}, parent.place.child(name)};
    made.handle = Handle(H5Gcreate2(parent.id(), name.c_str(), link_list().get(), H5P_DEFAULT, H5P_DEFAULT));
    require(bool(made.handle), made.place);
    return made;
}

Target make_roomy_group(const Target& parent, const std::string& name) {
    const Lock lock;
    Target made{{}, parent.place.child(name)};
    const Handle list(H5Pcreate(H5P_GROUP_CREATE));
    // What makes the library use a newer kind of header, which may keep its attributes elsewhere.
    H5Pset_attr_creation_order(list.get(), H5P_CRT_ORDER_TRACKED);
    made.handle = Handle(H5Gcreate2(parent.id(), name.c_str(), link_list().get(), list.get(), H5P_DEFAULT));
    require(bool(made.handle), made.place);
    return made;
}

bool is_roomy(const Target& group) {
    const Lock lock;
    const Handle list(H5Gget_create_plist(group.id()));
    unsigned flags = 0;
    return list && H5Pget_attr_creation_order(list.get(), &flags) >= 0 &&
           (flags & H5P_CRT_ORDER_TRACKED) != 0;
}

bool needs_room(const std::vector<std::string>& texts) {
    constexpr std::size_t bytes_each = 16, most = 60'000;  // beside other attributes
    return texts.size() * bytes_each > most;
}

Target make_roomy(const Target& parent, const std::string& name) {
    const Lock lock;
    const std::string aside = name + " (regulus)";
    const Target made = make_roomy_group(parent, aside);
    {
        const Target old = group_in(parent, name);
        copy_attributes(old.id(), made, true);
        for (const std::string& member : link_names(old)) {
            require(
                H5Lmove(old.id(), member.c_str(), made.id(), member.c_str(), H5P_DEFAULT, H5P_DEFAULT) >= 0,
                old.place);
        }
    }
    remove_link(parent, name);
    require(H5Lmove(parent.id(), aside.c_str(), parent.id(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT) >= 0,
            parent.place);
    return group_in(parent, name);
}

Target group_in(const Target& parent, const std::string& name) {
    const Lock lock;
    if (!has_link(parent, name)) return make_group(parent, name);
    Target found{Handle(H5Gopen2(parent.id(), name.c_str(), inside_file_only())), parent.place.child(name)};
    if (!found.handle) fail_reading(found.place, "A group is expected here");
    return found;
}

bool has_link(const Target& parent, const std::string& name) {
    const Lock lock;
    // Every part of a path must be there before the next may be asked for.
    for (std::size_t at = name.find('/'); at != std::string::npos; at = name.find('/', at + 1)) {
        if (at > 0 && H5Lexists(parent.id(), name.substr(0, at).c_str(), inside_file_only()) <= 0)
            return false;
    }
    return H5Lexists(parent.id(), name.c_str(), inside_file_only()) > 0;
}

void remove_link(const Target& parent, const std::string& name) {
    const Lock lock;
    require(H5Ldelete(parent.id(), name.c_str(), inside_file_only()) >= 0, parent.place.child(name));
}

void set_attribute(const Target& object, const std::string& name, const std::string& text) {
    const Lock lock;
    const char* const pointer = text.c_str();
    write_attribute(object, name, text_type().get(), text_type().get(), {}, &pointer);
}

void set_attribute(const Target& object, const std::string& name, const std::vector<std::string>& texts) {
    const Lock lock;
    const auto pointers = pointers_to(texts);
    write_attribute(object, name, text_type().get(), text_type().get(), {texts.size()},
                    texts.empty() ? nullptr : static_cast<const void*>(pointers.data()));
}

void set_attribute(const Target& object, const std::string& name, std::span<const std::int64_t> values) {
    const Lock lock;
    write_attribute(object, name, H5T_STD_I64LE, H5T_NATIVE_INT64, {values.size()}, values.data());
}

void set_attribute(const Target& object, const std::string& name, bool value) {
    const Lock lock;
    const std::int8_t byte = value ? 1 : 0;
    write_attribute(object, name, boolean_type().get(), boolean_type().get(), {}, &byte);
}

void set_reference(const Target& object, const std::string& name, const Target& to) {
    const Lock lock;
    hobj_ref_t reference{};
    require(H5Rcreate(&reference, to.id(), ".", H5R_OBJECT, -1) >= 0, object.place);
    write_attribute(object, name, H5T_STD_REF_OBJ, H5T_STD_REF_OBJ, {}, &reference);
}

Target make_array(const Target& parent, const std::string& name, hid_t stored,
                  const std::vector<std::uint64_t>& shape) {
    return make_dataset(parent, name, stored, space_of(shape).get(), storage_for(shape).get());
}

void copy_attributes(hid_t from, const Target& to, bool same_file) {
    AttributeCopy copy{to, same_file};
    hsize_t first = 0;
    require(H5Aiterate2(from, H5_INDEX_NAME, H5_ITER_NATIVE, &first, copy_attribute, &copy) >= 0, to.place);
}

Target write_array(const Target& parent, const std::string& name, Element stored, Element memory,
                   const std::vector<std::uint64_t>& shape, const void* values) {
    const Lock lock;
    const bool empty = std::ranges::find(shape, 0U) != shape.end();
    Target made = make_array(parent, name, type_of(stored).get(), shape);
    require(empty || H5Dwrite(made.id(), type_of(memory).get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0,
            made.place);
    return made;
}

Target write_texts(const Target& parent, const std::string& name, const std::vector<std::string>& texts) {
    Target made;
    {
        const Lock lock;
        made = make_dataset(parent, name, text_type().get(), space_of({texts.size()}).get(), H5P_DEFAULT);
    }
    rewrite_texts(made, texts);
    return made;
}

void rewrite_texts(const Target& dataset, const std::vector<std::string>& texts) {
    for (std::size_t begin = 0; begin < texts.size(); begin += texts_at_once) {
        const Lock lock;
        const auto pointers =
            pointers_to(std::span(texts).subspan(begin, std::min(texts_at_once, texts.size() - begin)));
        const hsize_t start = begin, count = pointers.size();
        const Handle memory = space_of({count}), space(H5Dget_space(dataset.id()));
        const bool scalar = space && H5Sget_simple_extent_ndims(space.get()) == 0;
        const bool selected = scalar || (space && H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, &start,
                                                                      nullptr, &count, nullptr) >= 0);
        require(selected && H5Dwrite(dataset.id(), text_type().get(), memory.get(), space.get(), H5P_DEFAULT,
                                     pointers.data()) >= 0,
                dataset.place);
    }
}

Target write_text(const Target& parent, const std::string& name, const std::string& text) {
    const char* const pointer = text.c_str();
    const Lock lock;
    return write_array(parent, name, Element::Text, Element::Text, {}, &pointer);
}

Target make_growing(const Target& parent, const std::string& name, Element stored, std::uint64_t chunk) {
    const Lock lock;
    return make_growing(parent, name, type_of(stored).get(), chunk);
}

Target make_growing(const Target& parent, const std::string& name, hid_t stored, std::uint64_t chunk) {
    const hsize_t none = 0, unlimited = H5S_UNLIMITED, extent = chunk;
    const Handle space(H5Screate_simple(1, &none, &unlimited));
    const Handle storage(H5Pcreate(H5P_DATASET_CREATE));
    H5Pset_chunk(storage.get(), 1, &extent);
    H5Pset_shuffle(storage.get());
    H5Pset_deflate(storage.get(), gzip_level);
    return make_dataset(parent, name, stored, space.get(), storage.get());
}

void append(const Target& growing, std::uint64_t length, Element memory, std::uint64_t count,
            const void* values) {
    const Lock lock;
    append(growing, length, type_of(memory).get(), count, values);
}

void append(const Target& growing, std::uint64_t length, hid_t memory, std::uint64_t count,
            const void* values) {
    if (count == 0) return;
    const hsize_t extent = length + count, start = length, size = count;
    require(H5Dset_extent(growing.id(), &extent) >= 0, growing.place);
    const Handle from = space_of({count}), to(H5Dget_space(growing.id()));
    require(to && H5Sselect_hyperslab(to.get(), H5S_SELECT_SET, &start, nullptr, &size, nullptr) >= 0 &&
                H5Dwrite(growing.id(), memory, from.get(), to.get(), H5P_DEFAULT, values) >= 0,
            growing.place);
}

}  // namespace regulus::h5

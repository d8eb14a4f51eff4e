// Attributes, and what they refer to.
#include <cstring>

#include "core/io/hdf5/hdf5_object.h"

namespace regulus::h5 {
namespace {

constexpr std::uint64_t most_values = 1'000'000;  // in one attribute

struct Attribute {
    Handle handle, type;
    std::uint64_t elements = 0;
    H5T_class_t kind = H5T_NO_CLASS;
};

Attribute open_attribute(hid_t object, const Place& place, const std::string& name) {
    Attribute attribute{Handle(H5Aopen(object, name.c_str(), H5P_DEFAULT)), {}, 0, H5T_NO_CLASS};
    const Handle space(attribute.handle ? H5Aget_space(attribute.handle.get()) : -1);
    attribute.type = Handle(attribute.handle ? H5Aget_type(attribute.handle.get()) : -1);
    const hssize_t elements = space ? H5Sget_simple_extent_npoints(space.get()) : -1;
    if (!attribute.type || elements < 0 || static_cast<std::uint64_t>(elements) > most_values) {
        fail_reading(place, "The attribute \"" + name + "\" cannot be read");
    }
    attribute.elements = static_cast<std::uint64_t>(elements);
    attribute.kind = H5Tget_class(attribute.type.get());
    return attribute;
}

std::vector<std::string> texts_of(const Attribute& attribute, const Place& place, const std::string& name) {
    const bool variable = H5Tis_variable_str(attribute.type.get()) > 0;
    const std::size_t width = variable ? sizeof(char*) : H5Tget_size(attribute.type.get());
    std::vector<std::string> texts;
    if (attribute.elements == 0) return texts;
    if (width == 0 || width > (std::size_t{64} << 20U) / attribute.elements) {
        fail_reading(place, "The attribute \"" + name + "\" cannot be read");
    }
    std::vector<char> buffer(attribute.elements * width, '\0');
    if (H5Aread(attribute.handle.get(), attribute.type.get(), buffer.data()) < 0) {
        fail_reading(place, "The attribute \"" + name + "\" cannot be read");
    }
    for (std::uint64_t i = 0; i < attribute.elements; ++i) {
        char* item = buffer.data() + i * width;
        if (variable) {
            std::memcpy(&item, item, sizeof item);
            texts.emplace_back(item == nullptr ? "" : item);
            H5free_memory(item);
        } else {
            texts.emplace_back(item, ::strnlen(item, width));
        }
    }
    return texts;
}

}  // namespace

bool Object::has_attribute(const std::string& name) const {
    const Lock lock;
    const htri_t found = H5Aexists(id(), name.c_str());
    if (found < 0) fail_reading(m_place, "The attributes cannot be read");
    return found > 0;
}

std::vector<std::string> Object::texts_attribute(const std::string& name) const {
    const Lock lock;
    if (!has_attribute(name)) return {};
    const Attribute attribute = open_attribute(id(), m_place, name);
    if (attribute.kind != H5T_STRING) return {};
    return texts_of(attribute, m_place, name);
}

std::optional<std::string> Object::text_attribute(const std::string& name) const {
    const auto texts = texts_attribute(name);
    if (texts.empty()) return std::nullopt;
    return texts.front();
}

std::vector<std::int64_t> Object::integers_attribute(const std::string& name) const {
    const Lock lock;
    if (!has_attribute(name)) return {};
    const Attribute attribute = open_attribute(id(), m_place, name);
    if (attribute.kind != H5T_INTEGER && attribute.kind != H5T_ENUM) return {};
    std::vector<std::int64_t> values(attribute.elements);
    if (!values.empty() && H5Aread(attribute.handle.get(), H5T_NATIVE_INT64, values.data()) < 0) {
        fail_reading(m_place, "The attribute \"" + name + "\" cannot be read");
    }
    return values;
}

std::optional<std::int64_t> Object::integer_attribute(const std::string& name) const {
    const auto values = integers_attribute(name);
    if (values.empty()) return std::nullopt;
    return values.front();
}

std::optional<Object> Object::referenced(const std::string& name) const {
    const Lock lock;
    if (!has_attribute(name)) return std::nullopt;
    const Attribute attribute = open_attribute(id(), m_place, name);
    if (attribute.kind != H5T_REFERENCE || attribute.elements != 1 ||
        H5Tequal(attribute.type.get(), H5T_STD_REF_OBJ) <= 0) {
        return std::nullopt;
    }
    hobj_ref_t reference{};
    Handle target;
    if (H5Aread(attribute.handle.get(), H5T_STD_REF_OBJ, &reference) >= 0) {
        target = Handle(H5Rdereference2(id(), inside_file_only(), H5R_OBJECT, &reference));
    }
    if (!target) fail_reading(m_place, "The attribute \"" + name + "\" refers to nothing in the file");
    return Object(std::move(target), m_place.child("@" + name), m_file_size);
}

}  // namespace regulus::h5

// Values into HDF5 files. Only for the sources of core/io.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/io/hdf5/hdf5_file.h"

namespace regulus::h5 {

enum class Element {
    Int8,
    Int16,
    Int32,
    Int64,
    UInt8,
    UInt16,
    UInt32,
    UInt64,
    Float32,
    Float64,
    Boolean,
    Text
};  // Boolean as h5py stores it

// A group or dataset that is being written. Everything throws Error(Storage).
struct Target {
    Handle handle;
    Place place;

    hid_t id() const noexcept { return handle.get(); }
};

Target make_group(const Target& parent, const std::string& name);
// Attributes of a group made like that have no limit; of others all together end at 64 KiB, which is the
// names of 4,000 columns.
Target make_roomy_group(const Target& parent, const std::string& name);
// Puts such a group, with everything that is in it and its attributes, in the place of one that is not.
Target make_roomy(const Target& parent, const std::string& name);
bool is_roomy(const Target& group);
// Whether so many texts are more than a group's attribute holds.
bool needs_room(const std::vector<std::string>& texts);
// Opens the group, or makes it.
Target group_in(const Target& parent, const std::string& name);
bool has_link(const Target& parent, const std::string& name);
void remove_link(const Target& parent, const std::string& name);

void set_attribute(const Target& object, const std::string& name, const std::string& text);
void set_attribute(const Target& object, const std::string& name, const std::vector<std::string>& texts);
void set_attribute(const Target& object, const std::string& name, std::span<const std::int64_t> values);
void set_attribute(const Target& object, const std::string& name, bool value);
void set_reference(const Target& object, const std::string& name, const Target& to);

// Arrays of `shape` (empty for a scalar), compressed where that is worth it. `stored` is the type in the
// file, `memory` that of the values: bytes for Boolean, const char* for Text.
Target write_array(const Target& parent, const std::string& name, Element stored, Element memory,
                   const std::vector<std::uint64_t>& shape, const void* values);
Target write_texts(const Target& parent, const std::string& name, const std::vector<std::string>& texts);
// Other texts in the place of those in a dataset of texts of variable length, as many as it has.
void rewrite_texts(const Target& dataset, const std::vector<std::string>& texts);
// Texts of UTF-8 in the place of the dataset at `path`, with its attributes.
void replace_texts(const Target& root, const std::string& path, const std::vector<std::string>& texts);
Target write_text(const Target& parent, const std::string& name, const std::string& text);

// An empty array of one dimension that can grow, compressed in chunks of `chunk` values.
Target make_growing(const Target& parent, const std::string& name, Element stored, std::uint64_t chunk);
// Adds values behind `length`.
void append(const Target& growing, std::uint64_t length, Element memory, std::uint64_t count,
            const void* values);

// The same for values of any type of the library, as it is in another file. The caller holds the lock.
Target make_array(const Target& parent, const std::string& name, hid_t stored,
                  const std::vector<std::uint64_t>& shape);
Target make_growing(const Target& parent, const std::string& name, hid_t stored, std::uint64_t chunk);
void append(const Target& growing, std::uint64_t length, hid_t memory, std::uint64_t count,
            const void* values);

// Gives `to` the attributes of `from`, but for those larger than 16 MiB. References lead nowhere in another
// file, and are left out there.
void copy_attributes(hid_t from, const Target& to, bool same_file);

}  // namespace regulus::h5

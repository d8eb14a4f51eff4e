// Groups, datasets and attributes of an HDF5 file, read as C++ values. Only for the sources of core/io.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/table.h"
#include "core/io/hdf5/hdf5_file.h"

namespace regulus::h5 {

class ChunkGuard;

enum class ValueType { Integer, Float, Boolean, String, Other };

// What the values of an HDF5 type are. The caller holds the library's lock.
ValueType value_type(hid_t type);
StoredNumber stored_number(hid_t type);

// A field of a compound dataset.
struct Member {
    std::string name;
    ValueType type = ValueType::Other;  // of its values
    std::size_t width = 1;              // values in a row: more than one for an array
    StoredNumber number;                // of integers and floats
};

// One open group or dataset; copies share it. Thread: any; each call takes the library's lock.
// Everything throws Error(Input) that names file and path when the file is damaged.
class Object {
  public:
    // The root group of a file open for reading.
    static Object root(const std::string& path);

    const Place& place() const noexcept { return m_place; }
    hid_t id() const noexcept { return m_handle.get(); }
    bool is_group() const noexcept { return m_group; }
    bool is_dataset() const noexcept { return !m_group; }
    std::uint64_t file_size() const noexcept { return m_file_size; }

    // Members of a group, in the order of their names.
    std::vector<std::string> names() const;
    bool has(const std::string& name) const;
    // The member `name`, which may be a path. Refuses links to other files and data kept in other files.
    // A dataset keeps up to `cache` bytes of unpacked chunks.
    Object child(const std::string& name, std::size_t cache = std::size_t{1} << 20U) const;
    // What the reference in the attribute names; nullopt when there is none.
    std::optional<Object> referenced(const std::string& attribute) const;

    bool has_attribute(const std::string& name) const;
    std::optional<std::string> text_attribute(const std::string& name) const;
    std::optional<std::int64_t> integer_attribute(const std::string& name) const;  // booleans as 0 and 1
    std::vector<std::string> texts_attribute(const std::string& name) const;       // empty when not texts
    std::vector<std::int64_t> integers_attribute(const std::string& name) const;   // empty when not integers

    // Of a dataset.
    ValueType type() const;
    StoredNumber stored_number() const;  // of integers and floats
    std::vector<std::uint64_t> shape() const;
    std::uint64_t length() const;  // of a dataset with one dimension, or 1 for a scalar; else throws
    // Throws Error(Input) when the shape promises more than the file can hold, or a filter is missing.
    // Everything that allocates by a shape calls this first.
    void check_plausible() const;

    // Elements begin..end-1 of the first dimension and, of two, all of the second. T: float, double,
    // std::int32_t, std::int64_t, std::uint64_t, std::uint8_t; HDF5 converts.
    template <class T>
    void read_rows(std::uint64_t begin, std::uint64_t end, T* out) const;
    // Columns begin..end-1 of all rows of a dataset with two dimensions.
    void read_columns(std::uint64_t begin, std::uint64_t end, float* out) const;
    // All of it, in pieces.
    template <class T>
    std::vector<T> read_all(Job& job) const;
    std::vector<std::string> read_texts(Job& job) const;

    // Of a dataset of compound values, as anndata before 0.7 kept its tables: empty for any other.
    std::vector<Member> members() const;
    // All rows of one member, rows × width. T: float, double, std::int64_t,
    // std::uint64_t, std::uint8_t.
    template <class T>
    std::vector<T> read_member(const Member& member, Job& job) const;
    std::vector<std::string> read_member_texts(const Member& member, Job& job) const;  // width 1

    // What no dataset that is read for its values can do without: chunks found, filters known. Walks the
    // chunk index, so that damage shows here.
    void touch() const;

  private:
    Object(Handle handle, Place place, std::uint64_t file_size);
    Handle file_space(std::uint64_t begin, std::uint64_t end, std::uint64_t& elements) const;
    void read_hyperslab(hid_t memory_type, std::uint64_t begin, std::uint64_t end, void* out,
                        hid_t transfer) const;
    void check_chunks(const hsize_t* start, const hsize_t* count) const;
    std::vector<std::string> read_texts_as(hid_t text_type, hid_t memory_type, Job& job) const;

    Handle m_handle;
    Place m_place;
    std::uint64_t m_file_size = 0;
    std::shared_ptr<ChunkGuard> m_guard;
    bool m_group = false;
};

}  // namespace regulus::h5

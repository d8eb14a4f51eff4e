#include "core/io/hdf5/hdf5_subset.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/base/error.h"

namespace regulus::h5 {
namespace {

constexpr std::size_t bytes_at_once = std::size_t{16} << 20U;
constexpr std::int64_t entries_at_once = 1 << 20;
constexpr std::uint64_t growing_chunk = 1U << 16U;

[[noreturn]] void no_such_part(const Object& object) {
    throw Error(ErrorKind::Input, "Its shape does not fit the cells and genes", object.place().text(),
                "The file is probably damaged; write it again");
}

// The type of the values in the file, which serves in memory as well: nothing is converted.
Handle type_in(const Object& object) {
    const Handle stored(H5Dget_type(object.id()));
    Handle type(stored ? H5Tcopy(stored.get()) : -1);
    if (!type) fail_reading(object.place(), "The values cannot be read");
    if (H5Tdetect_class(type.get(), H5T_REFERENCE) != 0) {
        throw Error(ErrorKind::Input, "It refers to other parts of the file", object.place().text(),
                    "Write the file again with a newer anndata");
    }
    return type;
}

void check(const Kept& kept, std::uint64_t extent, const Object& object) {
    if (kept && !kept->empty() && kept->back() >= extent) no_such_part(object);
}

std::uint64_t size_of(const Kept& kept, std::uint64_t extent) {
    return kept ? kept->size() : extent;
}

// Rows begin..end-1 of all dimensions, as bytes.
void transfer(hid_t dataset, hid_t type, const std::vector<std::uint64_t>& shape, std::uint64_t begin,
              std::uint64_t end, void* bytes, bool write, const Place& place) {
    std::vector<hsize_t> start(shape.size(), 0), count(shape.begin(), shape.end());
    start[0] = begin;
    count[0] = end - begin;
    const Handle space(H5Dget_space(dataset));
    const Handle memory(H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr));
    const bool selected =
        space && memory &&
        H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr) >= 0;
    if (write) {
        if (!selected || H5Dwrite(dataset, type, memory.get(), space.get(), H5P_DEFAULT, bytes) < 0)
            fail_writing(place, "The file cannot be written");
    } else if (!selected || H5Dread(dataset, type, memory.get(), space.get(), H5P_DEFAULT, bytes) < 0) {
        fail_reading(place, "The values cannot be read");
    }
}

// Texts of variable length are the library's until they are given back.
void give_back(hid_t type, std::uint64_t elements, void* bytes) {
    const hsize_t count = elements;
    const Handle space(H5Screate_simple(1, &count, nullptr));
    H5Dvlen_reclaim(type, space.get(), H5P_DEFAULT, bytes);
}

// Copies blocks of rows, leaving rows and columns out in memory.
class PartCopy {
  public:
    PartCopy(const Object& from, const Target& to, const Kept& rows, const Kept& columns,
             std::vector<std::uint64_t> shape, std::vector<std::uint64_t> kept_shape)
        : m_from(from),
          m_to(to),
          m_rows(rows),
          m_columns(columns),
          m_shape(std::move(shape)),
          m_kept_shape(std::move(kept_shape)) {
        const Lock lock;
        m_type = type_in(from);
        m_width = H5Tget_size(m_type.get());
        for (std::size_t d = 1; d < m_shape.size(); ++d) m_row *= m_shape[d];
        for (std::size_t d = 2; d < m_shape.size(); ++d) m_cell *= m_shape[d];
    }

    void run(Job& job) {
        const std::uint64_t step =
            std::max<std::uint64_t>(1, bytes_at_once / std::max<std::uint64_t>(1, m_row * m_width));
        for (std::uint64_t begin = 0; begin < m_shape[0]; begin += step) {
            job.checkpoint();
            job.progress(static_cast<double>(begin) / static_cast<double>(m_shape[0]), "writing " + name());
            copy(begin, std::min(m_shape[0], begin + step));
        }
    }

  private:
    std::string name() const { return m_to.place.path.substr(m_to.place.path.rfind('/') + 1); }

    void copy(std::uint64_t begin, std::uint64_t end) {
        std::vector<std::uint64_t> rows;  // of this block
        if (m_rows) {
            auto next = std::ranges::lower_bound(*m_rows, begin);
            for (; next != m_rows->end() && *next < end; ++next) rows.push_back(*next - begin);
        } else {
            for (std::uint64_t r = begin; r < end; ++r) rows.push_back(r - begin);
        }
        if (rows.empty()) return;
        std::vector<char> read((end - begin) * m_row * m_width);
        const Lock lock;
        transfer(m_from.id(), m_type.get(), m_shape, begin, end, read.data(), false, m_from.place());
        std::vector<char> kept;
        kept.reserve(rows.size() * m_row * m_width);
        for (const std::uint64_t r : rows) append_row(kept, read.data() + r * m_row * m_width);
        transfer(m_to.id(), m_type.get(), m_kept_shape, m_done, m_done + rows.size(), kept.data(), true,
                 m_to.place);
        m_done += rows.size();
        give_back(m_type.get(), (end - begin) * m_row, read.data());
    }

    void append_row(std::vector<char>& kept, const char* row) const {
        if (!m_columns) {
            kept.insert(kept.end(), row, row + m_row * m_width);
            return;
        }
        for (const std::uint32_t column : *m_columns) {
            const char* const cell = row + column * m_cell * m_width;
            kept.insert(kept.end(), cell, cell + m_cell * m_width);
        }
    }

    const Object& m_from;
    const Target& m_to;
    const Kept &m_rows, &m_columns;
    std::vector<std::uint64_t> m_shape, m_kept_shape;
    Handle m_type;
    std::uint64_t m_width = 0, m_row = 1, m_cell = 1, m_done = 0;  // bytes; elements of a row, of a column
};

// Compressed rows, or columns: here both are rows.
class SparseCopy {
  public:
    SparseCopy(const Object& group, bool by_column, const Kept& rows, const Kept& columns, Job& job)
        : m_group(group),
          m_by_column(by_column),
          m_rows(rows),
          m_columns(columns),
          m_values(group.child("data", bytes_at_once)),
          m_indices(group.child("indices", bytes_at_once)),
          m_pointers(group.child("indptr")),
          m_job(job) {
        for (const Object* part : {&m_values, &m_indices, &m_pointers}) part->check_plausible();
        const auto extents = group.integers_attribute("shape");
        if (extents.size() != 2 || extents[0] < 0 || extents[1] < 0) no_such_part(group);
        m_row_count = static_cast<std::uint64_t>(extents[by_column ? 1 : 0]);
        m_column_count = static_cast<std::uint64_t>(extents[by_column ? 0 : 1]);
        m_offsets = m_pointers.read_all<std::int64_t>(job);
        const auto stored = static_cast<std::int64_t>(std::min(m_values.length(), m_indices.length()));
        if (m_offsets.size() != m_row_count + 1 || m_offsets.front() != 0 ||
            !std::ranges::is_sorted(m_offsets) || m_offsets.back() > stored)
            no_such_part(group);
        check(rows, m_row_count, group);
        check(columns, m_column_count, group);
        if (!columns) return;
        m_place.assign(m_column_count, -1);
        for (std::size_t i = 0; i < columns->size(); ++i)
            m_place[(*columns)[i]] = static_cast<std::int64_t>(i);
    }

    void run(const Target& parent, const std::string& name) {
        const Target made = make_group(parent, name);
        prepare(made);
        for (std::uint64_t begin = 0, end = 0; begin < m_row_count; begin = end) {
            m_job.checkpoint();
            m_job.progress(static_cast<double>(begin) / static_cast<double>(m_row_count), "writing " + name);
            const std::int64_t most = m_offsets[begin] + entries_at_once;
            for (end = begin + 1; end < m_row_count && m_offsets[end + 1] < most; ++end) {
            }
            copy(begin, end);
        }
        write_like(m_pointers, made, "indptr", m_new_offsets);
        const auto rows = static_cast<std::int64_t>(size_of(m_rows, m_row_count));
        const auto columns = static_cast<std::int64_t>(size_of(m_columns, m_column_count));
        const std::array shape{m_by_column ? columns : rows, m_by_column ? rows : columns};
        set_attribute(made, "shape", std::span<const std::int64_t>(shape));
    }

  private:
    void prepare(const Target& made) {
        const Lock lock;
        copy_attributes(m_group.id(), made, false);
        m_type = type_in(m_values);
        m_width = H5Tget_size(m_type.get());
        m_new_values = make_growing(made, "data", m_type.get(), growing_chunk);
        m_new_indices = make_growing(made, "indices", type_in(m_indices).get(), growing_chunk);
        copy_attributes(m_values.id(), m_new_values, false);
        copy_attributes(m_indices.id(), m_new_indices, false);
    }

    std::vector<std::uint64_t> rows_in(std::uint64_t begin, std::uint64_t end) const {
        std::vector<std::uint64_t> rows;
        if (m_rows) {
            for (auto next = std::ranges::lower_bound(*m_rows, begin); next != m_rows->end() && *next < end;
                 ++next)
                rows.push_back(*next);
        } else {
            for (std::uint64_t r = begin; r < end; ++r) rows.push_back(r);
        }
        return rows;
    }

    void copy(std::uint64_t begin, std::uint64_t end) {
        const auto rows = rows_in(begin, end);
        if (rows.empty()) return;
        const std::int64_t first = m_offsets[begin];
        const auto from = static_cast<std::uint64_t>(first), to = static_cast<std::uint64_t>(m_offsets[end]);
        std::vector<std::int64_t> index(to - from), kept_index;
        std::vector<char> bytes((to - from) * m_width), kept_bytes;
        if (to > from) {
            m_indices.read_rows(from, to, index.data());
            const Lock lock;
            transfer(m_values.id(), m_type.get(), {m_values.length()}, from, to, bytes.data(), false,
                     m_values.place());
        }
        for (const std::uint64_t row : rows) {
            const auto row_end = static_cast<std::size_t>(m_offsets[row + 1] - first);
            for (auto i = static_cast<std::size_t>(m_offsets[row] - first); i < row_end; ++i) {
                if (index[i] < 0 || static_cast<std::uint64_t>(index[i]) >= m_column_count)
                    no_such_part(m_indices);
                const std::int64_t now = m_columns ? m_place[static_cast<std::size_t>(index[i])] : index[i];
                if (now < 0) continue;
                kept_index.push_back(now);
                kept_bytes.insert(kept_bytes.end(), bytes.data() + i * m_width,
                                  bytes.data() + (i + 1) * m_width);
            }
            m_new_offsets.push_back(m_written + static_cast<std::int64_t>(kept_index.size()));
        }
        const Lock lock;
        append(m_new_values, static_cast<std::uint64_t>(m_written), m_type.get(), kept_index.size(),
               kept_bytes.data());
        append(m_new_indices, static_cast<std::uint64_t>(m_written), Element::Int64, kept_index.size(),
               kept_index.data());
        m_written += static_cast<std::int64_t>(kept_index.size());
    }

    const Object& m_group;
    const bool m_by_column;
    const Kept &m_rows, &m_columns;
    const Object m_values, m_indices, m_pointers;
    Job& m_job;
    std::uint64_t m_row_count = 0, m_column_count = 0;
    std::vector<std::int64_t> m_offsets, m_new_offsets{0}, m_place;  // place: of a column among those kept
    Target m_new_values, m_new_indices;
    Handle m_type;
    std::size_t m_width = 0;
    std::int64_t m_written = 0;
};

}  // namespace

Target copy_part(const Object& from, const Target& parent, const std::string& name, const Kept& rows,
                 const Kept& columns, Job& job) {
    const auto shape = from.shape();
    if (shape.empty() || (columns && shape.size() < 2)) no_such_part(from);
    from.check_plausible();
    check(rows, shape[0], from);
    auto kept = shape;
    kept[0] = size_of(rows, shape[0]);
    if (columns) {
        check(columns, shape[1], from);
        kept[1] = columns->size();
    }
    Target made;
    {
        const Lock lock;
        made = make_array(parent, name, type_in(from).get(), kept);
        copy_attributes(from.id(), made, false);
    }
    if (std::ranges::find(kept, 0U) == kept.end()) PartCopy(from, made, rows, columns, shape, kept).run(job);
    return made;
}

Target write_like(const Object& like, const Target& parent, const std::string& name,
                  std::span<const std::int64_t> values) {
    const Lock lock;
    Target made = make_array(parent, name, type_in(like).get(), {values.size()});
    copy_attributes(like.id(), made, false);
    if (!values.empty() &&
        H5Dwrite(made.id(), H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
        fail_writing(made.place, "The file cannot be written");
    return made;
}

void copy_whole(const Object& group, const std::string& name, const Target& parent) {
    const Lock lock;
    if (H5Ocopy(group.id(), name.c_str(), parent.id(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT) < 0)
        fail_writing(parent.place.child(name), "The file cannot be written");
}

void copy_sparse_part(const Object& group, bool by_column, const Target& parent, const std::string& name,
                      const Kept& rows, const Kept& columns, Job& job) {
    SparseCopy(group, by_column, by_column ? columns : rows, by_column ? rows : columns, job)
        .run(parent, name);
}

}  // namespace regulus::h5

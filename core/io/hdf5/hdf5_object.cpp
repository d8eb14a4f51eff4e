#include "core/io/hdf5/hdf5_object.h"

#include <algorithm>
#include <filesystem>

#include "core/base/error.h"
#include "core/io/hdf5/chunk_guard.h"
#include "core/io/hdf5/lzf_filter.h"

namespace regulus::h5 {
namespace {

// gzip makes at most 1032 bytes of one, LZF 88; of zstd and blosc a block of zeros is a few bytes.
constexpr std::uint64_t gzip_ratio = 1100, zstd_ratio = 70'000;

herr_t collect_name(hid_t, const char* name, const H5L_info_t*, void* result) {
    try {
        static_cast<std::vector<std::string>*>(result)->emplace_back(name);
        return 0;
    } catch (...) {
        return -1;  // no exception may cross the library
    }
}

void check_stored_here(const Handle& dataset, const Place& place) {
    const Handle creation(H5Dget_create_plist(dataset.get()));
    if (!creation) fail_reading(place, "The data cannot be read");
    if (H5Pget_layout(creation.get()) == H5D_VIRTUAL || H5Pget_external_count(creation.get()) > 0) {
        throw Error(ErrorKind::Input, "The data are stored in another file", place.text(),
                    "Save the dataset to one file with anndata's write_h5ad and open that");
    }
}

// The chunk size that h5py noted for LZF must be the true one: HDF5 trusts what a filter returns.
void check_lzf(hid_t creation, unsigned filter, const Handle& dataset, const Place& place) {
    unsigned flags = 0, config = 0, parameters[8] = {};
    std::size_t values = std::size(parameters);
    hsize_t chunk[H5S_MAX_RANK] = {};
    const Handle type(H5Dget_type(dataset.get()));
    const int rank = H5Pget_chunk(creation, H5S_MAX_RANK, chunk);
    std::uint64_t bytes = type ? H5Tget_size(type.get()) : 0;
    if (H5Tis_variable_str(type.get()) > 0) bytes = 16;  // what the file keeps: length and place of the text
    bool sound = H5Pget_filter2(creation, filter, &flags, &values, parameters, 0, nullptr, &config) >= 0;
    for (int i = 0; i < rank; ++i) sound = sound && !__builtin_mul_overflow(bytes, chunk[i], &bytes);
    if (!sound || values < 3 || parameters[2] != bytes)
        fail_reading(place, "The compression settings are invalid");
}

// Returns how many bytes one stored byte can become.
std::uint64_t check_filters(const Handle& dataset, const Place& place) {
    const Handle creation(H5Dget_create_plist(dataset.get()));
    const int filters = creation ? H5Pget_nfilters(creation.get()) : -1;
    if (filters < 0) fail_reading(place, "The data cannot be read");
    std::uint64_t ratio = gzip_ratio;
    for (int i = 0; i < filters; ++i) {
        unsigned flags = 0, config = 0;
        std::size_t values = 0;
        char name[64] = "";
        const H5Z_filter_t id = H5Pget_filter2(creation.get(), static_cast<unsigned>(i), &flags, &values,
                                               nullptr, sizeof name, name, &config);
        if (id < 0) fail_reading(place, "The data cannot be read");
        if (id == lzf_filter_id) check_lzf(creation.get(), static_cast<unsigned>(i), dataset, place);
        if (id >= H5Z_FILTER_RESERVED && id != lzf_filter_id) ratio = zstd_ratio;
        // What ChunkGuard can look through. The library trusts what others make of a damaged chunk, and
        // bzip2's plugin never comes back from one that is cut short.
        const bool trusted = ChunkGuard::knows(id);
        if (trusted && H5Zfilter_avail(id) > 0) continue;
        name[sizeof name - 1] = '\0';
        throw Error(ErrorKind::Input,
                    "The data use a compression that Regulus does not support (filter " + std::to_string(id) +
                        (name[0] != '\0' ? ", " + std::string(name) : std::string()) + ")",
                    place.text(),
                    std::string(trusted ? "Install the HDF5 plugin for it (Debian: hdf5-filter-plugin, "
                                          "hdf5-filter-plugin-blosc-serial), or write"
                                        : "Write") +
                        " the file again with anndata: write_h5ad(name, compression=\"gzip\")");
    }
    return ratio;
}

// Whether the bits of numbers lie within them. The library believes the file in this: a number of no bits is
// converted by reading before its beginning.
bool sound_type(hid_t type) {
    const std::size_t bits = 8 * H5Tget_size(type);
    const auto within = [bits](std::size_t at, std::size_t size) {
        return size > 0 && size <= bits && at <= bits - size;
    };
    const auto of_parts = [type] {
        const Handle part(H5Tget_super(type));
        return part && sound_type(part.get());
    };
    switch (H5Tget_class(type)) {
        case H5T_FLOAT: {
            std::size_t sign = 0, exponent = 0, exponent_size = 0, mantissa = 0, mantissa_size = 0;
            if (H5Tget_fields(type, &sign, &exponent, &exponent_size, &mantissa, &mantissa_size) < 0 ||
                !within(sign, 1) || !within(exponent, exponent_size) || !within(mantissa, mantissa_size)) {
                return false;
            }
            [[fallthrough]];
        }
        case H5T_INTEGER:
        case H5T_BITFIELD: {
            const int offset = H5Tget_offset(type);
            return offset >= 0 && within(static_cast<std::size_t>(offset), H5Tget_precision(type));
        }
        case H5T_ENUM:
        case H5T_ARRAY:
        case H5T_VLEN:
            return of_parts();
        case H5T_COMPOUND: {
            const int members = H5Tget_nmembers(type);
            for (int i = 0; i < members; ++i) {
                const Handle member(H5Tget_member_type(type, static_cast<unsigned>(i)));
                if (!member || !sound_type(member.get())) return false;
            }
            return members > 0;
        }
        default:
            return true;
    }
}

}  // namespace

Object::Object(Handle handle, Place place, std::uint64_t size)
    : m_handle(std::move(handle)), m_place(std::move(place)), m_file_size(size) {
    const H5I_type_t kind = H5Iget_type(m_handle.get());
    m_group = kind == H5I_GROUP;
    if (!m_group && kind != H5I_DATASET) fail_reading(m_place, "A group or dataset is expected here");
    if (m_group) return;
    check_stored_here(m_handle, m_place);
    const Handle type(H5Dget_type(m_handle.get()));
    if (!type || !sound_type(type.get())) fail_reading(m_place, "The data have a type that cannot be");
    m_guard = ChunkGuard::of(m_handle.get(), m_file_size);
}

Object Object::root(const std::string& path) {
    const Lock lock;
    const Handle file = open_for_reading(path);
    Handle group(H5Gopen2(file.get(), "/", H5P_DEFAULT));
    if (!group) fail_reading({path, {}}, "The file could not be read");
    std::error_code problem;
    const auto size = std::filesystem::file_size(path, problem);
    return {std::move(group), {path, "/"}, problem ? 0 : size};
}

std::vector<std::string> Object::names() const {
    const Lock lock;
    std::vector<std::string> names;
    if (!m_group || H5Literate(id(), H5_INDEX_NAME, H5_ITER_INC, nullptr, collect_name, &names) < 0) {
        fail_reading(m_place, "The group cannot be read");
    }
    return names;
}

bool Object::has(const std::string& name) const {
    const Lock lock;
    if (!m_group) return false;
    const htri_t found = H5Lexists(id(), name.c_str(), inside_file_only());
    if (found < 0) fail_reading(m_place, "The group cannot be read");
    return found > 0;
}

Object Object::child(const std::string& name, std::size_t cache) const {
    const Lock lock;
    const Place place = m_place.child(name);
    H5L_info_t link{};
    if (H5Lget_info(id(), name.c_str(), &link, inside_file_only()) < 0) {
        fail_reading(place, "Expected data are missing from the file");
    }
    if (link.type != H5L_TYPE_HARD && link.type != H5L_TYPE_SOFT) {
        throw Error(ErrorKind::Input, "The data are a link to another file", place.text(),
                    "Save the dataset to one file with anndata's write_h5ad and open that");
    }
    Handle handle(H5Oopen(id(), name.c_str(), inside_file_only()));
    if (!handle) fail_reading(place, "The data cannot be read");
    if (H5Iget_type(handle.get()) == H5I_DATASET) {
        const Handle access(H5Pcopy(inside_file_only()));
        H5Pset_chunk_cache(access.get(), 12421, cache, 1.0);
        handle = Handle();  // the cache is set by the first one to open it
        handle = Handle(H5Dopen2(id(), name.c_str(), access.get()));
        if (!handle) fail_reading(place, "The data cannot be read");
    }
    return {std::move(handle), place, m_file_size};
}

ValueType value_type(hid_t type) {
    switch (H5Tget_class(type)) {
        case H5T_INTEGER:
            return ValueType::Integer;
        case H5T_FLOAT:
            return ValueType::Float;
        case H5T_STRING:
            return ValueType::String;
        case H5T_ENUM:
            // h5py stores a boolean as an enumeration with two members.
            return H5Tget_nmembers(type) == 2 ? ValueType::Boolean : ValueType::Integer;
        case H5T_BITFIELD:
            return H5Tget_size(type) == 1 ? ValueType::Boolean : ValueType::Other;
        default:
            return ValueType::Other;
    }
}

StoredNumber stored_number(hid_t type) {
    const bool is_unsigned = H5Tget_class(type) == H5T_INTEGER && H5Tget_sign(type) == H5T_SGN_NONE;
    return {static_cast<std::uint8_t>(std::min<std::size_t>(8, H5Tget_size(type))), is_unsigned};
}

StoredNumber Object::stored_number() const {
    const Lock lock;
    const Handle type(m_group ? -1 : H5Dget_type(id()));
    if (!type) fail_reading(m_place, "The data cannot be read");
    return h5::stored_number(type.get());
}

ValueType Object::type() const {
    const Lock lock;
    const Handle type(m_group ? -1 : H5Dget_type(id()));
    if (!type) fail_reading(m_place, "The data cannot be read");
    return value_type(type.get());
}

std::vector<std::uint64_t> Object::shape() const {
    const Lock lock;
    const Handle space(m_group ? -1 : H5Dget_space(id()));
    const int rank = space ? H5Sget_simple_extent_ndims(space.get()) : -1;
    std::vector<hsize_t> extents(rank > 0 ? static_cast<std::size_t>(rank) : 0);
    if (rank < 0 || H5Sget_simple_extent_dims(space.get(), extents.data(), nullptr) < 0) {
        fail_reading(m_place, "The shape of the data cannot be read");
    }
    if (H5Sget_simple_extent_type(space.get()) == H5S_NULL) return {0};
    return {extents.begin(), extents.end()};
}

std::uint64_t Object::length() const {
    const auto extents = shape();
    if (extents.size() > 1) fail_reading(m_place, "A single row of values is expected here");
    return extents.empty() ? 1 : extents[0];
}

void Object::check_plausible() const {
    const Lock lock;
    const std::uint64_t ratio = check_filters(m_handle, m_place);
    const Handle type(H5Dget_type(id()));
    std::uint64_t bytes = type ? H5Tget_size(type.get()) : 0;
    if (bytes == 0) fail_reading(m_place, "The type of the data cannot be read");
    bool fits = true;
    for (const std::uint64_t extent : shape()) fits = fits && !__builtin_mul_overflow(bytes, extent, &bytes);
    const std::uint64_t stored = H5Dget_storage_size(id());
    fits = fits && stored <= m_file_size && bytes / ratio <= stored + 4096;
    if (!fits) fail_reading(m_place, "The data claim to be larger than the file");
}

void Object::touch() const {
    const Lock lock;
    check_plausible();
    const Handle creation(H5Dget_create_plist(id()));
    if (creation && H5Pget_layout(creation.get()) != H5D_CHUNKED) return;
    const Handle space(H5Dget_space(id()));
    hsize_t chunks = 0;
    if (!space || H5Dget_num_chunks(id(), space.get(), &chunks) < 0) {
        fail_reading(m_place, "The data cannot be read");
    }
}

}  // namespace regulus::h5

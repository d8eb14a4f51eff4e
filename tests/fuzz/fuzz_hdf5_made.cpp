// Datasets in HDF5 that are sound as files and lie about everything else: a seed of one of the kinds,
// changed through the library as the input says. Random bytes seldom get past the library; these always do.
// The first byte is the seed; each change is an operation, an object, and what the operation takes.
#include <hdf5.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <limits>
#include <map>

#include "core/io/hdf5/hdf5_file.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/whole_dataset.h"

namespace regulus::fuzz {
namespace {

using h5::Handle;

constexpr std::size_t most_changes = 12, most_values = 4096;
constexpr std::array seeds{"h5ad/seed-csr",
                           "h5ad/seed-csc_lzf",
                           "h5ad/seed-dense",
                           "h5ad/seed-columns",
                           "h5ad/seed-raw_layers_obsp",
                           "h5ad_old/seed-compound",
                           "h5ad_old/seed-raw",
                           "h5ad_old/seed-categories",
                           "h5mu/seed-two",
                           "tenx_h5/seed-v3_features",
                           "tenx_h5/seed-v2",
                           "loom/seed-v3",
                           "loom/seed-scope"};

const std::string& seed(std::size_t number) {
    static std::map<std::size_t, std::string> read;
    std::string& content = read[number % seeds.size()];
    if (content.empty()) {
        std::ifstream file(std::string(REGULUS_FUZZ_CORPUS "/") + seeds[number % seeds.size()],
                           std::ios::binary);
        content.assign(std::istreambuf_iterator<char>(file), {});
        if (content.empty()) finding(std::string("no seed ") + seeds[number % seeds.size()]);
    }
    return content;
}

class Choices {
  public:
    explicit Choices(Bytes bytes) : m_bytes(bytes) {}
    bool any() const { return !m_bytes.empty(); }
    std::size_t next() {
        if (m_bytes.empty()) return 0;
        const std::size_t value = m_bytes.front();
        m_bytes = m_bytes.subspan(1);
        return value;
    }
    template <class T, std::size_t n>
    T of(const std::array<T, n>& values) {
        return values[next() % n];
    }

  private:
    Bytes m_bytes;
};

constexpr std::array<const char*, 28> words{"",
                                            "_index",
                                            "index",
                                            "csr_matrix",
                                            "csc_matrix",
                                            "array",
                                            "string-array",
                                            "dataframe",
                                            "categorical",
                                            "dict",
                                            "null",
                                            "0.1.0",
                                            "0.2.0",
                                            "nullable-integer",
                                            "nothing",
                                            "/",
                                            "../X",
                                            "obs",
                                            "var",
                                            "rna",
                                            "Gene Expression",
                                            "nan",
                                            "[9 6]",
                                            "hg19",
                                            "csr",
                                            "nullable-boolean",
                                            "\xff\xfe",
                                            "codes"};
constexpr std::array<const char*, 16> attributes{"encoding-type",
                                                 "encoding-version",
                                                 "shape",
                                                 "_index",
                                                 "column-order",
                                                 "ordered",
                                                 "categories",
                                                 "h5sparse_format",
                                                 "h5sparse_shape",
                                                 "axis",
                                                 "LOOM_SPEC_VERSION",
                                                 "MetaData",
                                                 "backed",
                                                 "index",
                                                 "chunkSize",
                                                 "X"};
constexpr std::array<const char*, 22> places{"X",
                                             "raw",
                                             "raw/X",
                                             "layers/a",
                                             "obsm/X_pca",
                                             "obsp/d",
                                             "obs/__categories",
                                             "uns/kind_colors",
                                             "raw.X",
                                             "raw.var",
                                             "obs",
                                             "var",
                                             "mod/rna",
                                             "matrix",
                                             "matrix/shape",
                                             "row_attrs/Gene",
                                             "col_attrs/CellID",
                                             "obsm",
                                             "uns/regulus_simulated",
                                             "obsmap/rna",
                                             "layers",
                                             "matrix/features/id"};
constexpr std::array<std::int64_t, 12> numbers{
    0, 1, -1, 2, 6, 9, 10, 127, 2147483647, 4294967296, std::int64_t{1} << 62U, -2147483649};

Handle type_of(Choices& choices) {
    const std::array simple{H5T_STD_I8LE,  H5T_STD_U8LE,   H5T_STD_I32LE,  H5T_STD_I64LE,  H5T_STD_U64LE,
                            H5T_STD_I16BE, H5T_IEEE_F32LE, H5T_IEEE_F64LE, H5T_IEEE_F64BE, H5T_STD_B8LE};
    const std::size_t kind = choices.next() % 16;
    if (kind < simple.size()) return Handle(H5Tcopy(simple[kind]));
    if (kind == 10 || kind == 11) {
        Handle text(H5Tcopy(H5T_C_S1));
        H5Tset_size(text.get(), kind == 10 ? H5T_VARIABLE : 1 + choices.next());
        return text;
    }
    if (kind == 12) {
        const hsize_t width = 1 + choices.next() % 4;
        return Handle(H5Tarray_create2(H5T_IEEE_F32LE, 1, &width));
    }
    if (kind == 13) {
        Handle truth(H5Tenum_create(H5T_STD_I8LE));
        for (std::int8_t i = 0; i < 2; ++i) H5Tenum_insert(truth.get(), i == 0 ? "FALSE" : "TRUE", &i);
        return truth;
    }
    if (kind == 14) return Handle(H5Tvlen_create(H5T_STD_I32LE));
    Handle both(H5Tcreate(H5T_COMPOUND, 16));
    Handle text(H5Tcopy(H5T_C_S1));
    H5Tset_size(text.get(), 8);
    H5Tinsert(both.get(), choices.of(words)[0] == '\0' ? "index" : "type", 0, text.get());
    H5Tinsert(both.get(), "-1", 8, H5T_IEEE_F64LE);
    return both;
}

Handle space_of(Choices& choices, bool large) {
    std::vector<hsize_t> extents(choices.next() % 5);
    if (extents.size() == 4) return Handle(H5Screate(choices.next() % 2 == 0 ? H5S_NULL : H5S_SCALAR));
    constexpr std::array<hsize_t, 12> sizes{0, 1, 2, 3, 6, 7, 9, 10, 54, 64, 2147483646, hsize_t{1} << 40U};
    for (hsize_t& extent : extents) {
        const std::size_t choice = choices.next();
        extent = sizes[choice % (large ? sizes.size() : sizes.size() - 2)];
    }
    return Handle(H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr));
}

// Bytes for elements of any type without pointers.
std::vector<unsigned char> elements(Choices& choices, std::size_t bytes) {
    std::vector<unsigned char> made(bytes);
    const std::size_t pattern = choices.next() % 5;
    for (std::size_t i = 0; i < bytes; ++i) {
        if (pattern == 1) made[i] = i % 4 == 0 ? 1 : 0;
        if (pattern == 2) made[i] = i % 4 == 0 ? static_cast<unsigned char>(i / 4) : 0;
        if (pattern == 3) made[i] = 0xff;
        if (pattern == 4) made[i] = static_cast<unsigned char>('a' + i % 7);
    }
    return made;
}

void fill(hid_t data, Choices& choices) {
    const Handle type(H5Dget_type(data)), space(H5Dget_space(data));
    const hssize_t count = H5Sget_simple_extent_npoints(space.get());
    if (count <= 0 || count > static_cast<hssize_t>(most_values) || H5Tdetect_class(type.get(), H5T_VLEN) > 0)
        return;
    if (H5Tis_variable_str(type.get()) > 0) {
        const std::vector<const char*> texts(static_cast<std::size_t>(count), choices.of(words));
        H5Dwrite(data, type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data());
        return;
    }
    const auto bytes = elements(choices, static_cast<std::size_t>(count) * H5Tget_size(type.get()));
    H5Dwrite(data, type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data());
}

void make_dataset(hid_t file, const std::string& path, Choices& choices) {
    const Handle creation(H5Pcreate(H5P_DATASET_CREATE)), links(H5Pcreate(H5P_LINK_CREATE));
    H5Pset_create_intermediate_group(links.get(), 1);
    const bool chunked = choices.next() % 3 == 0;
    const Handle type = type_of(choices), space = space_of(choices, chunked);
    const int rank = H5Sget_simple_extent_ndims(space.get());
    if (chunked && rank > 0) {
        const std::vector<hsize_t> chunk(static_cast<std::size_t>(rank), 1 + choices.next() % 64);
        H5Pset_chunk(creation.get(), rank, chunk.data());
        if (choices.next() % 2 == 0) H5Pset_deflate(creation.get(), 1);
        if (choices.next() % 4 == 0) H5Pset_shuffle(creation.get());
    }
    const Handle data(
        H5Dcreate2(file, path.c_str(), type.get(), space.get(), links.get(), creation.get(), H5P_DEFAULT));
    if (data) fill(data.get(), choices);
}

// The dataset with the values it has, one of them changed, or in another type.
void change_values(hid_t file, const std::string& path, Choices& choices) {
    const Handle data(H5Dopen2(file, path.c_str(), H5P_DEFAULT));
    if (!data) return;
    const Handle type(H5Dget_type(data.get())), space(H5Dget_space(data.get()));
    const hssize_t count = H5Sget_simple_extent_npoints(space.get());
    const H5T_class_t kind = H5Tget_class(type.get());
    if (count <= 0 || count > static_cast<hssize_t>(most_values) ||
        (kind != H5T_INTEGER && kind != H5T_FLOAT))
        return;
    std::vector<double> values(static_cast<std::size_t>(count));
    H5Dread(data.get(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
    for (std::size_t changes = 1 + choices.next() % 3; changes > 0; --changes)
        values[choices.next() % values.size()] = static_cast<double>(choices.of(numbers));
    if (choices.next() % 8 == 0)
        values[choices.next() % values.size()] = std::numeric_limits<double>::quiet_NaN();
    H5Dwrite(data.get(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
}

void set_attribute(hid_t file, const std::string& path, Choices& choices) {
    const Handle object(H5Oopen(file, path.c_str(), H5P_DEFAULT));
    if (!object) return;
    const char* const name = choices.of(attributes);
    if (H5Aexists(object.get(), name) > 0) H5Adelete(object.get(), name);
    const std::size_t kind = choices.next() % 6;
    if (kind == 0) return;
    const hsize_t count = kind == 5 ? 3 : 2;
    const Handle space(kind <= 2 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &count, nullptr));
    Handle text(H5Tcopy(H5T_C_S1));
    H5Tset_size(text.get(), H5T_VARIABLE);
    const bool texts = kind == 1 || kind == 3;
    const std::array<const char*, 3> some{choices.of(words), choices.of(words), "x"};
    const std::array<std::int64_t, 3> values{choices.of(numbers), choices.of(numbers), 1};
    const Handle made(H5Acreate2(object.get(), name, texts ? text.get() : H5T_STD_I64LE, space.get(),
                                 H5P_DEFAULT, H5P_DEFAULT));
    if (made)
        H5Awrite(made.get(), texts ? text.get() : H5T_NATIVE_INT64,
                 texts ? static_cast<const void*>(some.data()) : values.data());
}

herr_t collect(hid_t, const char* name, const H5L_info_t*, void* names) {
    static_cast<std::vector<std::string>*>(names)->emplace_back(name);
    return 0;
}

std::string any_object(hid_t file, Choices& choices) {
    std::vector<std::string> names;
    H5Lvisit(file, H5_INDEX_NAME, H5_ITER_INC, collect, &names);
    if (choices.next() % 8 == 0 || names.empty()) return choices.of(places);
    return names[choices.next() % names.size()];
}

void change(hid_t file, Choices& choices) {
    const std::size_t operation = choices.next() % 10;
    const std::string path = any_object(file, choices);
    const auto remove = [&] {
        if (H5Lexists(file, path.c_str(), H5P_DEFAULT) > 0) H5Ldelete(file, path.c_str(), H5P_DEFAULT);
    };
    const Handle links(H5Pcreate(H5P_LINK_CREATE));
    H5Pset_create_intermediate_group(links.get(), 1);
    if (operation <= 2) return change_values(file, path, choices);
    if (operation <= 4) return set_attribute(file, path, choices);
    if (operation == 5) {
        remove();
        make_dataset(file, path, choices);
    } else if (operation == 6) {
        remove();
    } else if (operation == 7) {
        remove();
        (void)Handle(H5Gcreate2(file, path.c_str(), links.get(), H5P_DEFAULT, H5P_DEFAULT));
    } else if (operation == 8) {
        const std::string to = "/" + any_object(file, choices);
        remove();
        H5Lcreate_soft(to.c_str(), file, path.c_str(), links.get(), H5P_DEFAULT);
    } else {  // in another place, too: copies, circles
        const std::string to = any_object(file, choices);
        if (choices.next() % 2 == 0) remove();
        H5Lcreate_hard(file, to.c_str(), file, path.c_str(), links.get(), H5P_DEFAULT);
    }
}

std::vector<std::uint8_t> made(Bytes input) {
    const h5::Lock lock;
    Choices choices(input);
    const std::string& base = seed(choices.next());
    const Handle access(H5Pcreate(H5P_FILE_ACCESS));
    H5Pset_fapl_core(access.get(), 1U << 16U, false);
    H5Pset_file_image(access.get(), const_cast<char*>(base.data()), base.size());
    const Handle file(H5Fopen("made", H5F_ACC_RDWR, access.get()));
    if (!file) finding("the seed cannot be opened");
    for (std::size_t i = 0; i < most_changes && choices.any(); ++i) change(file.get(), choices);
    H5Fflush(file.get(), H5F_SCOPE_GLOBAL);
    std::vector<std::uint8_t> image(
        static_cast<std::size_t>(std::max<ssize_t>(0, H5Fget_file_image(file.get(), nullptr, 0))));
    if (H5Fget_file_image(file.get(), image.data(), image.size()) < 0) image.clear();
    return image;
}

void run(Bytes input) {
    const std::vector<std::uint8_t> image = made(input);
    const InputFile file(image);
    ReadOptions options = small_machine();
    if (choice_of(input) % 2 == 0) options.in_memory_bytes = 0;
    const InputFolder cache;
    if (choice_of(input) % 8 == 0) options.cache.folder = cache.path();
    open_and_read(file.path(), options);
}

const Registration target({"hdf5_made", run, true});

}  // namespace
}  // namespace regulus::fuzz

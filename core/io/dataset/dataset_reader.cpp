#include "core/io/dataset/dataset_reader.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <new>
#include <stdexcept>

#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/io/dataset/annotation_reader.h"
#include "core/io/dataset/file_probe.h"
#include "core/io/dataset/hdf5_readers.h"
#include "core/io/dataset/mtx_reader.h"
#include "core/io/dataset/text_door.h"
#include "core/io/dataset/text_matrix_reader.h"

namespace regulus {
namespace {

constexpr const char* text_format = "table of text";

using h5::DatasetBuilder;
using h5::Object;

std::shared_ptr<Dataset> read_hdf5(const std::string& path, const ReadOptions& options, bool look_only,
                                   Job& job) {
    const Object root = Object::root(path);
    DatasetBuilder builder(options, look_only, job);
    if (h5::is_mudata(root)) return h5::read_mudata(root, std::move(builder));
    if (h5::is_loom(root)) return h5::read_loom(root, std::move(builder));
    if (h5::is_anndata(root)) return h5::read_anndata(root, std::move(builder));
    if (h5::is_tenx(root)) return h5::read_tenx(root, std::move(builder));
    if (root.has("barcode_info") || root.has("molecule_idx") || root.has("barcode_idx")) {
        throw Error(ErrorKind::Input, "The file holds the single molecules of a 10x run, not its cells", path,
                    "Open filtered_feature_bc_matrix.h5 from the same folder");
    }
    throw Error(ErrorKind::Input, "The file is HDF5, but holds no cells in a way Regulus knows", path,
                "Open an .h5ad, .h5mu, .loom or 10x .h5 file");
}

// The child looks at what the library would crash over; text is read by our own code alone.
std::shared_ptr<Dataset> read_hdf5_safely(const std::string& path, const ReadOptions& options, Job& job) {
    (void)h5::open_for_reading(path);  // the ordinary faults are told apart without a child
    if (options.look_first) {
        h5::look_in_child(
            path,
            [&] {
                Job nobody;
                (void)read_hdf5(path, options, true, nobody);
            },
            job);
    }
    auto dataset = read_hdf5(path, options, false, job);
    std::error_code problem;
    const auto absolute = std::filesystem::absolute(path, problem);
    dataset->path = problem ? path : absolute.lexically_normal().string();
    dataset->name = std::filesystem::path(path).filename().string();
    return dataset;
}

bool begins_as_hdf5(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::array<char, 8> start{};
    file.read(start.data(), start.size());
    return file && std::string_view(start.data(), start.size()) == "\x89HDF\r\n\x1a\n";
}

std::shared_ptr<Dataset> with_format(std::shared_ptr<Dataset> dataset, const char* format) {
    dataset->format = format;
    return dataset;
}

std::shared_ptr<Dataset> read_any(const std::string& path, const ReadOptions& options, Job& job) {
    if (begins_as_hdf5(path)) return read_hdf5_safely(path, options, job);
    if (is_tenx_folder(path)) return with_format(read_tenx_folder(path, options, job), "10x folder");
    PartJob looking(job, 0, 0);
    if (std::filesystem::is_regular_file(path) && looks_like_text_matrix(path, looking, options))
        return with_format(read_text_matrix(path, options, job), text_format);
    return read_hdf5_safely(path, options, job);  // says what is wrong
}

// What was asked for and means nothing for such a file is no wish to pass over.
void check_choices(const Dataset& dataset, const ReadOptions& options, const std::string& path) {
    if (!options.part.empty() && dataset.part != options.part) {
        throw Error(ErrorKind::Usage, "The file has no parts to choose from (" + dataset.format + ")", path,
                    "Open it without naming a part");
    }
    if (options.table_rows != TableRows::FindOut && dataset.format != text_format) {
        throw Error(ErrorKind::Usage, "Rows can be chosen of a table of text alone (" + dataset.format + ")",
                    path, "Open it without saying what its rows are");
    }
}

void add_annotation(Dataset& dataset, const std::string& path, Job& job) {
    Annotation added = read_annotation(path, dataset.obs, job);
    const std::string name = as_utf8(std::filesystem::path(path).filename().string());
    for (const std::string& warning : added.warnings) dataset.warnings.push_back(name + ": " + warning);
    for (Column& column : added.columns) {
        dataset.added_columns.push_back(column.name);
        dataset.obs.columns.push_back(std::move(column));
    }
}

}  // namespace

std::shared_ptr<const Dataset> read_dataset(const std::string& path, const ReadOptions& options, Job& job) {
    try {
        auto dataset = read_any(path, options, job);
        mend_texts(*dataset);
        check_choices(*dataset, options, path);
        if (!options.annotation.empty()) add_annotation(*dataset, options.annotation, job);
        return dataset;
    } catch (const std::bad_alloc&) {
        throw Error(ErrorKind::Memory, "Out of memory to open the file", path,
                    "Close other programs, or open a part of the data");
    } catch (const std::length_error&) {
        throw Error(ErrorKind::Input, "The file asks for absurd amounts of memory", path,
                    "It is probably damaged; copy it again from where it came from");
    }
}

}  // namespace regulus

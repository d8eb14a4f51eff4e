#include "core/io/dataset/dataset_reader.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <new>
#include <stdexcept>
#include <vector>

#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/data/selection_total.h"
#include "core/io/assembly/text_door.h"
#include "core/io/dataset/file_probe.h"
#include "core/io/dataset/hdf5_readers.h"
#include "core/io/dataset/packed_file.h"
#include "core/io/files/foreign_kind.h"
#include "core/io/files/gzip.h"
#include "core/io/files/text_input.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/text/annotation_reader.h"
#include "core/io/text/mtx_reader.h"
#include "core/io/text/text_matrix_reader.h"

namespace regulus {
namespace {

constexpr const char* text_format = "text table";

// The child looks at what the library would crash over; text is read by our own code alone.
std::shared_ptr<Dataset> read_hdf5_safely(const std::string& path, const ReadOptions& options, Job& job) {
    (void)h5::open_for_reading(path);  // the ordinary faults are told apart without a child
    if (options.look_first) h5::look_in_child(path, options, job);
    auto dataset = h5::read_hdf5(path, options, false, job);
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

// Throws for what is packed with gzip and damaged from its start on.
bool is_text(const std::string& path) {
    std::array<char, 4096> start{};
    std::ifstream(path, std::ios::binary).read(start.data(), 2);
    if (is_gzip({start.data(), 2})) (void)GzipReader(path).read(start);
    try {
        return TextInput(path).read(start) > 0;
    } catch (const Error&) {
        return false;
    }
}

// A damaged file is no table for that reason; TextInput says so. A long file's end is left to its reader.
void check_undamaged(const std::string& path) {
    constexpr std::size_t most = std::size_t{64} << 20U;
    TextInput input(path);
    std::vector<char> part(std::size_t{1} << 20U);
    for (std::size_t read = 0; read < most; read += part.size()) {
        if (input.read(part) < part.size()) return;
    }
}

std::shared_ptr<Dataset> with_format(std::shared_ptr<Dataset> dataset, const char* format) {
    dataset->format = format;
    return dataset;
}

// What is wrong with the unpacked file is wrong with the packed one.
[[noreturn]] void throw_about(const Error& error, const std::string& unpacked, const std::string& packed) {
    std::string where = error.where();
    if (const auto at = where.find(unpacked); at != std::string::npos)
        where.replace(at, unpacked.size(), packed);
    throw Error(error.kind(), error.problem(), where, error.remedy());
}

std::shared_ptr<Dataset> read_packed(const std::string& path, const ReadOptions& options, Job& job) {
    PartJob unpacking(job, 0, 0.5), reading(job, 0.5, 1);
    const auto file = std::make_shared<const UnpackedFile>(path, std::string(), unpacking);
    try {
        auto dataset = read_hdf5_safely(file->path(), options, reading);
        dataset->unpacked = file->path();
        dataset->keeps = file;
        std::error_code problem;
        const auto absolute = std::filesystem::absolute(path, problem);
        dataset->path = problem ? path : absolute.lexically_normal().string();
        dataset->name = std::filesystem::path(path).filename().string();
        return dataset;
    } catch (const Error& error) {
        throw_about(error, file->path(), path);
    }
}

std::shared_ptr<Dataset> read_any(const std::string& path, const ReadOptions& options, Job& job) {
    if (begins_as_hdf5(path)) return read_hdf5_safely(path, options, job);
    if (holds_packed_hdf5(path)) return read_packed(path, options, job);
    if (const auto foreign = foreign_kind(path))
        throw Error(ErrorKind::Input, foreign->problem, path, foreign->remedy);
    if (is_tenx_folder(path)) return with_format(read_tenx_folder(path, options, job), "10x folder");
    PartJob looking(job, 0, 0);
    std::error_code unreadable;
    if (std::filesystem::is_regular_file(path, unreadable) && is_text(path)) {
        if (looks_like_text_matrix(path, looking, options))
            return with_format(read_text_matrix(path, options, job), text_format);
        check_undamaged(path);
        throw Error(ErrorKind::Input, "The file is text, but not a table of expression values", path,
                    "A table has the names of genes and of cells, and numbers in at least three columns");
    }
    return read_hdf5_safely(path, options, job);  // says what is wrong
}

// What was asked for and means nothing for such a file is no wish to pass over.
void check_choices(const Dataset& dataset, const ReadOptions& options, const std::string& path) {
    if (!options.part.empty() && dataset.part != options.part) {
        throw Error(ErrorKind::Usage, "The file has only one part (" + dataset.format + ")", path,
                    "Open it without naming a part");
    }
    if (options.table_rows != TableRows::FindOut && dataset.format != text_format) {
        throw Error(ErrorKind::Usage, "--rows applies only to text tables; this is " + dataset.format, path,
                    "Leave --rows out");
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
        settle_totals(*dataset);
        return dataset;
    } catch (const std::bad_alloc&) {
        throw Error(ErrorKind::Memory, "Out of memory to open the file", path,
                    "Close other programs, or open a part of the data");
    } catch (const std::length_error&) {
        throw Error(ErrorKind::Input, "The file asks for an implausible amount of memory", path,
                    "It is probably damaged; copy or download it again");
    }
}

}  // namespace regulus

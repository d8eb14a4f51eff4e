#include "core/io/hdf5/hdf5_matrix.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/io/hdf5/hdf5_disk_matrix.h"
#include "core/io/store/turned_matrix.h"

namespace regulus::h5 {
namespace {

// What is kept of chunks that were unpacked, for each dataset, here or in the library.
std::size_t chunk_cache() {
    return std::clamp(memory_ceiling() / 32, std::size_t{4} << 20U, std::size_t{32} << 20U);
}

[[noreturn]] void damaged(const Place& place, const std::string& what) {
    throw Error(
        ErrorKind::Input, what, place.text(),
        "The file is probably damaged; copy it again, or save it again with the program that wrote it");
}

bool holds_numbers(const Object& values) {
    const ValueType type = values.type();
    return type == ValueType::Integer || type == ValueType::Float || type == ValueType::Boolean;
}

// Rows and columns as stored.
std::array<std::size_t, 2> checked(const std::vector<std::int64_t>& extents, const Place& place) {
    if (extents.size() != 2) damaged(place, "A matrix of cells and genes is expected here");
    for (const std::int64_t extent : extents) {
        if (extent < 0) damaged(place, "The shape of the matrix is negative");
        if (extent >= std::numeric_limits<std::int32_t>::max())
            damaged(place, "The size of the matrix is implausible");
    }
    return {static_cast<std::size_t>(extents[0]), static_cast<std::size_t>(extents[1])};
}

std::array<std::size_t, 2> shape_of_array(const Object& array) {
    const auto extents = array.shape();
    if (extents.size() != 2) damaged(array.place(), "A matrix of cells and genes is expected here");
    constexpr std::uint64_t most = std::numeric_limits<std::int32_t>::max();
    return checked({static_cast<std::int64_t>(std::min(extents[0], most)),
                    static_cast<std::int64_t>(std::min(extents[1], most))},
                   array.place());
}

bool is_by_gene(const Object& group) {
    auto encoding = group.text_attribute("encoding-type");
    if (!encoding) encoding = group.text_attribute("h5sparse_format");
    if (encoding == "csr_matrix" || encoding == "csr") return false;
    if (encoding == "csc_matrix" || encoding == "csc") return true;
    damaged(group.place(), "A matrix is expected here");
}

StoredMatrix dense_matrix(Object array, bool by_gene) {
    const auto [rows, columns] = shape_of_array(array);
    const Place place = array.place();
    return {place,   by_gene ? MatrixShape{columns, rows} : MatrixShape{rows, columns},
            by_gene, std::move(array),
            {},      {}};
}

StoredMatrix compressed_matrix(const Object& group, MatrixShape shape, bool by_gene) {
    return {group.place(),
            shape,
            by_gene,
            group.child("data", chunk_cache()),
            group.child("indices", chunk_cache()),
            group.child("indptr")};
}

CompressedRows open_compressed(const StoredMatrix& matrix, Job& job) {
    const Object &pointers = *matrix.offsets, &indices = *matrix.indices;
    for (const Object* part : {&indices, &matrix.values, &pointers}) {
        if (part->is_group()) damaged(part->place(), "The matrix is incomplete");
        part->check_plausible();
    }
    if (pointers.type() != ValueType::Integer || indices.type() != ValueType::Integer ||
        !holds_numbers(matrix.values)) {
        damaged(matrix.place, "The matrix does not hold numbers");
    }
    const auto [cells, genes] = matrix.shape;
    if (pointers.length() != (matrix.by_gene ? genes : cells) + 1) {
        damaged(pointers.place(), "The number of rows of the matrix is inconsistent");
    }
    CompressedRows rows{ChunkReader(indices, chunk_cache()), ChunkReader(matrix.values, chunk_cache()),
                        pointers.read_all<std::int64_t>(job), matrix.by_gene ? cells : genes};
    const auto stored = static_cast<std::uint64_t>(std::max<std::int64_t>(0, rows.offsets.back()));
    if (rows.offsets.front() != 0 || !std::ranges::is_sorted(rows.offsets) || stored > indices.length() ||
        stored > matrix.values.length()) {
        damaged(pointers.place(), "The row offsets of the matrix are invalid");
    }
    return rows;
}

// On disk, in the cache.
OpenMatrix turn_on_disk(CompressedRows rows, MatrixShape shape, const Place& place,
                        const ReadOptions& options, std::size_t bytes) {
    const auto by_gene = compressed_on_disk(std::move(rows), shape.genes, shape.cells);
    try {
        return {std::make_shared<TurnedMatrix>(by_gene, identify_file(place.file), place.path,
                                               StoreCache(options.cache)),
                by_gene, bytes, true, true};
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Storage) throw;
        throw Error(ErrorKind::Memory,
                    "The matrix is stored by gene (CSC) and needs " + std::to_string((2 * bytes) >> 20U) +
                        " MiB to be transposed, or the cache folder: " + error.problem(),
                    place.text(),
                    "Allow more memory, or store it by cell: adata.X = adata.X.tocsr(), then write_h5ad");
    }
}

OpenMatrix turn_around(CompressedRows matrix, MatrixShape shape, const Place& place,
                       const ReadOptions& options, Job& job) {
    const auto stored = static_cast<std::size_t>(matrix.offsets.back());
    const std::size_t bytes = stored * 8 + matrix.columns * 8;
    if (2 * bytes > options.max_bytes) return turn_on_disk(std::move(matrix), shape, place, options, bytes);
    CsrMatrix genes;
    genes.cols = matrix.columns;
    genes.columns.reserve(stored);
    genes.values.reserve(stored);
    const std::size_t rows = matrix.offsets.size() - 1;
    // As many genes at a time as make about 8 MiB, so that a cancel is heard.
    for (std::size_t begin = 0, end = 0; begin < rows; begin = end) {
        job.checkpoint();
        for (end = begin + 1; end < rows && matrix.offsets[end + 1] - matrix.offsets[begin] < (1 << 20);
             ++end) {
        }
        const CsrMatrix part = read_rows(matrix, begin, end);
        for (std::size_t r = 0; r < part.rows; ++r) genes.push_row(part.row_columns(r), part.row_values(r));
        job.progress(static_cast<double>(end) / static_cast<double>(rows), "transposing the matrix");
    }
    const auto turned = std::make_shared<InMemoryMatrix>(transposed(genes));
    return {turned, turned, bytes, false, true};
}

// h5sparse of anndata 0.5 wrote the shape as numbers, some programs as text: "[700 765]".
std::vector<std::int64_t> numbers_in(const std::string& text) {
    std::vector<std::int64_t> numbers;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at < end) {
        std::int64_t number = 0;
        const auto [after, problem] = std::from_chars(at, end, number);
        if (problem == std::errc()) numbers.push_back(number);
        at = problem == std::errc() ? after : at + 1;
    }
    return numbers;
}

}  // namespace

StoredMatrix anndata_matrix(const Object& group, const std::string& name) {
    Object object = group.child(name, chunk_cache());
    if (object.is_dataset()) return dense_matrix(std::move(object), false);
    const bool by_gene = is_by_gene(object);
    const char* const attribute = object.has_attribute("shape") ? "shape" : "h5sparse_shape";
    std::vector<std::int64_t> extents = object.integers_attribute(attribute);
    if (extents.empty()) extents = numbers_in(object.text_attribute(attribute).value_or(""));
    const auto [cells, genes] = checked(extents, object.place());
    return compressed_matrix(object, {cells, genes}, by_gene);
}

StoredMatrix tenx_matrix(const Object& group) {
    const Object shape = group.child("shape");
    if (shape.is_group() || shape.type() != ValueType::Integer || shape.length() != 2)
        damaged(shape.place(), "The shape of the matrix cannot be read");
    Job unhurried;
    const auto [genes, cells] = checked(shape.read_all<std::int64_t>(unhurried), shape.place());
    return compressed_matrix(group, {cells, genes}, false);
}

StoredMatrix loom_matrix(const Object& group, const std::string& name) {
    Object object = group.child(name, chunk_cache());
    if (object.is_group()) damaged(object.place(), "A matrix of genes and cells is expected here");
    return dense_matrix(std::move(object), true);
}

OpenMatrix open_matrix(const StoredMatrix& matrix, const ReadOptions& options, Job& job) {
    const auto [cells, genes] = matrix.shape;
    if (!matrix.compressed()) {
        matrix.values.check_plausible();
        if (!holds_numbers(matrix.values)) damaged(matrix.place, "The matrix does not hold numbers");
        const auto source = dense_on_disk(matrix.values, cells, genes, matrix.by_gene, matrix.unchecked);
        return {source, source, cells * genes * 8, true, matrix.by_gene};
    }
    CompressedRows rows = open_compressed(matrix, job);
    rows.unchecked = matrix.unchecked;
    if (matrix.by_gene) return turn_around(std::move(rows), matrix.shape, matrix.place, options, job);
    const std::size_t bytes = static_cast<std::size_t>(rows.offsets.back()) * 8;
    const auto source = compressed_on_disk(std::move(rows), cells, genes);
    return {source, source, bytes, true, false};
}

void touch_matrix(const StoredMatrix& matrix) {
    for (const Object* part : {&matrix.values, matrix.indices ? &*matrix.indices : nullptr,
                               matrix.offsets ? &*matrix.offsets : nullptr}) {
        if (part == nullptr) continue;
        if (part->is_group()) damaged(part->place(), "The matrix is incomplete");
        part->touch();
    }
}

}  // namespace regulus::h5

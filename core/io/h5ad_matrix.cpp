#include "core/io/h5ad_matrix.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/error.h"

namespace regulus::h5 {
namespace {

constexpr std::size_t block_bytes = std::size_t{64} << 20U;
constexpr std::size_t chunk_cache = std::size_t{32} << 20U;

[[noreturn]] void damaged(const Place& place, const std::string& what) {
    throw Error(ErrorKind::Input, what, place.text(),
                "The file is probably damaged; copy it again, or write it again with anndata");
}

void check_finite(const std::vector<float>& values, const Place& place) {
    if (std::ranges::all_of(values, [](float value) { return std::isfinite(value); })) return;
    throw Error(ErrorKind::Data, "The expression matrix holds NaN or infinite values", place.text(),
                "Replace them before opening the file, or choose another layer");
}

bool holds_numbers(const Object& values) {
    const ValueType type = values.type();
    return type == ValueType::Integer || type == ValueType::Float || type == ValueType::Boolean;
}

// Compressed rows as stored: the rows are cells of CSR and genes of CSC.
struct Compressed {
    Object indices, values;
    std::vector<std::int64_t> offsets;
    std::size_t columns = 0;
    bool by_gene = false;
};

bool is_by_gene(const Object& group) {
    auto encoding = group.text_attribute("encoding-type");
    if (!encoding) encoding = group.text_attribute("h5sparse_format");
    if (encoding == "csr_matrix" || encoding == "csr") return false;
    if (encoding == "csc_matrix" || encoding == "csc") return true;
    damaged(group.place(), "A matrix is expected here");
}

Compressed open_compressed(const Object& group, Job& job) {
    const MatrixShape shape = matrix_shape(group);
    const bool by_gene = is_by_gene(group);
    Compressed result{group.child("indices", chunk_cache),
                      group.child("data", chunk_cache),
                      {},
                      by_gene ? shape.cells : shape.genes,
                      by_gene};
    const Object pointers = group.child("indptr");
    for (const Object* part :
         std::initializer_list<const Object*>{&result.indices, &result.values, &pointers}) {
        if (part->is_group()) damaged(part->place(), "The matrix is incomplete");
        part->check_plausible();
    }
    if (pointers.type() != ValueType::Integer || result.indices.type() != ValueType::Integer ||
        !holds_numbers(result.values)) {
        damaged(group.place(), "The matrix does not hold numbers");
    }
    if (pointers.length() != (by_gene ? shape.genes : shape.cells) + 1) {
        damaged(pointers.place(), "The matrix has another number of rows than it says");
    }
    result.offsets = pointers.read_all<std::int64_t>(job);
    const auto stored = static_cast<std::uint64_t>(std::max<std::int64_t>(0, result.offsets.back()));
    if (result.offsets.front() != 0 || !std::ranges::is_sorted(result.offsets) ||
        stored > result.indices.length() || stored > result.values.length()) {
        damaged(pointers.place(), "The row offsets of the matrix make no sense");
    }
    return result;
}

// Rows begin..end-1 with columns checked, sorted and unique.
CsrMatrix read_compressed(const Compressed& from, std::size_t begin, std::size_t end) {
    CsrMatrix part;
    part.rows = end - begin;
    part.cols = from.columns;
    const std::int64_t first = from.offsets[begin], last = from.offsets[end];
    part.offsets.resize(part.rows + 1);
    for (std::size_t r = 0; r <= part.rows; ++r) part.offsets[r] = from.offsets[begin + r] - first;
    part.columns.resize(static_cast<std::size_t>(last - first));
    part.values.resize(part.columns.size());
    // Pieces, so that the library's lock is not held for the whole block.
    constexpr std::int64_t piece = std::int64_t{1} << 20U;
    for (std::int64_t at = first; at < last; at += piece) {
        const auto from_value = static_cast<std::uint64_t>(at);
        const auto to_value = static_cast<std::uint64_t>(std::min(last, at + piece));
        from.indices.read_rows(from_value, to_value, part.columns.data() + (at - first));
        from.values.read_rows(from_value, to_value, part.values.data() + (at - first));
    }
    bool ascending = true;
    for (std::size_t r = 0; r < part.rows; ++r) {
        const auto columns = part.row_columns(r);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (columns[i] < 0 || static_cast<std::size_t>(columns[i]) >= from.columns) {
                damaged(from.indices.place(), "An index of the matrix is out of range");
            }
            ascending = ascending && (i == 0 || columns[i - 1] < columns[i]);
        }
    }
    if (!ascending) canonicalize(part);
    check_finite(part.values, from.values.place());
    return part;
}

class DiskMatrix : public MatrixSource {
  public:
    DiskMatrix(MatrixShape shape, std::size_t preferred) : m_shape(shape), m_preferred(preferred) {}

    std::size_t cells() const override { return m_shape.cells; }
    std::size_t genes() const override { return m_shape.genes; }
    std::size_t preferred_block() const override { return m_preferred; }

    // In the order of the file, so that a chunk is unpacked once, and then put in the order asked for.
    CsrMatrix rows(std::span<const std::uint32_t> which) const override {
        if (std::ranges::is_sorted(which)) return MatrixSource::rows(which);
        std::vector<std::uint32_t> order(which.size());
        std::iota(order.begin(), order.end(), 0U);
        std::ranges::stable_sort(order, {}, [&](std::uint32_t i) { return which[i]; });
        std::vector<std::uint32_t> sorted(which.size()), place(which.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            sorted[i] = which[order[i]];
            place[order[i]] = static_cast<std::uint32_t>(i);
        }
        const CsrMatrix read = MatrixSource::rows(sorted);
        CsrMatrix result;
        result.cols = genes();
        result.columns.reserve(read.stored());
        result.values.reserve(read.stored());
        for (const std::uint32_t r : place) result.push_row(read.row_columns(r), read.row_values(r));
        return result;
    }

  private:
    MatrixShape m_shape;
    std::size_t m_preferred;
};

class CsrOnDisk final : public DiskMatrix {
  public:
    CsrOnDisk(MatrixShape shape, std::size_t preferred, Compressed matrix)
        : DiskMatrix(shape, preferred), m_matrix(std::move(matrix)) {}
    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        return read_compressed(m_matrix, begin, end);
    }

  private:
    Compressed m_matrix;
};

class DenseOnDisk final : public DiskMatrix {
  public:
    DenseOnDisk(MatrixShape shape, std::size_t preferred, Object values)
        : DiskMatrix(shape, preferred), m_values(std::move(values)) {}

    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        CsrMatrix result;
        result.cols = genes();
        result.offsets.reserve(end - begin + 1);
        const std::size_t step =
            std::max<std::size_t>(1, (std::size_t{4} << 20U) / std::max<std::size_t>(1, genes()));
        std::vector<float> dense;
        for (std::size_t at = begin; at < end; at += step) {
            const std::size_t stop = std::min(end, at + step);
            dense.resize((stop - at) * genes());
            m_values.read_rows(at, stop, dense.data());
            check_finite(dense, m_values.place());
            append(dense, stop - at, result);
        }
        return result;
    }

  private:
    static void append(const std::vector<float>& dense, std::size_t rows, CsrMatrix& to) {
        for (std::size_t i = 0; i < rows * to.cols; ++i) {
            if (dense[i] != 0.0F) {
                to.columns.push_back(static_cast<std::int32_t>(i % to.cols));
                to.values.push_back(dense[i]);
            }
            if (i % to.cols == to.cols - 1)
                to.offsets.push_back(static_cast<std::int64_t>(to.columns.size()));
        }
        if (to.cols == 0) to.offsets.resize(to.offsets.size() + rows, 0);
        to.rows += rows;
    }

    Object m_values;
};

std::size_t rows_per_block(std::size_t rows, std::size_t bytes) {
    return bytes == 0 ? std::max<std::size_t>(1, rows)
                      : std::clamp<std::size_t>(
                            block_bytes / std::max<std::size_t>(1, bytes / std::max<std::size_t>(1, rows)), 1,
                            std::max<std::size_t>(1, rows));
}

OpenMatrix read_by_gene(const Compressed& matrix, std::size_t max_bytes, const Place& place, Job& job) {
    const auto stored = static_cast<std::size_t>(matrix.offsets.back());
    const std::size_t bytes = stored * 8 + matrix.columns * 8;
    if (2 * bytes > max_bytes) {
        throw Error(ErrorKind::Memory,
                    "The matrix is stored by gene (CSC) and needs " + std::to_string((2 * bytes) >> 20U) +
                        " MiB to be turned around",
                    place.text(), "Store it by cell: adata.X = adata.X.tocsr(), then write_h5ad");
    }
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
        const CsrMatrix part = read_compressed(matrix, begin, end);
        for (std::size_t r = 0; r < part.rows; ++r) genes.push_row(part.row_columns(r), part.row_values(r));
        job.progress(static_cast<double>(end) / static_cast<double>(rows), "turning the matrix around");
    }
    return {std::make_shared<InMemoryMatrix>(transposed(genes)), bytes};
}

}  // namespace

MatrixShape matrix_shape(const Object& object) {
    std::vector<std::uint64_t> extents;
    if (object.is_dataset()) {
        extents = object.shape();
    } else {
        (void)is_by_gene(object);
        const char* const name = object.has_attribute("shape") ? "shape" : "h5sparse_shape";
        for (const std::int64_t extent : object.integers_attribute(name)) {
            if (extent < 0) damaged(object.place(), "The shape of the matrix is negative");
            extents.push_back(static_cast<std::uint64_t>(extent));
        }
    }
    if (extents.size() != 2) damaged(object.place(), "A matrix of cells and genes is expected here");
    constexpr std::uint64_t most = std::numeric_limits<std::int32_t>::max();
    if (extents[0] >= most || extents[1] >= most)
        damaged(object.place(), "The matrix is too large to be true");
    return {extents[0], extents[1]};
}

bool stored_by_gene(const Object& object) {
    return object.is_group() && is_by_gene(object);
}

OpenMatrix open_matrix(const Object& object, std::size_t max_bytes, Job& job) {
    const MatrixShape shape = matrix_shape(object);
    if (object.is_dataset()) {
        object.check_plausible();
        if (!holds_numbers(object)) damaged(object.place(), "The matrix does not hold numbers");
        const std::size_t bytes = shape.cells * shape.genes * 8;
        return {std::make_shared<DenseOnDisk>(shape, rows_per_block(shape.cells, bytes / 2), object), bytes};
    }
    Compressed matrix = open_compressed(object, job);
    if (matrix.by_gene) return read_by_gene(matrix, max_bytes, object.place(), job);
    const std::size_t bytes = static_cast<std::size_t>(matrix.offsets.back()) * 8;
    return {std::make_shared<CsrOnDisk>(shape, rows_per_block(shape.cells, bytes), std::move(matrix)), bytes};
}

void touch_matrix(const Object& object) {
    if (object.is_dataset()) return object.touch();
    for (const char* part : {"indices", "data", "indptr"}) {
        if (object.has(part)) object.child(part).touch();
    }
}

}  // namespace regulus::h5

#include "core/io/hdf5/hdf5_disk_matrix.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"

namespace regulus::h5 {
namespace {

// Dense values read at once: a quarter of a block, for they become as many sparse ones at worst.
std::size_t piece_values() {
    return block_memory() / 16;
}

void check_finite(const std::vector<float>& values, const Place& place) {
    // All of them, whatever the first ones are: so the compiler makes it one pass of vectors.
    constexpr std::uint32_t exponent = 0x7f800000U;
    std::uint32_t odd = 0;
    for (const float value : values)
        odd |= (std::bit_cast<std::uint32_t>(value) & exponent) == exponent ? 1U : 0U;
    if (odd == 0) return;
    throw Error(ErrorKind::Data, "The expression matrix has NaN or infinite values", place.text(),
                "Replace them before opening the file, or choose another layer");
}

class DiskMatrix : public MatrixSource {
  public:
    // `bytes`: what all of it takes in memory.
    DiskMatrix(std::size_t cells, std::size_t genes, std::size_t bytes)
        : m_cells(cells), m_genes(genes), m_preferred(rows_per_block(bytes)) {}

    std::size_t cells() const override { return m_cells; }
    std::size_t genes() const override { return m_genes; }
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
    std::size_t rows_per_block(std::size_t bytes) const {
        const std::size_t cells = std::max<std::size_t>(1, m_cells);
        return std::clamp<std::size_t>(block_memory() / std::max<std::size_t>(1, bytes / cells), 1, cells);
    }

    std::size_t m_cells, m_genes, m_preferred;
};

class CompressedOnDisk final : public DiskMatrix {
  public:
    CompressedOnDisk(CompressedRows rows, std::size_t cells, std::size_t genes)
        : DiskMatrix(cells, genes, static_cast<std::size_t>(rows.offsets.back()) * 8),
          m_rows(std::move(rows)) {}
    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        return read_rows(m_rows, begin, end);
    }

  private:
    CompressedRows m_rows;
};

// Appends rows of dense values, without the zeros.
void append_dense(const std::vector<float>& dense, std::size_t rows, CsrMatrix& to) {
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t c = 0; c < to.cols; ++c) {
            const float value = dense[r * to.cols + c];
            if (value == 0.0F) continue;
            to.columns.push_back(static_cast<std::int32_t>(c));
            to.values.push_back(value);
        }
        to.offsets.push_back(static_cast<std::int64_t>(to.columns.size()));
    }
    to.rows += rows;
}

class DenseMatrix : public DiskMatrix {
  public:
    DenseMatrix(Object values, std::size_t cells, std::size_t genes, bool unchecked)
        : DiskMatrix(cells, genes, cells * genes * 4), m_values(std::move(values)), m_unchecked(unchecked) {}

    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        CsrMatrix result;
        result.cols = genes();
        result.offsets.reserve(end - begin + 1);
        const std::size_t step = std::max<std::size_t>(1, piece_values() / std::max<std::size_t>(1, genes()));
        std::vector<float> dense;
        for (std::size_t at = begin; at < end; at += step) {
            const std::size_t stop = std::min(end, at + step);
            dense.resize((stop - at) * genes());
            read(at, stop, dense);
            append_dense(dense, stop - at, result);
        }
        return result;
    }

  protected:
    // All values of cells begin..end-1, cell after cell.
    virtual void read(std::size_t begin, std::size_t end, std::vector<float>& dense) const = 0;
    const Object& values() const { return m_values; }
    void check(const std::vector<float>& numbers) const {
        if (!m_unchecked) check_finite(numbers, m_values.place());
    }

  private:
    Object m_values;
    bool m_unchecked;
};

class DenseByCell final : public DenseMatrix {
  public:
    using DenseMatrix::DenseMatrix;

  private:
    void read(std::size_t begin, std::size_t end, std::vector<float>& dense) const override {
        values().read_rows(begin, end, dense.data());
        check(dense);
    }
};

// As loom has it: a gene is a row of the file, a cell a column.
class DenseByGene final : public DenseMatrix {
  public:
    using DenseMatrix::DenseMatrix;

    std::vector<float> gene(std::size_t g, Job& job) const override {
        job.checkpoint();
        std::vector<float> numbers(cells());
        values().read_rows(g, g + 1, numbers.data());
        check(numbers);
        return numbers;
    }

  private:
    void read(std::size_t begin, std::size_t end, std::vector<float>& dense) const override {
        const std::size_t width = end - begin;
        std::vector<float> columns(dense.size());
        values().read_columns(begin, end, columns.data());
        check(columns);
        for (std::size_t g = 0; g < genes(); ++g) {
            for (std::size_t c = 0; c < width; ++c) dense[c * genes() + g] = columns[g * width + c];
        }
    }
};

// Whether the columns of every row ascend and none occurs twice. Throws Error(Input) for one out of range.
bool ascending(const CsrMatrix& part, const Place& place) {
    std::atomic<bool> in_range{true}, in_order{true};
    parallel_for(part.rows, std::max<std::size_t>(64, part.rows / 16),
                 [&](std::size_t begin, std::size_t end) {
                     const auto columns = static_cast<std::uint32_t>(part.cols);
                     bool inside = true, ordered = true;
                     for (std::size_t r = begin; r < end; ++r) {
                         const auto row = part.row_columns(r);
                         for (std::size_t i = 0; i < row.size(); ++i)
                             inside &= static_cast<std::uint32_t>(row[i]) < columns;
                         for (std::size_t i = 1; i < row.size(); ++i) ordered &= row[i - 1] < row[i];
                     }
                     if (!inside) in_range = false;
                     if (!ordered) in_order = false;
                 });
    if (in_range) return in_order;
    throw Error(ErrorKind::Input, "An index of the matrix is out of range", place.text(),
                "The file is probably damaged; copy it again, or write it again");
}

}  // namespace

CsrMatrix read_rows(const CompressedRows& from, std::size_t begin, std::size_t end) {
    CsrMatrix part;
    part.rows = end - begin;
    part.cols = from.columns;
    const std::int64_t first = from.offsets[begin], last = from.offsets[end];
    part.offsets.resize(part.rows + 1);
    for (std::size_t r = 0; r <= part.rows; ++r) part.offsets[r] = from.offsets[begin + r] - first;
    part.columns.resize(static_cast<std::size_t>(last - first));
    part.values.resize(part.columns.size());
    from.indices.read_rows(static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(last),
                           part.columns.data());
    from.values.read_rows(static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(last),
                          part.values.data());
    if (!ascending(part, from.indices.dataset().place())) canonicalize(part);
    if (!from.unchecked) check_finite(part.values, from.values.dataset().place());
    return part;
}

std::shared_ptr<const MatrixSource> compressed_on_disk(CompressedRows rows, std::size_t cells,
                                                       std::size_t genes) {
    return std::make_shared<CompressedOnDisk>(std::move(rows), cells, genes);
}

std::shared_ptr<const MatrixSource> dense_on_disk(Object values, std::size_t cells, std::size_t genes,
                                                  bool by_gene, bool unchecked) {
    if (by_gene) return std::make_shared<DenseByGene>(std::move(values), cells, genes, unchecked);
    return std::make_shared<DenseByCell>(std::move(values), cells, genes, unchecked);
}

}  // namespace regulus::h5

#include "core/stats/gene_moments.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>

#include "core/base/error.h"

namespace regulus {
namespace {

// Stored values only are visited; those that are not are added as zeros at the end.
struct Sums {
    std::vector<double> offsets, squares;  // of value - shift
    std::vector<std::uint32_t> stored, present;
};

class MomentPass {
  public:
    MomentPass(std::size_t genes, const Batches& batches)
        : m_genes(genes), m_batches(batches), m_cells(batches.count, 0), m_shift(genes, 0) {
        for (std::size_t b = 0; b < batches.count; ++b) {
            m_sums.push_back({std::vector<double>(genes, 0), std::vector<double>(genes, 0),
                              std::vector<std::uint32_t>(genes, 0), std::vector<std::uint32_t>(genes, 0)});
        }
    }

    void add(const CsrMatrix& block, std::size_t first, std::span<const double> values) {
        for (std::size_t r = 0; r < block.rows; ++r) {
            const std::int32_t batch = m_batches.codes[first + r];
            if (batch < 0) continue;
            ++m_cells[static_cast<std::size_t>(batch)];
            if (!m_shifted) take_shift(block, r, values);
        }
        for_gene_parts(m_genes, [&](std::size_t begin, std::size_t end) {
            for (std::size_t r = 0; r < block.rows; ++r) {
                const std::int32_t batch = m_batches.codes[first + r];
                if (batch >= 0)
                    add_row(block, stored_range(block, r, begin, end), values,
                            m_sums[static_cast<std::size_t>(batch)]);
            }
        });
    }

    GeneMoments finished(std::size_t batch) const {
        const Sums& sums = m_sums[batch];
        const auto n = static_cast<double>(m_cells[batch]);
        GeneMoments moments{m_cells[batch], std::vector<double>(m_genes), std::vector<double>(m_genes),
                            sums.present};
        for (std::size_t g = 0; g < m_genes; ++g) {
            const double zeros = n - sums.stored[g], shift = m_shift[g];
            const double offset = sums.offsets[g] - zeros * shift;
            const double squares = sums.squares[g] + zeros * shift * shift;
            if (!std::isfinite(squares)) refuse(g);
            // As sum / cells, which is the same number for all genes with the same counts.
            moments.mean[g] = n > 0 ? (n * shift + offset) / n : std::numeric_limits<double>::quiet_NaN();
            moments.variance[g] = n > 1 ? std::max(0.0, squares - offset * offset / n) / (n - 1)
                                        : std::numeric_limits<double>::quiet_NaN();
        }
        return moments;
    }

  private:
    void take_shift(const CsrMatrix& block, std::size_t row, std::span<const double> values) {
        for (auto i = block.offsets[row]; i < block.offsets[row + 1]; ++i) {
            const auto at = static_cast<std::size_t>(i);
            m_shift[static_cast<std::size_t>(block.columns[at])] = values[at];
        }
        m_shifted = true;
    }

    void add_row(const CsrMatrix& block, StoredRange range, std::span<const double> values,
                 Sums& sums) const {
        for (std::size_t i = range.begin; i < range.end; ++i) {
            const auto g = static_cast<std::size_t>(block.columns[i]);
            const double offset = values[i] - m_shift[g];
            sums.offsets[g] += offset;
            sums.squares[g] += offset * offset;
            ++sums.stored[g];
            sums.present[g] += values[i] > 0;
        }
    }

    [[noreturn]] static void refuse(std::size_t gene) {
        throw Error(ErrorKind::Data, "Means need finite values", "gene " + std::to_string(gene + 1),
                    "Remove the cells or the gene that hold it");
    }

    std::size_t m_genes;
    Batches m_batches;
    std::vector<std::size_t> m_cells;
    std::vector<double> m_shift;
    bool m_shifted = false;
    std::vector<Sums> m_sums;
};

}  // namespace

std::vector<GeneMoments> gene_moments(const MatrixSource& source, const Batches& batches, Scaling scaling,
                                      Job& job) {
    assert(batches.codes.size() == source.cells());
    MomentPass pass(source.genes(), batches);
    for_each_block(source, "means and variances", job, [&](const CsrMatrix& block, std::size_t first) {
        pass.add(block, first, scaled_values(block, scaling));
    });
    std::vector<GeneMoments> moments;
    for (std::size_t b = 0; b < batches.count; ++b) moments.push_back(pass.finished(b));
    return moments;
}

ClippedSums clipped_sums(const MatrixSource& source, const Batches& batches, std::span<const double> limits,
                         Job& job) {
    const std::size_t genes = source.genes();
    assert(batches.codes.size() == source.cells() && limits.size() == genes * batches.count);
    ClippedSums sums{std::vector<double>(limits.size(), 0), std::vector<double>(limits.size(), 0)};
    for_each_block(source, "clipped variances", job, [&](const CsrMatrix& block, std::size_t first) {
        for_gene_parts(genes, [&](std::size_t begin, std::size_t end) {
            for (std::size_t r = 0; r < block.rows; ++r) {
                const std::int32_t batch = batches.codes[first + r];
                if (batch < 0) continue;
                const std::size_t base = static_cast<std::size_t>(batch) * genes;
                const StoredRange range = stored_range(block, r, begin, end);
                for (std::size_t i = range.begin; i < range.end; ++i) {
                    const std::size_t at = base + static_cast<std::size_t>(block.columns[i]);
                    const double value = std::min<double>(block.values[i], limits[at]);
                    sums.sum[at] += value;
                    sums.squares[at] += value * value;
                }
            }
        });
    });
    return sums;
}

}  // namespace regulus

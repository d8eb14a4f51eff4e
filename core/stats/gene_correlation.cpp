#include "core/stats/gene_correlation.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/stats/block_pass.h"

namespace regulus {
namespace {

// A variance below this share of the mean square is what rounding leaves of none.
constexpr double no_variance = 1e-12;

class CorrelationPass {
  public:
    CorrelationPass(std::size_t genes, std::size_t gene)
        : m_gene(gene), m_sum(genes), m_squares(genes), m_products(genes), m_present(genes) {}

    void add(const CsrMatrix& block, std::size_t first, const CellSet& cells) {
        m_rows.clear();
        m_own.clear();
        for (std::size_t r = 0; r < block.rows; ++r) {
            if ((cells.universe() > 0 && !cells.contains(first + r)) || all_nan(block, r)) continue;
            const StoredRange own = stored_range(block, r, m_gene, m_gene + 1);
            m_rows.push_back(r);
            m_own.push_back(own.begin < own.end ? static_cast<double>(block.values[own.begin]) : 0);
        }
        m_cells += m_rows.size();
        for_gene_parts(m_sum.size(), [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = 0; i < m_rows.size(); ++i)
                add_row(block, stored_range(block, m_rows[i], begin, end), m_own[i]);
        });
    }

    GeneCorrelation finished() const {
        const auto n = static_cast<double>(m_cells);
        GeneCorrelation found{m_cells, {}, m_present};
        const double own = spread(m_gene, n);
        for (std::size_t g = 0; g < m_sum.size(); ++g) {
            if (!std::isfinite(m_squares[g]))
                throw Error(ErrorKind::Data, "Correlations need finite values",
                            "gene " + std::to_string(g + 1), "Remove the cells or the gene that hold it");
            const double both = std::sqrt(own * spread(g, n));
            const double shared = m_products[g] - m_sum[g] * m_sum[m_gene] / n;
            found.r.push_back(both > 0 ? std::clamp(shared / both, -1.0, 1.0)
                                       : std::numeric_limits<double>::quiet_NaN());
        }
        return found;
    }

  private:
    void add_row(const CsrMatrix& block, StoredRange range, double own) {
        for (std::size_t i = range.begin; i < range.end; ++i) {
            const auto g = static_cast<std::size_t>(block.columns[i]);
            const auto value = static_cast<double>(block.values[i]);
            m_sum[g] += value;
            m_squares[g] += value * value;
            m_products[g] += value * own;
            m_present[g] += value != 0;
        }
    }

    // Squared deviations from the mean; 0 where all values are the same.
    double spread(std::size_t g, double n) const {
        const double rest = m_squares[g] - m_sum[g] * m_sum[g] / n;
        return rest > no_variance * m_squares[g] ? rest : 0;
    }

    std::size_t m_gene, m_cells = 0;
    std::vector<double> m_sum, m_squares, m_products;
    std::vector<std::uint32_t> m_present;
    std::vector<std::size_t> m_rows;  // of a block, those that count
    std::vector<double> m_own;        // the gene's values in them
};

}  // namespace

GeneCorrelation correlate_gene(const MatrixSource& source, std::size_t gene, const CellSet& cells, Job& job) {
    assert(gene < source.genes() && (cells.universe() == 0 || cells.universe() == source.cells()));
    CorrelationPass pass(source.genes(), gene);
    for_each_block(source, "correlating genes", job,
                   [&](const CsrMatrix& block, std::size_t first) { pass.add(block, first, cells); });
    return pass.finished();
}

}  // namespace regulus

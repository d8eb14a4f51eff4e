#include "core/stats/cell_quality.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/stats/block_pass.h"

namespace regulus {
namespace {

constexpr std::size_t rows_a_chunk = 256;

class QualityPass {
  public:
    QualityPass(const MatrixSource& source, const MitochondrialGenes& mitochondrial, const CellSet* cells)
        : m_set(cells), m_is_mitochondrial(source.genes(), 0), m_any(!mitochondrial.genes.empty()) {
        assert(cells == nullptr || cells->universe() == source.cells());
        for (const std::uint32_t gene : mitochondrial.genes) m_is_mitochondrial[gene] = 1;
        m_result.total_counts.assign(source.cells(), 0);
        m_result.genes.assign(source.cells(), 0);
        if (m_any) m_result.mitochondrial.assign(source.cells(), 0);
        m_result.gene_counts.assign(source.genes(), 0);
        m_result.gene_cells.assign(source.genes(), 0);
        m_result.cells = cells != nullptr ? cells->count() : source.cells();
    }

    void add(const CsrMatrix& block, std::size_t first) {
        parallel_for(block.rows, rows_a_chunk, [&](std::size_t begin, std::size_t end) {
            for (std::size_t r = begin; r < end; ++r) {
                if (wanted(first + r)) add_cell(block, r, first + r);
            }
        });
        for_gene_parts(block.cols, [&](std::size_t begin, std::size_t end) {
            for (std::size_t r = 0; r < block.rows; ++r) {
                if (wanted(first + r)) add_genes(block, stored_range(block, r, begin, end));
            }
        });
    }

    CellQuality finished() { return std::move(m_result); }

  private:
    bool wanted(std::size_t cell) const { return m_set == nullptr || m_set->contains(cell); }

    void add_cell(const CsrMatrix& block, std::size_t row, std::size_t cell) {
        const auto columns = block.row_columns(row);
        const auto values = block.row_values(row);
        double total = 0, mitochondrial = 0;
        std::uint32_t genes = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!std::isfinite(values[i]) || values[i] < 0) refuse(cell, values[i]);
            total += values[i];
            genes += values[i] != 0;
            if (m_any && m_is_mitochondrial[static_cast<std::size_t>(columns[i])]) mitochondrial += values[i];
        }
        m_result.total_counts[cell] = total;
        m_result.genes[cell] = genes;
        if (m_any) m_result.mitochondrial[cell] = mitochondrial;
    }

    void add_genes(const CsrMatrix& block, StoredRange range) {
        for (std::size_t i = range.begin; i < range.end; ++i) {
            const auto g = static_cast<std::size_t>(block.columns[i]);
            m_result.gene_counts[g] += block.values[i];
            m_result.gene_cells[g] += block.values[i] != 0;
        }
    }

    [[noreturn]] static void refuse(std::size_t cell, float value) {
        throw Error(ErrorKind::Data,
                    value < 0 ? "Quality control needs counts, but the data have negative values"
                              : "Quality control needs finite values",
                    "cell " + std::to_string(cell + 1), "Choose a layer with counts");
    }

    const CellSet* m_set;
    std::vector<std::uint8_t> m_is_mitochondrial;
    bool m_any;
    CellQuality m_result;
};

Column numeric(std::string name, std::vector<double> values, bool integral = false) {
    return {std::move(name), Numeric{std::move(values), integral}};
}

std::vector<double> log1p_of(const std::vector<double>& values) {
    std::vector<double> logs;
    logs.reserve(values.size());
    for (const double value : values) logs.push_back(std::log1p(value));
    return logs;
}

}  // namespace

std::optional<double> CellQuality::mitochondrial_percent(std::size_t cell) const {
    if (mitochondrial.empty()) return std::nullopt;
    if (total_counts[cell] == 0) return std::numeric_limits<double>::quiet_NaN();
    return 100 * mitochondrial[cell] / total_counts[cell];
}

CellQuality cell_quality(const MatrixSource& source, const MitochondrialGenes& mitochondrial,
                         const CellSet* cells, Job& job) {
    QualityPass pass(source, mitochondrial, cells);
    for_each_block(source, "quality of cells", job,
                   [&](const CsrMatrix& block, std::size_t first) { pass.add(block, first); });
    return pass.finished();
}

std::vector<Column> cell_columns(const CellQuality& quality) {
    const std::vector<double> genes(quality.genes.begin(), quality.genes.end());
    std::vector<Column> columns;
    columns.push_back(numeric("n_genes_by_counts", genes, true));
    columns.push_back(numeric("log1p_n_genes_by_counts", log1p_of(genes)));
    columns.push_back(numeric("total_counts", quality.total_counts));
    columns.push_back(numeric("log1p_total_counts", log1p_of(quality.total_counts)));
    if (quality.mitochondrial.empty()) return columns;
    std::vector<double> percent;
    for (std::size_t c = 0; c < genes.size(); ++c) percent.push_back(*quality.mitochondrial_percent(c));
    columns.push_back(numeric("total_counts_mt", quality.mitochondrial));
    columns.push_back(numeric("log1p_total_counts_mt", log1p_of(quality.mitochondrial)));
    columns.push_back(numeric("pct_counts_mt", std::move(percent)));
    return columns;
}

std::vector<Column> gene_columns(const CellQuality& quality) {
    const auto cells = static_cast<double>(quality.cells);
    std::vector<double> found(quality.gene_cells.begin(), quality.gene_cells.end()), means, dropout;
    for (std::size_t g = 0; g < found.size(); ++g) {
        means.push_back(quality.gene_counts[g] / cells);
        dropout.push_back(100 * (1 - found[g] / cells));
    }
    std::vector<Column> columns;
    columns.push_back(numeric("n_cells_by_counts", std::move(found), true));
    columns.push_back(numeric("mean_counts", means));
    columns.push_back(numeric("log1p_mean_counts", log1p_of(means)));
    columns.push_back(numeric("pct_dropout_by_counts", std::move(dropout)));
    columns.push_back(numeric("total_counts", quality.gene_counts));
    columns.push_back(numeric("log1p_total_counts", log1p_of(quality.gene_counts)));
    return columns;
}

FilteredCells filter_cells(const CellQuality& quality, const CellFilter& filter) {
    const std::size_t cells = quality.total_counts.size();
    FilteredCells result{CellSet::all(cells), 0, 0, 0, 0, 0, 0, {}};
    const bool share = filter.max_pct_mt.has_value() && !quality.mitochondrial.empty();
    if (filter.max_pct_mt && !share) {
        result.warnings.emplace_back(
            "No mitochondrial genes found, so no cells are removed by mitochondrial share");
    }
    for (std::size_t c = 0; c < cells; ++c) {
        const double counts = quality.total_counts[c];
        const std::uint32_t genes = quality.genes[c];
        const bool few_counts = filter.min_counts && counts < *filter.min_counts;
        const bool many_counts = filter.max_counts && counts > *filter.max_counts;
        const bool few_genes = filter.min_genes && genes < *filter.min_genes;
        const bool many_genes = filter.max_genes && genes > *filter.max_genes;
        const bool mitochondrial = share && *quality.mitochondrial_percent(c) > *filter.max_pct_mt;
        result.few_counts += few_counts;
        result.many_counts += many_counts;
        result.few_genes += few_genes;
        result.many_genes += many_genes;
        result.mitochondrial += mitochondrial;
        if (few_counts || many_counts || few_genes || many_genes || mitochondrial) result.kept.erase(c);
    }
    result.removed = cells - result.kept.count();
    return result;
}

FilteredGenes filter_genes(const CellQuality& quality, std::size_t min_cells) {
    FilteredGenes result;
    for (std::size_t g = 0; g < quality.gene_cells.size(); ++g) {
        if (quality.gene_cells[g] >= min_cells) result.kept.push_back(static_cast<std::uint32_t>(g));
    }
    result.removed = quality.gene_cells.size() - result.kept.size();
    return result;
}

}  // namespace regulus

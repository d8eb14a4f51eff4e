// Quality of cells and genes: counts, genes detected, mitochondrial share, as scanpy's calculate_qc_metrics
// defines them, and the cells and genes that pass a filter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/cell_set.h"
#include "core/base/job.h"
#include "core/data/dataset.h"

namespace regulus {

// Genes of the mitochondrial genome, found by their symbols: MT-ND1, mt-Nd1, with or without a genome before
// them (hg19_MT-ND1); where no symbol tells, by the Ensembl identifiers of human and mouse in the index.
struct MitochondrialGenes {
    std::vector<std::uint32_t> genes;  // ascending; empty when none was found
    std::string source;                // "index" or the column of var whose names tell; "" when none does
};
MitochondrialGenes mitochondrial_genes(const Table& var);

struct CellQuality {
    // A cell; of cells that were left out 0.
    std::vector<double> total_counts;
    std::vector<std::uint32_t> genes;   // with a value other than 0
    std::vector<double> mitochondrial;  // counts; empty when there are no mitochondrial genes
    // A gene, over the cells that were looked at.
    std::vector<double> gene_counts;
    std::vector<std::uint32_t> gene_cells;  // with a value other than 0
    std::size_t cells = 0;                  // that were looked at

    // Percent; nullopt without mitochondrial genes, NaN for a cell of no counts.
    std::optional<double> mitochondrial_percent(std::size_t cell) const;
};

// One pass over the cells of `cells` (all when it is null). Memory: cells + genes and two blocks. The same
// bytes for any number of threads. Throws Error(Data) for values that are not finite or below 0; Cancelled;
// what the source throws.
CellQuality cell_quality(const MatrixSource& source, const MitochondrialGenes& mitochondrial,
                         const CellSet* cells, Job& job);

// Columns with scanpy's names: total_counts, log1p_total_counts, n_genes_by_counts, log1p_n_genes_by_counts
// and, where there are mitochondrial genes, total_counts_mt, log1p_total_counts_mt, pct_counts_mt.
std::vector<Column> cell_columns(const CellQuality& quality);
// n_cells_by_counts, mean_counts, log1p_mean_counts, pct_dropout_by_counts, total_counts, log1p_total_counts.
std::vector<Column> gene_columns(const CellQuality& quality);

// Bounds are allowed values themselves.
struct CellFilter {
    std::optional<double> min_counts, max_counts;
    std::optional<std::uint32_t> min_genes, max_genes;
    std::optional<double> max_pct_mt;
};
struct FilteredCells {
    CellSet kept;
    std::size_t removed = 0;
    // Cells beyond each bound; a cell beyond several counts for each.
    std::size_t few_counts = 0, many_counts = 0, few_genes = 0, many_genes = 0, mitochondrial = 0;
    std::vector<std::string> warnings;  // bounds that could not be applied
};
// A cell without counts has no mitochondrial share and is not removed for it.
FilteredCells filter_cells(const CellQuality& quality, const CellFilter& filter);

struct FilteredGenes {
    std::vector<std::uint32_t> kept;  // ascending
    std::size_t removed = 0;
};
// Genes found in at least so many of the cells that were looked at.
FilteredGenes filter_genes(const CellQuality& quality, std::size_t min_cells);

}  // namespace regulus

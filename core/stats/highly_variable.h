// Genes whose values differ more among cells than their mean explains, by the three methods that scanpy's
// highly_variable_genes offers, with its formulas and defaults.
//
// seurat: Satija et al. 2015 (log dispersion of CP10k values, scaled by mean and standard deviation in 20
// bins of equal width of the log mean). cell_ranger: Zheng et al. 2017 (dispersion of log1p(CP10k) values,
// scaled by median and median absolute deviation in 20 bins of equal size). seurat_v3: Stuart et al. 2019
// (variance of counts that are standardised by a local regression of variance on mean and clipped at the
// square root of the number of cells).
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/stats/gene_moments.h"

namespace regulus {

enum class VariableFlavor { Seurat, CellRanger, SeuratV3 };
const char* to_string(VariableFlavor flavor);  // "seurat", "cell_ranger", "seurat_v3"

struct VariableOptions {
    VariableFlavor flavor = VariableFlavor::Seurat;
    // How many genes to choose. Without it seurat and cell_ranger choose by the bounds below, and seurat_v3
    // chooses 2,000; with it the bounds do not matter. A gene that ties with the last is chosen, too, except
    // by seurat_v3 and with several batches.
    std::optional<std::size_t> top;
    double min_mean = 0.0125, max_mean = 3;  // bounds are left out themselves
    double min_dispersion = 0.5, max_dispersion = std::numeric_limits<double>::infinity();
    std::size_t bins = 20;  // seurat only
    double span = 0.3;      // seurat_v3 only: share of the genes that a local regression uses
};

// One value a gene. With several batches means, dispersions and variances_norm are averages over batches.
struct VariableGenes {
    std::vector<std::uint8_t> chosen;
    std::vector<double> means;                          // seurat: log1p of the mean
    std::vector<double> dispersions, dispersions_norm;  // not seurat_v3; NaN where there is none
    std::vector<double> variances, variances_norm;      // seurat_v3 only
    std::vector<double> rank;  // seurat_v3 only: 0 is most variable, median over batches; NaN beyond `top`
    std::vector<std::uint32_t> batches_chosen;  // batches in which the gene is chosen
    std::size_t batches = 0;                    // that could be used
    std::vector<std::string> warnings;          // batches left out

    std::vector<std::uint32_t> genes() const;  // the chosen ones, ascending
};

// Over the cells with a batch. `assay` holds counts (made CP10k where the method wants them so), or
// log-normalised or normalised values; seurat_v3 needs counts. One pass, two for seurat_v3. Memory: genes ×
// batches and two blocks. The same bytes for any number of threads. Throws Error(Data) for values that the
// method cannot use, and fewer than two cells; Error(Usage) for options without sense; Cancelled; what the
// source throws.
VariableGenes highly_variable_genes(const Assay& assay, const Batches& batches,
                                    const VariableOptions& options, Job& job);
VariableGenes highly_variable_genes(const Assay& assay, const VariableOptions& options, Job& job);

}  // namespace regulus

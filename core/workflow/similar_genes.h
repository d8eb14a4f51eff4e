// The genes that go with one gene, ranked, on the scale that everything else of genes is shown on.
#pragma once

#include <string>
#include <vector>

#include "core/base/cell_set.h"
#include "core/base/job.h"
#include "core/data/matrix_source.h"

namespace regulus {

struct SimilarGene {
    std::size_t gene = 0;
    double r = 0;             // Pearson's
    std::size_t present = 0;  // cells with it
};

struct SimilarGenes {
    std::size_t gene = 0, cells = 0;
    std::size_t left_out = 0;         // genes in too few cells, or the same in all of them
    std::vector<SimilarGene> ranked;  // the other genes, the most similar first
};

// Genes in fewer cells are left out: one cell that two genes share makes an r of 1.
inline constexpr std::size_t least_cells_of_similar = 10;

// `expression`: log1p(CP10k), cells × genes; see log_normalised(). `cells`: an empty universe stands for all.
// Values that are not finite have no log1p(CP10k), and log_normalised() refuses them. Throws Error(Data)
// where the gene is in fewer than `least_cells` of the cells or the same in all; what correlate_gene()
// throws; Cancelled.
SimilarGenes similar_genes(const MatrixSource& expression, std::size_t gene, const CellSet& cells,
                           std::size_t least_cells, Job& job);

}  // namespace regulus

#include "core/workflow/similar_genes.h"

#include <algorithm>
#include <cmath>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/stats/gene_correlation.h"

namespace regulus {

SimilarGenes similar_genes(const MatrixSource& expression, std::size_t gene, const CellSet& cells,
                           std::size_t least_cells, Job& job) {
    const GeneCorrelation found = correlate_gene(expression, gene, cells, job);
    if (found.present[gene] < least_cells)
        throw Error(ErrorKind::Data,
                    "The gene is in " + count_text(found.present[gene]) + " of " +
                        count_text(found.cells, "cell", "cells") + ", too few to compare it with others",
                    {}, "Choose more cells, or another gene");
    if (std::isnan(found.r[gene]))
        throw Error(ErrorKind::Data, "The gene has the same value in all of these cells", {},
                    "Choose other cells, or another gene");
    SimilarGenes similar{gene, found.cells, 0, {}};
    for (std::size_t g = 0; g < found.r.size(); ++g) {
        if (g == gene) continue;
        if (std::isnan(found.r[g]) || found.present[g] < least_cells)
            ++similar.left_out;
        else
            similar.ranked.push_back({g, found.r[g], found.present[g]});
    }
    std::ranges::stable_sort(similar.ranked, std::ranges::greater(), &SimilarGene::r);
    return similar;
}

}  // namespace regulus

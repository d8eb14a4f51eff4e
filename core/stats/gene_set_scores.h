// How high a set of genes is in each cell, in two ways.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/data/matrix_source.h"
#include "core/stats/control_genes.h"

namespace regulus {

// Takes scores, cells × sets, of the cells first, first + 1, ...; called in order on the calling thread.
using ScoreVisit = std::function<void(std::size_t first, const Matrix& scores)>;

// Mean of the genes of a set minus the mean of its controls, as scanpy's score_genes(): `controls` are one a
// set, none empty; see control_genes(). `expression`: cells × genes, as scanpy would be given it (log-
// normalised). Both here: one pass, two blocks of cells and their scores in memory; the same bytes for any
// number of threads. Throw Error(Data) for values that are not finite; what the source throws; Cancelled.
void mean_scores(const MatrixSource& expression, std::span<const GeneColumns> sets,
                 std::span<const GeneColumns> controls, Job& job, const ScoreVisit& visit);

// AUCell: area under the curve that recovers the genes of a set along the ranking of all genes of a cell,
// highest first, up to the rank ⌈top × genes⌉, by the largest area there can be: 0 to 1. Aibar et al., Nature
// Methods 14 (2017), 1083; AUCell_calcAUC() of R. AUCell ranks equal values at random; here each gene has the
// mean of what it gets over all such orders, so that nothing is left to chance. Any scale of `values` that
// keeps the order in a cell will do. `top`: 0 to 1, and ⌈top × genes⌉ at least 2.
void aucell_scores(const MatrixSource& values, std::span<const GeneColumns> sets, double top, Job& job,
                   const ScoreVisit& visit);

// The rank up to which AUCell looks.
std::size_t aucell_rank(std::size_t genes, double top);

}  // namespace regulus

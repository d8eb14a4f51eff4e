// Activity of transcription factors by univariate linear models (ULM): in each cell, expression of all genes
// is regressed on the weights of one TF's targets (0 for all other genes), and the t value of the slope is
// the TF's score.
// Badia-i-Mompel et al., "decoupleR: ensemble of computational methods to infer biological activities from
// omics data", Bioinformatics Advances 2 (2022), vbac016; the numbers are those of run_ulm.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/data/matrix_source.h"
#include "core/regulons/regulon_set.h"

namespace regulus {

// t values with genes - 2 degrees of freedom, one row a cell of `rows`, one column a TF of `set`; 0 for a TF
// without targets, NaN in a cell whose genes all have one value. `expression`: log-normalised, cells × genes
// as `set` was made for. Memory: the result and a block of cells. The same bytes for any number of threads.
// Throws what the source throws; Cancelled.
Matrix tf_activity(const MatrixSource& expression, const RegulonSet& set, std::span<const std::uint32_t> rows,
                   Job& job);

// The same block by block, in the order of `rows`: visit(first, scores) for rows[first], rows[first + 1], ...
// Memory: two blocks.
void tf_activity(const MatrixSource& expression, const RegulonSet& set, std::span<const std::uint32_t> rows,
                 Job& job, const std::function<void(std::size_t first, const Matrix& scores)>& visit);

}  // namespace regulus

// How well the regulators of a gene predict it where it is hidden: the masked expression of the paper, with
// the evidence of the regulon reader.
#pragma once

#include <cstdint>

#include "core/base/job.h"
#include "core/evidence/standard_cells.h"
#include "core/regulons/regulon_set.h"

namespace regulus {

struct MaskingOptions {
    double hide = 0.3;   // share of the genes hidden in each cell
    double own = 0.5;    // weight of a TF's own mRNA in the evidence for it, as in the reader
    double ridge = 0.1;  // penalty of each gene's regression, times its cells
    std::uint64_t seed = 0;
};

// In every cell a share of the genes is hidden. The evidence for a TF is the weighted sum over the targets
// that are seen, standardised over the fitted cells and within ±5, and its own mRNA where that is seen. Each
// gene is regressed, over the fitted cells that hide it, on the evidence for its regulators. Returns the
// share of the variance of the hidden values of the held cells that this predicts, all genes with a regulator
// together: 1 all of it, 0 no better than the mean, negative worse, NaN where nothing varies. `regulons` are
// over the genes of `cells`. The same bytes for any number of threads. Throws Cancelled.
double masked_prediction(const StandardCells& cells, const RegulonSet& regulons,
                         const MaskingOptions& options, Job& job);

}  // namespace regulus

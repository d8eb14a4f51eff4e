// What readers of one dataset and one set of genes are made from. Only for the sources of core/regulons.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/cell_set.h"
#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/embed/pca.h"
#include "core/embed/symmetric_matrix.h"
#include "core/regulons/closed_form.h"

namespace regulus {

struct ReaderBasis {
    std::vector<std::uint32_t> genes;  // tokens: columns of the dataset that are a target or a TF, and the
                                       // most variable others, ascending
    std::shared_ptr<const InMemoryMatrix>
        cells;                   // some, with the tokens and no other genes, in the dataset's columns
    std::size_t before = 0;      // how many of those that all ranks read come before them
    Pca pca;                     // of the tokens, without components
    SymmetricMatrix covariance;  // tokens × tokens, standardised
};
// At most options.most_cells of `cells`, in stretches of neighbours, which a file gives quickly; of
// several ranks each reads its own of them.
ReaderBasis reader_basis(const MatrixSource& expression, const RegulonSet& regulons, const CellSet& cells,
                         const ReaderOptions& options, Job& job, const CellShare& share = {});

// Fills all that attention needs: weights, μ, σ, ω, β and b. Genes, standardisation, regulons and heads must
// be there. Throws Cancelled.
void fill_evidence(RegulonReader& reader, const SymmetricMatrix& covariance, const ReaderOptions& options,
                   Job& job);

}  // namespace regulus

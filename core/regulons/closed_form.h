// A regulon reader without training: from a prior and unlabelled cells, in closed form.
#pragma once

#include <cstddef>

#include "core/base/cell_set.h"
#include "core/base/cell_share.h"
#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/regulons/regulon_reader.h"
#include "core/regulons/regulon_set.h"

namespace regulus {

struct ReaderOptions {
    std::size_t heads = 4;        // the first reads the prior's weights, the others the directions in which
                                  // the targets of a TF vary most
    std::size_t dimensions = 30;  // of the embedding
    double own = 0.5;             // ω of all TFs
    double slope = 0.25;          // β of all heads
    double ridge = 0.12;          // penalty of the regression that gives V: times cells · slope², as the
                                  // squares of attention that it stands beside
    std::size_t most_cells = 10'000;      // that it is made from, in stretches spread evenly over `cells`
    std::size_t component_genes = 2'000;  // that the components are of: all tokens, and the most variable of
                                          // the other genes up to this number
};

// μ and σ are those of the cells; V is the ridge regression of their principal components on their attention.
// `regulons`: of the columns of `expression` (log-normalised), without autoregulation. One pass over the
// cells of the source, two where other genes are chosen; memory: the cells with their tokens, tokens² / 2
// and 3 (TFs × heads)² numbers of 8 bytes. The same bytes for any number of threads. Throws Error(Memory)
// when those squares pass the ceiling; Error(Data) for fewer than two cells or values that are not finite;
// what the source throws; Cancelled. Of several ranks each reads its own
// cells, and all have the same reader.
RegulonReader closed_form_reader(const MatrixSource& expression, const RegulonSet& regulons,
                                 const CellSet& cells, const ReaderOptions& options, Job& job,
                                 const CellShare& share = {});

}  // namespace regulus

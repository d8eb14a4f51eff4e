// Principal components of the cells' expression, by one process or several.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/cell_share.h"
#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/data/matrix_source.h"
#include "core/embed/pca.h"

namespace regulus {

struct ComponentOptions {
    std::size_t components = 30;  // at most
    std::uint64_t seed = 0;       // of the cells that are fitted, where there are more than 100,000
    std::size_t genes = 2000;     // that vary most, at most
};

struct CellComponents {
    Matrix scores;  // own cells × components, in the order of the cells
    Pca pca;        // the same on all ranks, to the byte
};

// The leading components of the genes whose log-normalised values vary most, as scanpy's PCA on all genes
// would weigh them. Fitted on at most 100,000 cells, drawn with the seed: more do not move them. Of
// several ranks each reads its own cells alone. Throws Error(Data) for fewer than two cells, no gene that
// varies, or values that are not finite; Cancelled; what the source throws, and what Ranks does.
CellComponents cell_components(const MatrixSource& expression, const ComponentOptions& options, Job& job,
                               const CellShare& share = {});

// Their scores alone, cells × components.
Matrix leading_components(const MatrixSource& expression, const ComponentOptions& options, Job& job);

}  // namespace regulus

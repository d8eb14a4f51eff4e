// The room's common errand in one call.
#pragma once

#include "core/embed/umap.h"

namespace regulus {

// The finished picture (points × dimensions). As Umap and run_until to the end; throws what they throw.
Matrix umap(const Matrix& points, const UmapOptions& options, Job& job);

}  // namespace regulus

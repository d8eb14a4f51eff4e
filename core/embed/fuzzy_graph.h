// The fuzzy neighbour graph of UMAP (McInnes, Healy and Melville 2018, section 3.1).
#pragma once

#include "core/base/job.h"
#include "core/data/sparse_matrix.h"
#include "core/embed/neighbors.h"

namespace regulus {

// Symmetric, points × points, weights in (0, 1], no diagonal: every point's nearest neighbour is at full
// membership, the others fall off so that memberships add up to log2(k + 1) (the point itself counts as one
// of its neighbours, as in umap-learn, with local_connectivity 1 and set_op_mix_ratio 1). The same bytes for
// any number of threads. Throws Cancelled.
CsrMatrix fuzzy_graph(const Neighbors& neighbors, Job& job);

}  // namespace regulus

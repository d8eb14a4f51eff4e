// New points on an old map: UMAP's transform (umap-learn's UMAP.transform). Each new point begins at the mean
// of its nearest old points, weighted by how near they are, and is then moved by the forces of the layout:
// pulled by these, pushed by old points that are drawn. Old points stay where they are, and new ones neither
// pull nor push each other: where a point comes to lie does not depend on which others come with it.
#pragma once

#include <cstdint>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/embed/neighbors.h"
#include "core/embed/umap_curve.h"

namespace regulus {

struct UmapTransformOptions {
    UmapCurve curve;              // that the map was made with
    int epochs = 100;             // 0: stay at the weighted mean
    int negatives = 5;            // old points that push for each pull
    float learning_rate = 0.25F;  // at the start, a quarter of the layout's, as in umap-learn; falls to 0
    std::uint64_t seed = 0;
};

// `map`: old points × 2 or 3, finite. `neighbors`: of each new point among the old ones, at least one, see
// nearest_among(). Gives new points × dimensions; the same bytes for any number of threads. Throws Cancelled.
Matrix umap_transform(const Matrix& map, const Neighbors& neighbors, const UmapTransformOptions& options,
                      Job& job);

}  // namespace regulus

// Hierarchical clustering of a few hundred rows, and the order of leaves that shows it best: average linkage
// over distances, then optimalOrder() of the leaves.
#pragma once

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "ui/render/dendrogram.h"

namespace regulus {

enum class Distance {
    Euclidean,    // scaled to all columns
    Correlation,  // 1 − Pearson's r, 0 to 2
};

// Distances use only the columns where both rows have a number; rows without a common column, or without a
// correlation (a row of one value), are as far apart as the farthest pair. O(n² · columns + n³) time, 4 n²
// floats; n <= 4,000. Throws Cancelled where there is a job.
Dendrogram clusterRows(const Matrix& values, Distance distance = Distance::Euclidean, Job* job = nullptr);
Dendrogram clusterColumns(const Matrix& values, Job* job = nullptr);

}  // namespace regulus

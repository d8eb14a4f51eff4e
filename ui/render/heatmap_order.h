// Hierarchical clustering of a few hundred rows, and the order of leaves that shows it best: average linkage
// over distances, then leaves turned so that neighbours are alike (the idea of Bar-Joseph et al.
// 2001, done greedily from the leaves up: each merge turns its two runs so that the closest ends meet).
#pragma once

#include <cstddef>
#include <vector>

#include "core/data/matrix.h"

namespace regulus {

struct Dendrogram {
    struct Merge {
        int left, right;  // >= 0 a leaf; < 0 the merge -1 - value
        double height;    // ascending from merge to merge
    };
    std::vector<Merge> merges;  // leaves - 1, or none
    std::vector<int> order;     // the leaves from first to last
};

enum class Distance {
    Euclidean,    // scaled to all columns
    Correlation,  // 1 − Pearson's r, 0 to 2
};

// Distances use only the columns where both rows have a number; rows without a common column, or without a
// correlation (a row of one value), are as far apart as the farthest pair. O(n² · columns + n²) time, n²
// memory; n <= 4,000.
Dendrogram clusterRows(const Matrix& values, Distance distance = Distance::Euclidean);
Dendrogram clusterColumns(const Matrix& values);

}  // namespace regulus

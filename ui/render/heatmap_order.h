// Hierarchical clustering of a few hundred rows, and the order of leaves that shows it best: average linkage
// over Euclidean distance, then leaves turned so that neighbours are alike (the idea of Bar-Joseph et al.
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

// Distances use only the columns where both rows have a number, scaled to all columns; rows without a
// common column are as far apart as the farthest pair. O(n² · columns + n²) time, n² memory; n <= 4,000.
Dendrogram clusterRows(const Matrix& values);
Dendrogram clusterColumns(const Matrix& values);

}  // namespace regulus

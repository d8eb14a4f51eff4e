// The order of a tree's leaves in which neighbours are most alike: of all orders that turning branches gives,
// the one with the least sum of distances between neighbours (Bar-Joseph, Gifford and Jaakkola 2001,
// Bioinformatics 17:S22).
#pragma once

#include <span>

#include "core/base/job.h"
#include "ui/render/dendrogram.h"

namespace regulus {

// `distances`: leaves × leaves, symmetric, finite. Leaves are numbered from 0; the one of the two ends with
// the smaller number comes first. O(n³) time, 2 n² floats. Throws Cancelled where there is a job.
std::vector<int> optimalOrder(const Dendrogram& tree, std::span<const float> distances, Job* job = nullptr);

}  // namespace regulus

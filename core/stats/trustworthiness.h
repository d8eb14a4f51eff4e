// How far the neighbours seen in a picture are neighbours in the data (Venna and Kaski 2001).
#pragma once

#include <cstddef>
#include <optional>

#include "core/base/job.h"
#include "core/data/matrix.h"

namespace regulus {

// 1 - 2 / (n k (2n - 3k - 1)) Σ_i Σ_j max(0, rank(i, j) - k) over the k nearest points j of each i in
// `embedding`, where rank is j's place among the neighbours of i in `points`, both Euclidean: scikit-learn's
// sklearn.manifold.trustworthiness. 0..1, higher is better. Exact; time grows with the square of the points
// (rows of both), memory does not. nullopt unless 0 < k < n / 2. Throws Error(Data) for values that are not
// finite, Cancelled.
std::optional<double> trustworthiness(const Matrix& points, const Matrix& embedding, std::size_t k, Job& job);

}  // namespace regulus

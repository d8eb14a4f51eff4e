// How well labels keep to themselves in a space (Rousseeuw 1987).
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/base/job.h"
#include "core/data/matrix.h"

namespace regulus {

// Mean over the labelled points of (b - a) / max(a, b), -1..1: a is a point's mean cosine distance to the
// others of its label, b the smallest mean distance to another label's points. Equal to scikit-learn's
// silhouette_score with metric="cosine". A point alone with its label counts 0; points with a negative label
// are left out. nullopt for fewer than two labels. Time grows with points × labels, for the mean distance to
// many points is 1 less the product with their mean direction. The same bytes for any number of threads.
// Throws Error(Data) for values that are not finite, Cancelled.
std::optional<double> cosine_silhouette(const Matrix& points, std::span<const std::int32_t> labels, Job& job);

}  // namespace regulus

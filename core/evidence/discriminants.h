// Linear discriminant analysis of a table: classes of equal share, one covariance within them, shrunk a
// little towards its diagonal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/evidence/label_draws.h"

namespace regulus {

// The likelier class by distance to the means. `places` (all cells × columns) is kept by reference.
LearnAndName by_discriminants(const Matrix& places, const Split& split, std::size_t classes);

// All cells × axes: the space that the means of the classes with `known` cells (-1: not to be seen) span,
// where the covariance within classes is round; from the middle of the means. One axis fewer than classes, at
// most as many as columns.
Matrix discriminant_axes(const Matrix& places, const std::vector<std::int32_t>& known, std::size_t classes);

}  // namespace regulus

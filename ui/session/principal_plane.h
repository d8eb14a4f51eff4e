// A quick flat picture of many numbers a cell: the plane of the two leading principal components, turned and
// mirrored so that it follows the picture before.
#pragma once

#include "core/data/matrix.h"

namespace regulus {

// points: cells × dimensions (at least 2). Returns cells × 2. `before` (cells × 2, or empty) decides turn and
// mirroring: orthogonal Procrustes (Schönemann 1966).
Matrix principalPlane(const Matrix& points, const Matrix& before);

}  // namespace regulus

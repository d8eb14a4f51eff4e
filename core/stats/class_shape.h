// Where the cells of each class lie, and how far a cell is from them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/data/matrix.h"

namespace regulus {

struct ClassShape {
    Matrix centroids;  // classes × d: the mean of the cells of each class, 0 of a class without cells
    // d × d, lower triangular: W with WᵀW the inverse of the covariance around the centroids, which all
    // classes share, plus a thousandth of its mean variance.
    Matrix whitening;
};

// `x`: cells × d; `labels`: class below `classes`, or negative for cells to leave out; at least one cell.
ClassShape class_shape(const Matrix& x, std::span<const std::int32_t> labels, std::size_t classes);

// Squared Mahalanobis distance of a cell (d numbers) from the centroid of a class: |W (x − c)|².
double squared_distance(const ClassShape& shape, std::span<const float> x, std::size_t k);

}  // namespace regulus

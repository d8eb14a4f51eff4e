// How densely cells lie in a plane, at each of them: what a scatter plot is coloured by where points hide
// each other.
#pragma once

#include <span>
#include <vector>

#include "core/base/job.h"

namespace regulus {

// A product of two Gaussian kernels of Scott's bandwidth, σ n^(−1/6) in each direction (Scott, Multivariate
// Density Estimation, 1992), over the cells with two finite numbers, at each of them; NaN at the others. The
// values have no unit: the highest is 1. Cells are shared out among the nodes of a grid of 512 × 512 over
// their range, and read from it again by the same weights; the kernel is cut at four bandwidths. A direction
// in which all cells are the same counts for nothing. Throws Cancelled.
std::vector<float> plane_density(std::span<const float> x, std::span<const float> y, Job& job);

}  // namespace regulus

// Gaussian kernel density of many values, without visiting every pair of a value and a place.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace regulus {

// Scott's bandwidth in one dimension, σ n^(−1/5), with the standard deviation of a sample: that of
// scipy.stats.gaussian_kde and of seaborn (Scott, Multivariate Density Estimation, 1992).
double scott_bandwidth(std::size_t values, double deviation);

// The density at `points` places, the first at `low` and the last at `high`, of values in ascending order and
// as many zeros beside them. Values are gathered into boxes of half a bandwidth, and the kernels of each box
// are one series of Hermite polynomials (the fast Gauss transform: Greengard and Strain, SIAM Journal on
// Scientific and Statistical Computing 12 (1991), 79), which is exact to 1e-10 of the highest kernel. Time:
// values + boxes × points. bandwidth > 0, points >= 2.
std::vector<float> kernel_density(std::span<const float> sorted, std::size_t zeros, double bandwidth,
                                  double low, double high, std::size_t points);

}  // namespace regulus

// Local regression of one variable on another, as Cleveland and Grosse's netlib dloess computes it by
// default: quadratics with tricube weights at the vertices of a k-d tree, joined by cubic Hermite pieces
// (surface = "interpolate", cell = 0.2, family gaussian). Cleveland, Devlin, Grosse: Regression by local
// fitting, J. Econometrics 37 (1988); Cleveland, Grosse: Computational methods for local regression,
// Stat. Comput. 1 (1991).
#pragma once

#include <span>
#include <vector>

namespace regulus {

struct LoessOptions {
    double span = 0.3;  // share of the points that a local fit uses, above 0 and at most 1
    double cell = 0.2;  // leaves of the tree hold at most span × cell of the points
};

// The fitted value at each x. Points need no order; the values must be finite. Where the reference gives up
// (all points of a neighbourhood at one x, a singular local fit), the neighbourhood grows to the next x, or
// the smallest coefficients that fit are taken. Throws Error(Data) for fewer than four points a
// neighbourhood.
std::vector<double> loess(std::span<const double> x, std::span<const double> y, const LoessOptions& options);

}  // namespace regulus

// Temperature scaling: one number that makes the softmax of logits as sure as it is right.
#pragma once

#include <cstdint>
#include <span>

#include "core/data/matrix.h"

namespace regulus {

// The temperature T, 0.1 to 10, at which softmax((logits + offsets) / T) has the least negative
// log-likelihood over the cells with a label (Guo et al. 2017), each of which counts as (n + 1) / (n + 2) of
// a cell of its class and the rest of one of the others, n cells in all, so that a regression that errs
// nowhere does not become certain (Platt 1999). Convex in 1 / T; found to the last digits by Newton's method
// within a bracket. `logits`: cells × classes, from a fit that did not see the cell; -infinity for a class
// that cannot be, not the cell's own. `offsets`: one a class, finite. `labels`: class, or negative for cells
// to leave out. 1 without any cell. The same bytes for any number of threads.
double fit_temperature(const Matrix& logits, std::span<const double> offsets,
                       std::span<const std::int32_t> labels);

// Cells × classes: softmax((logits + offsets) / T).
Matrix scaled_probabilities(const Matrix& logits, std::span<const double> offsets, double temperature);

}  // namespace regulus

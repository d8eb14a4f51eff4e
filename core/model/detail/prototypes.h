// The classifier that labels are learned with: every class has a direction in the embedding space, and a cell
// belongs to the class whose direction its embedding is closest to (softmax over cosines; Wang et al. 2017,
// NormFace). It draws the cells of a class together, which a linear layer does not; a logistic regression on
// the finished embedding replaces it afterwards.
#pragma once

#include <ATen/ATen.h>

#include "core/base/job.h"

namespace regulus::detail {

// Cosine of each cell to each class over the temperature: cells × classes, the logits of a softmax.
// embedded: cells × width; prototypes: classes × width.
at::Tensor similarities(const at::Tensor& embedded, const at::Tensor& prototypes);

struct LabelledCells {
    at::Tensor pooled;  // cells × width
    at::Tensor truth;   // cells, int64: class
};

// Fits the last projection (width × width, changed in place, drawn to what it was) and the prototypes, which
// start at the classes' mean directions, on cells that were pooled once: a thousand numbers, learned in a
// second before the slow part starts from there. Keeps what was best on `validation`. Returns the prototypes,
// a leaf that requires gradients. Throws Cancelled.
at::Tensor fit_projection(const at::Tensor& projection, const LabelledCells& train,
                          const LabelledCells& validation, const at::Tensor& class_weights, Job& job);

}  // namespace regulus::detail

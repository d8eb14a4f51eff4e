// Loss and gradients of one batch of cells: by the kernel in small slices by all threads, by operators as
// one.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <span>
#include <vector>

#include "core/model/detail/batches.h"
#include "core/model/detail/transformer.h"

namespace regulus::detail {

// What is learned beside masked expression while labels are learned.
struct Supervision {
    std::vector<std::int32_t> labels;  // class of each cell of the batch
    at::Tensor class_weights;          // classes
    at::Tensor prototypes;             // classes × width
};

// The loss of the cells `rows` whose `hidden` values (cells × tokens, bool) were set to 0: mean squared error
// of the hidden values and, with `supervision` (not null), the weighted mean cross-entropy of the labels.
// Each rank computes its own of these cells, and
// all have the sums. Sets the gradient of each of `learned`, undefined where the loss does not depend on it.
// The same bytes for any number of threads. `hidden` is on the CPU, the rest where the network is.
double loss_and_gradients(const Transformer& network, const Batches& batches,
                          std::span<const std::uint32_t> rows, const at::Tensor& hidden,
                          const Supervision* supervision, std::vector<at::Tensor>& learned,
                          const CellShare& share = {});

}  // namespace regulus::detail

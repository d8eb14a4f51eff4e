// The same network on two devices, for tests and benchmarks: what a forward pass and a training step come to.
// No Torch here.
#pragma once

#include <map>
#include <string>

#include "core/model/device.h"
#include "core/prior/attention_mask.h"

namespace regulus::detail {

// Largest difference to the CPU's kernel, relative to the largest value: of the loss with and without labels,
// of logits, embedding, expected expression, pooling and attention ("forward.NAME"), and of the gradient of
// every parameter ("gradient.NAME"). Random weights, cells and labels; every part of the network takes part.
// `layers`: of the network; `cells`: of the batch. Throws what chosen_placement() throws.
std::map<std::string, double> device_differences(const AttentionMask& mask, DeviceChoice device, int layers,
                                                 std::size_t cells);

}  // namespace regulus::detail

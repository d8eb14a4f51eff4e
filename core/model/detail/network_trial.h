// Networks with random weights, for tests and benchmarks: the same on two devices, and what reaches what in
// one. No Torch here.
#pragma once

#include <map>
#include <string>

#include "core/data/matrix.h"
#include "core/model/device.h"
#include "core/prior/attention_mask.h"

namespace regulus::detail {

// Largest difference to the CPU's kernel, relative to the largest value: of the loss with and without labels,
// of logits, embedding, expected expression, pooling and attention ("forward.NAME"), and of the gradient of
// every parameter ("gradient.NAME"). Random weights, cells and labels; every part of the network takes part.
// `layers`: of the network; `cells`: of the batch; `revision`: see ModelConfig. Throws what
// chosen_placement() throws.
std::map<std::string, double> device_differences(const AttentionMask& mask, DeviceChoice device, int layers,
                                                 std::size_t cells, int revision = 2);

// How far the gradient of each parameter ("masked.NAME", "labelled.NAME") is from a finite difference of the
// loss along it, relative to its length, of the network above on the CPU. Losses are single precision: good
// to about a thousandth. Left out are gradients too short to be told from that.
std::map<std::string, double> gradient_errors(const AttentionMask& mask, int layers, std::size_t cells,
                                              int revision = 2);

// How much changes in a cell when the value of one gene (row) does: genes × genes.
struct Flow {
    Matrix expected;   // expected expression of each gene
    Matrix attention;  // of each gene to its keys in the last layer, the most that one weight changes; empty
                       // for mask "none"
};
Flow flow_of_values(const AttentionMask& mask, int layers, int revision);

}  // namespace regulus::detail

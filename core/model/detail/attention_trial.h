// One encoder layer with attention computed in several ways, for tests and benchmarks. No Torch here.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/model/detail/attention_kernel.h"

namespace regulus::detail {

enum class AttentionWay {
    Kernel,     // ours, over the edges
    Operators,  // LibTorch's, over the edges
    Dense,      // LibTorch's, genes × genes with a mask
    None,       // the layer's four projections, but no attention between them
};

// Attention alone on random input, its output and all its gradients for a random gradient of the output.
struct AttentionTrial {
    std::vector<float> out, weights, grad_q, grad_k, grad_v, grad_bias;
};
// `doubles`: computed in double precision (not by the kernel), as a reference. `gpu`: on that GPU (not by the
// kernel); -1 is the CPU.
AttentionTrial try_attention(const AttentionMask& mask, std::int64_t cells, std::int64_t heads,
                             std::int64_t head_width, std::uint64_t seed, AttentionWay way,
                             bool doubles = false, int gpu = -1);

struct LayerShape {
    std::int64_t cells = 64, width = 64, heads = 4, feed_forward = 256;
};
// Seconds of each of `steps` training steps (forward, backward, AdamW) of norm, attention, residual, norm,
// feed-forward, residual; on the CPU cells in slices of eight, one thread a slice, on a GPU all at once, as
// the trainer does it.
std::vector<double> time_layer(const AttentionMask& mask, const LayerShape& shape, AttentionWay way,
                               int steps, int gpu = -1);

}  // namespace regulus::detail

// Attention over the edges of a mask, forward and backward, on the CPU. Never a genes × genes matrix: the
// work is (edges + genes) × width a cell. Threads over cells; every sum is taken in a fixed order, so the
// result has the same bytes for any number of threads. No Torch here.
#pragma once

#include <cstdint>
#include <vector>

#include "core/prior/attention_mask.h"

namespace regulus::detail {

// The keys each token may look at: itself first, then its regulators, in compressed rows.
struct KeyLists {
    std::int64_t tokens = 0;
    std::vector<std::int32_t> offsets;  // tokens + 1
    std::vector<std::int32_t> keys;     // tokens; the first of row g is g
    std::vector<float> signs;           // one a key: -1 where the edge represses, else +1
    std::int64_t size() const { return static_cast<std::int64_t>(keys.size()); }
};
KeyLists key_lists(const AttentionMask& mask);
// The same with one token more, which looks at nothing, in the place of every token's own key.
KeyLists without_own(KeyLists lists);

struct AttentionShape {
    std::int64_t cells = 0, tokens = 0, heads = 0, head_width = 0;  // width = heads × head_width
};

// For token g and key t of g, per head: α = softmax over g's keys of q_g·k_t / sqrt(head_width) + bias, and
// out_g = Σ α · sign · v_t.
// q, k, v, out: cells × tokens × width. bias: keys × heads. weights (α, kept for backward): cells × keys ×
// heads.
void attention_forward(const AttentionShape& shape, const KeyLists& lists, const float* q, const float* k,
                       const float* v, const float* bias, float* out, float* weights);

// Gradients of q, k, v (written) and bias (written, summed over cells) from that of out.
void attention_backward(const AttentionShape& shape, const KeyLists& lists, const float* q, const float* k,
                        const float* v, const float* weights, const float* grad_out, float* grad_q,
                        float* grad_k, float* grad_v, float* grad_bias);

}  // namespace regulus::detail

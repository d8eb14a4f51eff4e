#include "core/model/detail/attention_kernel.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "core/base/instruction_sets.h"
#include "core/model/detail/parallel_cells.h"

#define REGULUS_INLINE inline __attribute__((always_inline))

namespace regulus::detail {
namespace {

// Cells whose bias gradients are added up one after the other; a constant, so that sums do not depend on the
// number of threads.
constexpr std::int64_t cells_per_chunk = 8;

struct CellForward {
    const float *q, *k, *v, *bias;
    float *out, *weights;
};

struct CellBackward {
    const float *q, *k, *v, *weights, *grad_out;
    float *grad_q, *grad_k, *grad_v, *grad_bias;
};

template <int W>
REGULUS_INLINE float dot(const float* a, const float* b, int width) {
    const int n = W > 0 ? W : width;
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (int i = 0; i < n; ++i) sum += a[i] * b[i];
    return sum;
}

template <int W>
REGULUS_INLINE void add_scaled(float* to, const float* from, float factor, int width) {
    const int n = W > 0 ? W : width;
#pragma omp simd
    for (int i = 0; i < n; ++i) to[i] += factor * from[i];
}

// e^x for x <= 0 to a relative error of 2e-7, in a form that compiles to vector instructions: 2^i · 2^f with
// a polynomial for |f| <= 1/2 (its coefficients are the Taylor series of 2^f). Below -87 it is 0.
REGULUS_INLINE float exp_of_negative(float x) {
    const float y = std::max(x, -87.0F) * 1.44269504F;
    const float whole = static_cast<float>(static_cast<std::int32_t>(y - 0.5F));
    const float f = (y - whole) * 0.693147181F;
    const float power =
        1 + f * (1 + f * (0.5F + f * (1.0F / 6 + f * (1.0F / 24 + f * (1.0F / 120 + f * (1.0F / 720))))));
    const std::int32_t bits = (static_cast<std::int32_t>(whole) + 127) << 23;
    return x < -87.0F ? 0.0F : power * std::bit_cast<float>(bits);
}

// Logits of one row become weights that add up to 1 for each head. row: keys × heads.
REGULUS_INLINE void softmax_row(float* row, std::int64_t keys, int heads) {
    for (int h = 0; h < heads; ++h) {
        float largest = -INFINITY;
        for (std::int64_t e = 0; e < keys; ++e) largest = std::max(largest, row[e * heads + h]);
        for (std::int64_t e = 0; e < keys; ++e) row[e * heads + h] -= largest;
    }
    const std::int64_t count = keys * heads;
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) row[i] = exp_of_negative(row[i]);
    for (int h = 0; h < heads; ++h) {
        float sum = 0;
        for (std::int64_t e = 0; e < keys; ++e) sum += row[e * heads + h];
        const float inverse = 1 / sum;
        for (std::int64_t e = 0; e < keys; ++e) row[e * heads + h] *= inverse;
    }
}

template <int W>
REGULUS_INLINE void forward_cell(const AttentionShape& shape, const KeyLists& lists,
                                 const CellForward& cell) {
    const int heads = static_cast<int>(shape.heads), hw = W > 0 ? W : static_cast<int>(shape.head_width);
    const std::int64_t width = static_cast<std::int64_t>(heads) * hw;
    const float scale = 1.0F / std::sqrt(static_cast<float>(hw));
    for (std::int64_t g = 0; g < shape.tokens; ++g) {
        const std::int64_t begin = lists.offsets[g], end = lists.offsets[g + 1];
        const float* query = cell.q + g * width;
        for (std::int64_t e = begin; e < end; ++e) {
            const float* key = cell.k + lists.keys[e] * width;
            for (int h = 0; h < heads; ++h) {
                cell.weights[e * heads + h] =
                    dot<W>(query + h * hw, key + h * hw, hw) * scale + cell.bias[e * heads + h];
            }
        }
        softmax_row(cell.weights + begin * heads, end - begin, heads);
        float* out = cell.out + g * width;
        for (std::int64_t i = 0; i < width; ++i) out[i] = 0;
        for (std::int64_t e = begin; e < end; ++e) {
            const float* value = cell.v + lists.keys[e] * width;
            for (int h = 0; h < heads; ++h) {
                add_scaled<W>(out + h * hw, value + h * hw, cell.weights[e * heads + h] * lists.signs[e], hw);
            }
        }
    }
}

template <int W>
REGULUS_INLINE void backward_cell(const AttentionShape& shape, const KeyLists& lists,
                                  const CellBackward& cell, float* slopes) {
    const int heads = static_cast<int>(shape.heads), hw = W > 0 ? W : static_cast<int>(shape.head_width);
    const std::int64_t width = static_cast<std::int64_t>(heads) * hw;
    const float scale = 1.0F / std::sqrt(static_cast<float>(hw));
    // Values first, then keys: what each half reaches at random fits the caches.
    for (std::int64_t g = 0; g < shape.tokens; ++g) {
        const std::int64_t begin = lists.offsets[g], end = lists.offsets[g + 1];
        const float* grad = cell.grad_out + g * width;
        for (std::int64_t e = begin; e < end; ++e) {
            const std::int64_t t = lists.keys[e] * width;
            for (int h = 0; h < heads; ++h) {
                const int at = h * hw;
                slopes[e * heads + h] = dot<W>(grad + at, cell.v + t + at, hw) * lists.signs[e];
                add_scaled<W>(cell.grad_v + t + at, grad + at, cell.weights[e * heads + h] * lists.signs[e],
                              hw);
            }
        }
        for (int h = 0; h < heads; ++h) {  // the softmax's own term: Σ α dα
            float mean = 0;
            for (std::int64_t e = begin; e < end; ++e) {
                mean += cell.weights[e * heads + h] * slopes[e * heads + h];
            }
            for (std::int64_t e = begin; e < end; ++e) {
                float& slope = slopes[e * heads + h];
                slope = cell.weights[e * heads + h] * (slope - mean);
                cell.grad_bias[e * heads + h] += slope;
            }
        }
    }
    for (std::int64_t g = 0; g < shape.tokens; ++g) {
        const std::int64_t begin = lists.offsets[g], end = lists.offsets[g + 1];
        const float* query = cell.q + g * width;
        float* grad_query = cell.grad_q + g * width;
        for (std::int64_t e = begin; e < end; ++e) {
            const std::int64_t t = lists.keys[e] * width;
            for (int h = 0; h < heads; ++h) {
                const int at = h * hw;
                const float slope = slopes[e * heads + h] * scale;
                add_scaled<W>(grad_query + at, cell.k + t + at, slope, hw);
                add_scaled<W>(cell.grad_k + t + at, query + at, slope, hw);
            }
        }
    }
}

using ForwardCell = void (*)(const AttentionShape&, const KeyLists&, const CellForward&);
using BackwardCell = void (*)(const AttentionShape&, const KeyLists&, const CellBackward&, float*);

#define REGULUS_WIDTH(W)                                                                                \
    REGULUS_CLONES void forward_##W(const AttentionShape& s, const KeyLists& l, const CellForward& c) { \
        forward_cell<W>(s, l, c);                                                                       \
    }                                                                                                   \
    REGULUS_CLONES void backward_##W(const AttentionShape& s, const KeyLists& l, const CellBackward& c, \
                                     float* g) {                                                        \
        backward_cell<W>(s, l, c, g);                                                                   \
    }
REGULUS_WIDTH(0)
REGULUS_WIDTH(8)
REGULUS_WIDTH(16)
REGULUS_WIDTH(32)
#undef REGULUS_WIDTH

ForwardCell forward_for(std::int64_t head_width) {
    return head_width == 8    ? forward_8
           : head_width == 16 ? forward_16
           : head_width == 32 ? forward_32
                              : forward_0;
}

BackwardCell backward_for(std::int64_t head_width) {
    return head_width == 8    ? backward_8
           : head_width == 16 ? backward_16
           : head_width == 32 ? backward_32
                              : backward_0;
}

}  // namespace

KeyLists key_lists(const AttentionMask& mask) {
    KeyLists lists;
    lists.tokens = static_cast<std::int64_t>(mask.tokens);
    lists.offsets.push_back(0);
    for (std::size_t g = 0; g < mask.tokens; ++g) {
        lists.keys.push_back(static_cast<std::int32_t>(g));
        lists.signs.push_back(1);
        for (std::int32_t e = mask.offsets[g]; e < mask.offsets[g + 1]; ++e) {
            lists.keys.push_back(mask.regulators[static_cast<std::size_t>(e)]);
            lists.signs.push_back(mask.signs[static_cast<std::size_t>(e)] < 0 ? -1.0F : 1.0F);
        }
        lists.offsets.push_back(static_cast<std::int32_t>(lists.keys.size()));
    }
    return lists;
}

KeyLists without_own(KeyLists lists) {
    for (std::int64_t g = 0; g < lists.tokens; ++g)
        lists.keys[static_cast<std::size_t>(lists.offsets[static_cast<std::size_t>(g)])] =
            static_cast<std::int32_t>(lists.tokens);
    ++lists.tokens;
    lists.offsets.push_back(lists.offsets.back());
    return lists;
}

void attention_forward(const AttentionShape& shape, const KeyLists& lists, const float* q, const float* k,
                       const float* v, const float* bias, float* out, float* weights) {
    const ForwardCell run = forward_for(shape.head_width);
    const std::int64_t stride = shape.tokens * shape.heads * shape.head_width;
    const std::int64_t weight_stride = lists.size() * shape.heads;
    parallel_cells(shape.cells, [&](std::int64_t c) {
        const std::int64_t at = c * stride;
        run(shape, lists, {q + at, k + at, v + at, bias, out + at, weights + c * weight_stride});
    });
}

void attention_backward(const AttentionShape& shape, const KeyLists& lists, const float* q, const float* k,
                        const float* v, const float* weights, const float* grad_out, float* grad_q,
                        float* grad_k, float* grad_v, float* grad_bias) {
    const BackwardCell run = backward_for(shape.head_width);
    const std::int64_t stride = shape.tokens * shape.heads * shape.head_width;
    const std::int64_t weight_stride = lists.size() * shape.heads;
    const std::int64_t chunks = (shape.cells + cells_per_chunk - 1) / cells_per_chunk;
    std::vector<float> partial(static_cast<std::size_t>(chunks * weight_stride), 0.0F);
    parallel_cells(chunks, [&](std::int64_t chunk) {
        std::vector<float> slopes(static_cast<std::size_t>(weight_stride));
        const std::int64_t last = std::min(shape.cells, (chunk + 1) * cells_per_chunk);
        for (std::int64_t c = chunk * cells_per_chunk; c < last; ++c) {
            const std::int64_t at = c * stride;
            for (float* grad : {grad_q + at, grad_k + at, grad_v + at}) {
                std::memset(grad, 0, static_cast<std::size_t>(stride) * sizeof(float));
            }
            run(shape, lists,
                {q + at, k + at, v + at, weights + c * weight_stride, grad_out + at, grad_q + at, grad_k + at,
                 grad_v + at, partial.data() + chunk * weight_stride},
                slopes.data());
        }
    });
    std::fill(grad_bias, grad_bias + weight_stride, 0.0F);
    for (std::int64_t chunk = 0; chunk < chunks; ++chunk) {
        const float* part = partial.data() + chunk * weight_stride;
        for (std::int64_t i = 0; i < weight_stride; ++i) grad_bias[i] += part[i];
    }
}

}  // namespace regulus::detail

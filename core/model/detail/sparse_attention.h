// Masked attention as a differentiable operation: our kernel on the CPU, LibTorch's operators on any other
// device, and a dense masked reference to check both against.
#pragma once

#include <ATen/ATen.h>

#include <memory>

#include "core/model/detail/attention_kernel.h"
#include "core/model/detail/placement.h"

namespace regulus::detail {

// Key lists as the kernel and the operators want them; made once a model, shared by all its layers.
struct AttentionLists {
    KeyLists lists;
    at::Tensor query_of, key_of, sign;  // one a key: int64, int64, float; on the model's device
    bool by_operators = false;
};
std::shared_ptr<const AttentionLists> attention_lists(KeyLists lists, const Placement& where = {});

struct Attended {
    at::Tensor out;      // cells × tokens × width
    at::Tensor weights;  // cells × keys × heads; carries no gradient
};

// q, k, v: cells × tokens × width, float. bias: keys × heads.
Attended sparse_attention(const std::shared_ptr<const AttentionLists>& lists, const at::Tensor& q,
                          const at::Tensor& k, const at::Tensor& v, const at::Tensor& bias);

// The same by index_select and scatter: any device, about three times slower.
Attended attention_by_operators(const AttentionLists& lists, const at::Tensor& q, const at::Tensor& k,
                                const at::Tensor& v, const at::Tensor& bias);

// The same through a genes × genes matrix of -inf where no edge is. For tests and benchmarks.
Attended attention_by_dense_mask(const AttentionLists& lists, const at::Tensor& q, const at::Tensor& k,
                                 const at::Tensor& v, const at::Tensor& bias);

// Every token sees every token: the standard Transformer. No genes × genes matrix outlives one cell.
at::Tensor full_attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, std::int64_t heads);
// The same, but in place of itself every token sees a token of nothing: key and value 0.
at::Tensor attention_to_others(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                               std::int64_t heads);

}  // namespace regulus::detail

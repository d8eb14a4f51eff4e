#include "core/model/detail/sparse_attention.h"

#include <torch/csrc/autograd/custom_function.h>

#include <cmath>

namespace regulus::detail {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

AttentionShape shape_of(const at::Tensor& q, const at::Tensor& bias) {
    return {q.size(0), q.size(1), bias.size(1), q.size(2) / bias.size(1)};
}

// Holds the lists through the C++ side of the graph: an IValue cannot carry them.
struct ListsHolder : torch::CustomClassHolder {
    explicit ListsHolder(std::shared_ptr<const AttentionLists> l) : lists(std::move(l)) {}
    std::shared_ptr<const AttentionLists> lists;
};

class KernelAttention : public torch::autograd::Function<KernelAttention> {
  public:
    static variable_list forward(AutogradContext* context, const Variable& q, const Variable& k,
                                 const Variable& v, const Variable& bias,
                                 const std::shared_ptr<const AttentionLists>& lists) {
        const AttentionShape shape = shape_of(q, bias);
        at::Tensor out = at::empty_like(q);
        at::Tensor weights = at::empty({shape.cells, lists->lists.size(), shape.heads}, q.options());
        attention_forward(shape, lists->lists, q.data_ptr<float>(), k.data_ptr<float>(), v.data_ptr<float>(),
                          bias.data_ptr<float>(), out.data_ptr<float>(), weights.data_ptr<float>());
        context->save_for_backward({q, k, v, bias, weights});
        context->mark_non_differentiable({weights});
        context->saved_data["lists"] = c10::IValue::make_capsule(c10::make_intrusive<ListsHolder>(lists));
        return {out, weights};
    }

    static variable_list backward(AutogradContext* context, variable_list gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor &q = saved[0], &k = saved[1], &v = saved[2], &bias = saved[3], &weights = saved[4];
        const auto holder =
            c10::static_intrusive_pointer_cast<ListsHolder>(context->saved_data["lists"].toCapsule());
        const at::Tensor grad_out = gradients[0].contiguous();
        at::Tensor grad_q = at::empty_like(q), grad_k = at::empty_like(k), grad_v = at::empty_like(v);
        at::Tensor grad_bias = at::empty_like(bias);
        attention_backward(shape_of(q, bias), holder->lists->lists, q.data_ptr<float>(), k.data_ptr<float>(),
                           v.data_ptr<float>(), weights.data_ptr<float>(), grad_out.data_ptr<float>(),
                           grad_q.data_ptr<float>(), grad_k.data_ptr<float>(), grad_v.data_ptr<float>(),
                           grad_bias.data_ptr<float>());
        return {grad_q, grad_k, grad_v, grad_bias, Variable()};
    }
};

at::Tensor by_head(const at::Tensor& x, std::int64_t heads) {
    return x.view({x.size(0), x.size(1), heads, x.size(2) / heads});
}

// Attention of one cell with all keys; recomputed in backward so that one heads × genes × genes block lives.
class FullAttention : public torch::autograd::Function<FullAttention> {
  public:
    // `own`: a token sees itself, not nothing in its place.
    static Variable forward(AutogradContext* context, const Variable& q, const Variable& k, const Variable& v,
                            std::int64_t heads, bool own) {
        at::Tensor out = at::empty_like(q);
        for (std::int64_t c = 0; c < q.size(0); ++c) {
            out[c].copy_(at::matmul(of_values(weights(q[c], k[c], heads, own), own), split(v[c], heads))
                             .transpose(0, 1)
                             .reshape(q[c].sizes()));
        }
        context->save_for_backward({q, k, v});
        context->saved_data["heads"] = heads;
        context->saved_data["own"] = own;
        return out;
    }

    static variable_list backward(AutogradContext* context, variable_list gradients) {
        const variable_list saved = context->get_saved_variables();
        const std::int64_t heads = context->saved_data["heads"].toInt();
        const bool own = context->saved_data["own"].toBool();
        const at::Tensor &q = saved[0], &k = saved[1], &v = saved[2];
        at::Tensor grad_q = at::empty_like(q), grad_k = at::empty_like(k), grad_v = at::empty_like(v);
        const double scale = 1 / std::sqrt(static_cast<double>(q.size(2) / heads));
        for (std::int64_t c = 0; c < q.size(0); ++c) {
            const at::Tensor a = weights(q[c], k[c], heads, own);
            const at::Tensor g = split(gradients[0][c], heads);
            const at::Tensor grad_a = of_values(at::matmul(g, split(v[c], heads).transpose(1, 2)), own);
            const at::Tensor slope = of_values(a * (grad_a - (a * grad_a).sum(-1, true)) * scale, own);
            const auto join = [&](const at::Tensor& x) { return x.transpose(0, 1).reshape(q[c].sizes()); };
            grad_v[c].copy_(join(at::matmul(of_values(a, own).transpose(1, 2), g)));
            grad_q[c].copy_(join(at::matmul(slope, split(k[c], heads))));
            grad_k[c].copy_(join(at::matmul(slope.transpose(1, 2), split(q[c], heads))));
        }
        return {grad_q, grad_k, grad_v, Variable(), Variable()};
    }

  private:
    static at::Tensor split(const at::Tensor& x, std::int64_t heads) {  // heads × tokens × head_width
        return x.view({x.size(0), heads, x.size(1) / heads}).transpose(0, 1);
    }
    static at::Tensor weights(const at::Tensor& q, const at::Tensor& k, std::int64_t heads, bool own) {
        const double scale = 1 / std::sqrt(static_cast<double>(q.size(1) / heads));
        return at::softmax(
            of_values(at::matmul(split(q, heads) * scale, split(k, heads).transpose(1, 2)), own), -1);
    }
    // heads × tokens × tokens, with 0 in the diagonal unless a token sees itself.
    static at::Tensor of_values(const at::Tensor& pairs, bool own) {
        if (own) return pairs;
        at::Tensor others = pairs.clone();
        others.diagonal(0, 1, 2).zero_();
        return others;
    }
};

}  // namespace

std::shared_ptr<const AttentionLists> attention_lists(KeyLists made, const Placement& where) {
    auto result = std::make_shared<AttentionLists>();
    result->lists = std::move(made);
    const KeyLists& lists = result->lists;
    std::vector<std::int64_t> queries, keys(lists.keys.begin(), lists.keys.end());
    for (std::int64_t g = 0; g < lists.tokens; ++g) {
        queries.insert(queries.end(), static_cast<std::size_t>(lists.offsets[g + 1] - lists.offsets[g]), g);
    }
    result->query_of = at::tensor(queries, at::kLong).to(where.device);
    result->key_of = at::tensor(keys, at::kLong).to(where.device);
    result->sign = at::tensor(lists.signs, at::kFloat).to(where.device);
    result->by_operators = where.by_operators;
    return result;
}

Attended sparse_attention(const std::shared_ptr<const AttentionLists>& lists, const at::Tensor& q,
                          const at::Tensor& k, const at::Tensor& v, const at::Tensor& bias) {
    if (lists->by_operators) return attention_by_operators(*lists, q, k, v, bias);
    const variable_list result =
        KernelAttention::apply(q.contiguous(), k.contiguous(), v.contiguous(), bias.contiguous(), lists);
    return {result[0], result[1]};
}

Attended attention_by_operators(const AttentionLists& lists, const at::Tensor& q, const at::Tensor& k,
                                const at::Tensor& v, const at::Tensor& bias) {
    const std::int64_t heads = bias.size(1), cells = q.size(0), tokens = q.size(1);
    const double scale = 1 / std::sqrt(static_cast<double>(q.size(2) / heads));
    const at::Tensor queries = by_head(q, heads).index_select(1, lists.query_of);
    const at::Tensor keys = by_head(k, heads).index_select(1, lists.key_of);
    const at::Tensor logits = (queries * keys).sum(-1) * scale + bias;  // cells × keys × heads
    // The largest logit of each row is subtracted; it carries no gradient because it cancels.
    const at::Tensor rows = lists.query_of.view({1, -1, 1}).expand_as(logits);
    const at::Tensor largest = at::full({cells, tokens, heads}, -INFINITY, q.options())
                                   .scatter_reduce(1, rows, logits.detach(), "amax");
    const at::Tensor e = at::exp(logits - largest.index_select(1, lists.query_of));
    const at::Tensor sums = at::zeros({cells, tokens, heads}, q.options()).index_add(1, lists.query_of, e);
    const at::Tensor weights = e / sums.index_select(1, lists.query_of);
    const at::Tensor messages = (weights * lists.sign.to(q.scalar_type()).view({1, -1, 1})).unsqueeze(-1) *
                                by_head(v, heads).index_select(1, lists.key_of);
    const at::Tensor out = at::zeros({cells, tokens, heads, q.size(2) / heads}, q.options())
                               .index_add(1, lists.query_of, messages);
    return {out.reshape(q.sizes()), weights.detach()};
}

Attended attention_by_dense_mask(const AttentionLists& lists, const at::Tensor& q, const at::Tensor& k,
                                 const at::Tensor& v, const at::Tensor& bias) {
    const std::int64_t heads = bias.size(1), tokens = q.size(1);
    const double scale = 1 / std::sqrt(static_cast<double>(q.size(2) / heads));
    const auto options = q.options();
    const at::Tensor place = lists.query_of * tokens + lists.key_of;
    const at::Tensor dense_bias = at::zeros({tokens * tokens, heads}, options)
                                      .index_add(0, place, bias)
                                      .view({tokens, tokens, heads})
                                      .permute({2, 0, 1});
    const at::Tensor sign = at::zeros({tokens * tokens}, options)
                                .index_add(0, place, lists.sign.to(q.scalar_type()))
                                .view({tokens, tokens});
    const at::Tensor forbidden = sign.eq(0);
    const auto split = [&](const at::Tensor& x) { return by_head(x, heads).permute({0, 2, 1, 3}); };
    const at::Tensor logits = at::matmul(split(q), split(k).transpose(2, 3)) * scale + dense_bias;
    const at::Tensor weights = at::softmax(logits.masked_fill(forbidden, -INFINITY), -1);
    const at::Tensor out = at::matmul(weights * sign, split(v)).permute({0, 2, 1, 3}).reshape(q.sizes());
    const at::Tensor listed = weights.detach()
                                  .permute({0, 2, 3, 1})
                                  .reshape({q.size(0), tokens * tokens, heads})
                                  .index_select(1, place);
    return {out, listed};
}

at::Tensor full_attention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, std::int64_t heads) {
    return FullAttention::apply(q.contiguous(), k.contiguous(), v.contiguous(), heads, true);
}

at::Tensor attention_to_others(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                               std::int64_t heads) {
    return FullAttention::apply(q.contiguous(), k.contiguous(), v.contiguous(), heads, false);
}

}  // namespace regulus::detail

#include "core/model/detail/transformer.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace regulus::detail {
namespace {

std::string layer_name(int layer, const char* part) {
    return "layers." + std::to_string(layer) + "." + part;
}

at::Tensor normed(const at::Tensor& x) {
    return at::layer_norm(x, {x.size(-1)});
}

at::Tensor project(const at::Tensor& x, const at::Tensor& weight) {
    return at::linear(x, weight);
}

}  // namespace

Transformer::Transformer(const ModelConfig& config, const AttentionMask& mask, std::int64_t classes,
                         std::uint64_t seed, const Placement& where)
    : m_config(config), m_mask(mask), m_where(where), m_lists(attention_lists(key_lists(mask), where)) {
    const at::Device device = where.device;
    const Regulons tfs = regulons(mask);
    std::vector<std::int64_t> tf_tokens(tfs.tfs.begin(), tfs.tfs.end()), place(mask.tokens, -1);
    for (std::size_t i = 0; i < tf_tokens.size(); ++i)
        place[static_cast<std::size_t>(tf_tokens[i])] = static_cast<std::int64_t>(i);
    std::vector<std::int64_t> targets, edge_tfs, edge_keys;
    std::vector<float> signs;
    const KeyLists& lists = m_lists->lists;
    for (std::int64_t g = 0; g < lists.tokens; ++g) {
        for (std::int64_t key = lists.offsets[g] + 1; key < lists.offsets[g + 1]; ++key) {
            targets.push_back(g);
            edge_tfs.push_back(place[static_cast<std::size_t>(lists.keys[static_cast<std::size_t>(key)])]);
            edge_keys.push_back(key);
            signs.push_back(lists.signs[static_cast<std::size_t>(key)]);
        }
    }
    m_lists_of_others = attention_lists(without_own(lists), where);
    m_tfs = at::tensor(tf_tokens, at::kLong).to(device);
    m_edge_target = at::tensor(targets, at::kLong).to(device);
    m_edge_tf = at::tensor(edge_tfs, at::kLong).to(device);
    m_edge_key = at::tensor(edge_keys, at::kLong).to(device);
    m_edge_sign = at::tensor(signs, at::kFloat).to(device);

    at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(seed);
    const std::int64_t genes = lists.tokens, width = config.width, heads = config.heads,
                       hidden = config.feed_forward;
    const auto random = [&](at::IntArrayRef shape, double scale) {
        return at::randn(shape, generator, at::TensorOptions(at::kFloat)) * scale;
    };
    const double by_width = 1 / std::sqrt(static_cast<double>(width));
    auto& p = m_parameters;
    p["gene.embedding"] = random({genes, width}, 0.1);
    p["gene.identity"] = random({genes, width}, 1);
    for (int l = 0; l < config.layers; ++l) {
        p[layer_name(l, "query.weight")] = random({width, width}, 0.3 * by_width);
        p[layer_name(l, "key.weight")] = random({width, width}, 0.3 * by_width);
        p[layer_name(l, "value.weight")] = random({width, width}, by_width);
        p[layer_name(l, "output.weight")] = at::zeros({width, width});
        p[layer_name(l, "edge_bias")] = at::zeros({lists.size(), heads});
        p[layer_name(l, "feed_forward.in.weight")] = random({hidden, width}, by_width);
        p[layer_name(l, "feed_forward.in.bias")] = at::zeros({hidden});
        p[layer_name(l, "feed_forward.out.weight")] = at::zeros({width, hidden});
        p[layer_name(l, "feed_forward.out.bias")] = at::zeros({width});
    }
    p["expected.direction"] = random({width}, by_width);
    p["expected.scale"] = at::full({genes}, 0.5);
    p["expected.share"] = at::full({1}, 0.25);
    if (config.revision == 1) {
        // A TF's activity reaches the read-out with weight 1 at the start: the mean of its targets, as a
        // univariate linear model would have it.
        const at::Tensor reach =
            at::matmul(p[layer_name(config.layers - 1, "value.weight")].t(), p["expected.direction"]);
        p["tf.activity"] =
            (reach / reach.square().sum()).unsqueeze(0).repeat({std::max<std::int64_t>(m_tfs.size(0), 1), 1});
        p["tf.gather"] = at::zeros({std::max<std::int64_t>(m_edge_tf.size(0), 1)});
        p["tf.scale"] = at::ones({std::max<std::int64_t>(m_tfs.size(0), 1)});
    }
    p["pool.query"] = at::zeros({width});
    p["embedding.weight"] = at::eye(width);
    p["head.weight"] = at::zeros({classes, width});
    p["head.bias"] = at::zeros({classes});
    for (auto& [name, tensor] : p) tensor = tensor.to(device).contiguous().requires_grad_(name != "tf.scale");
}

at::Tensor Transformer::activities(const at::Tensor& z) const {
    // Weights of a TF's targets have a norm of 1: independent targets would give a variance of 1.
    const std::int64_t tfs = m_tfs.size(0);
    const at::Tensor gather = at::exp(m_parameters.at("tf.gather"));
    const at::Tensor norm =
        at::zeros({tfs}, gather.options()).index_add(0, m_edge_tf, gather.square()).sqrt();
    const at::Tensor weight = gather / norm.index_select(0, m_edge_tf) * m_edge_sign;
    return at::zeros({z.size(0), tfs}, z.options())
        .index_add(1, m_edge_tf, z.index_select(1, m_edge_target) * weight);
}

void Transformer::standardize_activities(std::size_t cells,
                                         const std::function<at::Tensor(std::size_t, std::size_t)>& z) {
    if (!has_activities()) return;
    const at::NoGradGuard no_gradients;
    constexpr std::size_t slice = 64;  // activities() takes room for every edge of every cell
    std::vector<at::Tensor> slices;
    for (std::size_t begin = 0; begin < cells; begin += slice)
        slices.push_back(activities(z(begin, std::min(slice, cells - begin))));
    m_parameters.at("tf.scale").copy_(1 / at::cat(slices).std(0, false).clamp_min(1e-3));
}

Forward Transformer::forward(const at::Tensor& z, const std::vector<std::int64_t>& cut) const {
    const auto& p = m_parameters;
    const auto part = [&](int l, const char* name) -> const at::Tensor& { return p.at(layer_name(l, name)); };
    Forward result;
    at::Tensor content = z.unsqueeze(-1) * p.at("gene.embedding");  // cells × tokens × width
    const at::Tensor& identity = p.at("gene.identity");
    at::Tensor activity;
    if (has_activities()) activity = (activities(z) * p.at("tf.scale")).unsqueeze(-1) * p.at("tf.activity");
    at::Tensor attended;
    for (int l = 0; l < m_config.layers; ++l) {
        const at::Tensor seen = has_activities() ? content.index_add(1, m_tfs, activity) : content;
        const at::Tensor normal = normed(seen + identity);
        const at::Tensor q = project(normal, part(l, "query.weight")),
                         k = project(normal, part(l, "key.weight"));
        const at::Tensor v = project(seen, part(l, "value.weight"));
        at::Tensor bias = part(l, "edge_bias");
        if (m_config.mask == MaskMode::None) {
            attended = full_attention(q, k, v, m_config.heads);
        } else {
            if (!cut.empty())
                bias = bias.index_fill(0, at::tensor(cut, at::kLong).to(m_where.device), -INFINITY);
            Attended a = sparse_attention(m_lists, q, k, v, bias);
            attended = a.out;
            result.attention.push_back(a.weights);
        }
        if (l == 0 && m_config.revision > 1) result.expected = expected_from_others(k, v, bias);
        content = content + project(attended, part(l, "output.weight"));
        const at::Tensor inner = at::gelu(at::linear(
            normed(content + identity), part(l, "feed_forward.in.weight"), part(l, "feed_forward.in.bias")));
        content =
            content + at::linear(inner, part(l, "feed_forward.out.weight"), part(l, "feed_forward.out.bias"));
    }
    if (m_config.revision == 1)
        result.expected = at::matmul(attended, p.at("expected.direction")) * p.at("expected.scale");
    content = content + (p.at("expected.share") * result.expected).unsqueeze(-1) * p.at("gene.embedding");
    const at::Tensor scores = at::matmul(normed(content + identity), p.at("pool.query"));
    result.pooling = at::softmax(scores, -1);
    const double size = std::sqrt(static_cast<double>(z.size(1)));
    result.pooled = at::bmm(result.pooling.unsqueeze(1), content).squeeze(1) * size;
    result.embedding = embedded(result.pooled);
    result.logits = at::linear(result.embedding, p.at("head.weight"), p.at("head.bias"));
    return result;
}

at::Tensor Transformer::expected_from_others(const at::Tensor& k, const at::Tensor& v,
                                             const at::Tensor& bias) const {
    // A hidden gene knows of itself what it is, not its value.
    const at::Tensor q =
        project(normed(m_parameters.at("gene.identity")), m_parameters.at(layer_name(0, "query.weight")))
            .unsqueeze(0)
            .expand_as(k);
    at::Tensor heard;
    if (m_config.mask == MaskMode::None) {
        heard = attention_to_others(q, k, v, m_config.heads);
    } else {
        const at::Tensor nothing = at::zeros({k.size(0), 1, k.size(2)}, k.options());
        const auto with_nothing = [&](const at::Tensor& x) { return at::cat({x, nothing}, 1); };
        heard = sparse_attention(m_lists_of_others, with_nothing(q), with_nothing(k), with_nothing(v), bias)
                    .out.narrow(1, 0, k.size(1));
    }
    return at::matmul(heard, m_parameters.at("expected.direction")) * m_parameters.at("expected.scale");
}

at::Tensor Transformer::embedded(const at::Tensor& pooled) const {
    const at::Tensor projected = project(pooled, m_parameters.at("embedding.weight"));
    return projected *
           (std::sqrt(static_cast<double>(m_config.width)) / projected.norm(2, -1, true).clamp_min(1e-6));
}

std::size_t Transformer::numbers_of_a_cell() const {
    const auto width = static_cast<std::size_t>(m_config.width);
    // Queries, keys, values and messages along every key, and a token's own before and after.
    return (4 * static_cast<std::size_t>(m_lists->lists.size()) + 8 * m_mask.tokens) * width;
}

void Transformer::assign(const std::map<std::string, at::Tensor>& values) {
    for (auto& [name, tensor] : m_parameters) {
        const auto found = values.find(name);
        if (found == values.end() || found->second.sizes() != tensor.sizes()) {
            throw std::invalid_argument("weights do not fit: " + name);
        }
        tensor.data().copy_(found->second);
    }
}

}  // namespace regulus::detail

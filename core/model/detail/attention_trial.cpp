#include "core/model/detail/attention_trial.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/cuda.h>
#include <torch/optim/adamw.h>

#include <algorithm>
#include <chrono>

#include "core/base/parallel.h"
#include "core/model/detail/caching_allocator.h"
#include "core/model/detail/gpus.h"
#include "core/model/detail/sparse_attention.h"

namespace regulus::detail {
namespace {

constexpr std::int64_t slice_cells = 8;

using Lists = std::shared_ptr<const AttentionLists>;

Attended attend(AttentionWay way, const Lists& lists, const at::Tensor& q, const at::Tensor& k,
                const at::Tensor& v, const at::Tensor& bias) {
    switch (way) {
        case AttentionWay::Kernel:
            return sparse_attention(lists, q, k, v, bias);
        case AttentionWay::Operators:
            return attention_by_operators(*lists, q, k, v, bias);
        case AttentionWay::Dense:
            return attention_by_dense_mask(*lists, q, k, v, bias);
        case AttentionWay::None:
            break;
    }
    return {q + k + v, at::Tensor()};  // every projection takes part in forward and backward
}

Placement placement_on(int gpu) {
    if (gpu < 0) return {};
    make_gpus_deterministic();
    return {at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(gpu)), true, "GPU"};
}

std::vector<float> values_of(const at::Tensor& t) {
    const at::Tensor flat = t.detach().to(at::kCPU, at::kFloat).contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

struct Layer {
    std::vector<at::Tensor> parameters;  // q, k, v, o, bias, in, in bias, out, out bias

    Layer(const LayerShape& shape, std::int64_t keys, const at::Device& device) {
        at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(7);
        const auto random = [&](at::IntArrayRef sizes) {
            return (at::randn(sizes, generator, at::TensorOptions(at::kFloat)) * 0.1)
                .to(device)
                .requires_grad_(true);
        };
        const std::int64_t w = shape.width, f = shape.feed_forward;
        for (int i = 0; i < 4; ++i) parameters.push_back(random({w, w}));
        parameters.push_back(random({keys, shape.heads}));
        parameters.push_back(random({f, w}));
        parameters.push_back(random({f}));
        parameters.push_back(random({w, f}));
        parameters.push_back(random({w}));
    }

    at::Tensor operator()(const at::Tensor& x, const Lists& lists, AttentionWay way) const {
        const auto& p = parameters;
        const at::Tensor normal = at::layer_norm(x, {x.size(-1)});
        const at::Tensor out = attend(way, lists, at::linear(normal, p[0]), at::linear(normal, p[1]),
                                      at::linear(normal, p[2]), p[4])
                                   .out;
        const at::Tensor between = x + at::linear(out, p[3]);
        const at::Tensor inner = at::gelu(at::linear(at::layer_norm(between, {x.size(-1)}), p[5], p[6]));
        return between + at::linear(inner, p[7], p[8]);
    }
};

}  // namespace

AttentionTrial try_attention(const AttentionMask& mask, std::int64_t cells, std::int64_t heads,
                             std::int64_t head_width, std::uint64_t seed, AttentionWay way, bool doubles,
                             int gpu) {
    at::set_num_threads(thread_count());
    const Placement where = placement_on(gpu);
    const Lists lists = attention_lists(key_lists(mask), where);
    at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(seed);
    const auto tokens = static_cast<std::int64_t>(mask.tokens);
    const auto random = [&](at::IntArrayRef sizes) {
        const at::Tensor t = at::randn(sizes, generator, at::TensorOptions(at::kFloat));
        return t.to(where.device, doubles ? at::kDouble : at::kFloat).requires_grad_(true);
    };
    const at::Tensor q = random({cells, tokens, heads * head_width}),
                     k = random({cells, tokens, heads * head_width}),
                     v = random({cells, tokens, heads * head_width}),
                     bias = random({lists->lists.size(), heads}),
                     grad = random({cells, tokens, heads * head_width});
    const Attended attended = attend(way, lists, q, k, v, bias);
    const auto gradients = torch::autograd::grad({attended.out}, {q, k, v, bias}, {grad.detach()});
    return {values_of(attended.out), values_of(attended.weights), values_of(gradients[0]),
            values_of(gradients[1]), values_of(gradients[2]),     values_of(gradients[3])};
}

std::vector<double> time_layer(const AttentionMask& mask, const LayerShape& shape, AttentionWay way,
                               int steps, int gpu) {
    install_caching_allocator();
    const CachedMemory cached;
    at::set_num_threads(1);
    const Placement where = placement_on(gpu);
    const std::int64_t slice_size = where.by_operators ? shape.cells : slice_cells;
    const Lists lists = attention_lists(key_lists(mask), where);
    Layer layer(shape, lists->lists.size(), where.device);
    torch::optim::AdamW optimizer(layer.parameters, torch::optim::AdamWOptions(1e-3));
    at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(3);
    const at::Tensor x = at::randn({shape.cells, static_cast<std::int64_t>(mask.tokens), shape.width},
                                   generator, at::TensorOptions(at::kFloat))
                             .to(where.device);
    std::vector<double> seconds;
    for (int step = 0; step < steps; ++step) {
        const auto start = std::chrono::steady_clock::now();
        const auto slices = static_cast<std::size_t>((shape.cells + slice_size - 1) / slice_size);
        std::vector<std::vector<at::Tensor>> gradients(slices);
        parallel_for(slices, 1, [&](std::size_t slice, std::size_t) {
            const auto begin = static_cast<std::int64_t>(slice) * slice_size;
            const at::Tensor some = x.narrow(0, begin, std::min(slice_size, shape.cells - begin));
            const at::Tensor loss = layer(some, lists, way).square().mean();
            gradients[slice] = torch::autograd::grad({loss}, layer.parameters, {}, false, false, true);
        });
        for (std::size_t i = 0; i < layer.parameters.size(); ++i) {
            if (!gradients[0][i].defined()) continue;
            at::Tensor total = gradients[0][i];
            for (std::size_t slice = 1; slice < slices; ++slice) total = total + gradients[slice][i];
            layer.parameters[i].mutable_grad() = total;
        }
        optimizer.step();
        if (gpu >= 0) torch::cuda::synchronize(gpu);
        seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    return seconds;
}

}  // namespace regulus::detail

#include "core/model/detail/adamw.h"

#include <ATen/core/grad_mode.h>

#include <cmath>
#include <utility>

namespace regulus::detail {
namespace {

constexpr double keep_mean = 0.9, keep_square = 0.999, least = 1e-8;

AdamW::Moments copy_of(const AdamW::Moments& moments) {
    if (moments.steps == 0) return {};
    return {moments.steps, moments.mean.clone(), moments.square.clone()};
}

void move(at::Tensor& tensor, AdamW::Moments& moments, double rate, double decay) {
    const at::Tensor gradient = tensor.grad();
    if (!gradient.defined()) return;
    if (moments.steps == 0) {
        moments.mean = at::zeros_like(tensor);
        moments.square = at::zeros_like(tensor);
    }
    ++moments.steps;
    if (decay != 0) tensor.mul_(1 - rate * decay);
    moments.mean.mul_(keep_mean).add_(gradient, 1 - keep_mean);
    moments.square.mul_(keep_square).addcmul_(gradient, gradient, 1 - keep_square);
    const auto steps = static_cast<double>(moments.steps);
    const double seen_mean = 1 - std::pow(keep_mean, steps), seen_square = 1 - std::pow(keep_square, steps);
    const at::Tensor scale = (moments.square.sqrt() / std::sqrt(seen_square)).add_(least);
    tensor.addcdiv_(moments.mean, scale, -rate / seen_mean);
}

}  // namespace

AdamW::AdamW(std::vector<Group> groups) : m_groups(std::move(groups)) {
    std::size_t tensors = 0;
    for (const Group& group : m_groups) tensors += group.tensors.size();
    m_moments.resize(tensors);
}

void AdamW::step() {
    const at::NoGradGuard no_gradients;
    std::size_t i = 0;
    for (Group& group : m_groups)
        for (at::Tensor& tensor : group.tensors) move(tensor, m_moments[i++], group.rate, group.decay);
}

void AdamW::forget_gradients() {
    for (Group& group : m_groups)
        for (at::Tensor& tensor : group.tensors) tensor.mutable_grad().reset();
}

std::vector<AdamW::Moments> AdamW::moments() const {
    std::vector<Moments> copies;
    for (const Moments& moments : m_moments) copies.push_back(copy_of(moments));
    return copies;
}

void AdamW::set_moments(std::span<const Moments> moments) {
    TORCH_CHECK(moments.size() == m_moments.size(), "moments of another optimiser");
    for (std::size_t i = 0; i < moments.size(); ++i) m_moments[i] = copy_of(moments[i]);
}

}  // namespace regulus::detail

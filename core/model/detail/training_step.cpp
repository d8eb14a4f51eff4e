#include "core/model/detail/training_step.h"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <numeric>

#include "core/base/parallel.h"
#include "core/model/detail/prototypes.h"

namespace regulus::detail {
namespace {

// Cells that one thread computes at a time: what a slice touches stays in the caches, threads never wait for
// each other, and gradients do not depend on their number.
constexpr std::size_t slice_cells = 4;

at::Tensor label_loss(const at::Tensor& embedding, const Supervision& supervision, std::size_t begin,
                      std::size_t count) {
    const auto first = supervision.labels.begin() + static_cast<std::ptrdiff_t>(begin);
    const at::Tensor truth =
        at::tensor(std::vector<std::int64_t>(first, first + static_cast<std::ptrdiff_t>(count)), at::kLong)
            .to(embedding.device());
    return at::cross_entropy_loss(similarities(embedding, supervision.prototypes), truth,
                                  supervision.class_weights, at::Reduction::Sum);
}

// Added up in the order of the slices: the same sum whatever thread computed which.
void set_gradients(std::vector<at::Tensor>& learned, const std::vector<std::vector<at::Tensor>>& slices) {
    const at::NoGradGuard no_gradients;
    for (std::size_t i = 0; i < learned.size(); ++i) {
        at::Tensor total;
        for (const auto& slice : slices) {
            if (!slice[i].defined()) continue;
            total = total.defined() ? total.add_(slice[i]) : slice[i];
        }
        learned[i].mutable_grad() = total;
    }
}

// Loss and gradients of all ranks, in one message. A gradient that no rank has stays undefined.
double summed(double loss, std::vector<at::Tensor>& learned, Ranks& ranks) {
    if (ranks.size() == 1) return loss;
    const at::NoGradGuard no_gradients;
    std::vector<float> numbers{static_cast<float>(loss)};
    for (const at::Tensor& one : learned) numbers.push_back(one.grad().defined() ? 1 : 0);
    for (const at::Tensor& one : learned) {
        const at::Tensor gradient =
            one.grad().defined() ? one.grad().to(at::kCPU).contiguous() : at::zeros(one.sizes(), at::kFloat);
        numbers.insert(numbers.end(), gradient.data_ptr<float>(),
                       gradient.data_ptr<float>() + gradient.numel());
    }
    ranks.sum(std::span(numbers));
    auto at = static_cast<std::int64_t>(learned.size()) + 1;
    const at::Tensor all = at::from_blob(numbers.data(), {static_cast<std::int64_t>(numbers.size())});
    for (std::size_t i = 0; i < learned.size(); ++i) {
        const at::Tensor part = all.narrow(0, at, learned[i].numel()).view(learned[i].sizes());
        learned[i].mutable_grad() = numbers[i + 1] > 0 ? part.clone().to(learned[i].device()) : at::Tensor();
        at += learned[i].numel();
    }
    return numbers.front();
}

// Those of a batch, in any order, whose cells are read here.
std::vector<std::size_t> own_places(std::span<const std::uint32_t> rows, const CellShare& share) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!share.own(rows.subspan(i, 1)).empty()) places.push_back(i);
    }
    return places;
}

}  // namespace

double loss_and_gradients(const Transformer& network, const Batches& batches,
                          std::span<const std::uint32_t> all_rows, const at::Tensor& all_hidden,
                          const Supervision* all_supervision, std::vector<at::Tensor>& learned,
                          const CellShare& share) {
    double weight = 0;
    if (all_supervision != nullptr) {
        const at::Tensor weights = all_supervision->class_weights.cpu();
        for (const std::int32_t label : all_supervision->labels) weight += weights[label].item<double>();
    }
    const double hidden_count = std::max(1.0, all_hidden.sum().item<double>());
    std::vector<std::uint32_t> rows;
    std::vector<std::int64_t> places;
    Supervision own;
    if (all_supervision != nullptr) own = {{}, all_supervision->class_weights, all_supervision->prototypes};
    for (const std::size_t place : own_places(all_rows, share)) {
        rows.push_back(all_rows[place]);
        places.push_back(static_cast<std::int64_t>(place));
        if (all_supervision != nullptr) own.labels.push_back(all_supervision->labels[place]);
    }
    const Supervision* const supervision = all_supervision != nullptr ? &own : nullptr;
    const at::Tensor hidden = all_hidden.index_select(0, at::tensor(places, at::kLong));
    const Placement& where = network.placement();
    const std::size_t slice_size = where.by_operators ? rows.size() : slice_cells;
    const std::size_t slices = rows.empty() ? 0 : (rows.size() + slice_size - 1) / slice_size;
    std::vector<std::vector<at::Tensor>> gradients(slices);
    std::vector<double> losses(slices);
    parallel_for(slices, 1, [&](std::size_t slice, std::size_t) {
        const std::size_t begin = slice * slice_size, count = std::min(slice_size, rows.size() - begin);
        const at::Tensor z = batches.standardized(std::span(rows).subspan(begin, count), where);
        const at::Tensor covered =
            hidden.narrow(0, static_cast<std::int64_t>(begin), static_cast<std::int64_t>(count))
                .to(where.device);
        const Forward result = network.forward(z.masked_fill(covered, 0));
        at::Tensor loss =
            (result.expected - z).square().masked_fill(covered.logical_not(), 0).sum() / hidden_count;
        if (supervision != nullptr) {
            loss = loss + label_loss(result.embedding, *supervision, begin, count) / weight;
        }
        losses[slice] = loss.item<double>();
        gradients[slice] = torch::autograd::grad({loss}, learned, {}, false, false, true);
    });
    set_gradients(learned, gradients);
    return summed(std::accumulate(losses.begin(), losses.end(), 0.0), learned, share.ranks());
}

}  // namespace regulus::detail

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

}  // namespace

double loss_and_gradients(const Transformer& network, const Batches& batches,
                          std::span<const std::uint32_t> rows, const at::Tensor& hidden,
                          const Supervision* supervision, std::vector<at::Tensor>& learned) {
    double weight = 0;
    if (supervision != nullptr) {
        const at::Tensor weights = supervision->class_weights.cpu();
        for (const std::int32_t label : supervision->labels) weight += weights[label].item<double>();
    }
    const double hidden_count = std::max(1.0, hidden.sum().item<double>());
    const Placement& where = network.placement();
    const std::size_t slice_size = where.by_operators ? rows.size() : slice_cells;
    const std::size_t slices = (rows.size() + slice_size - 1) / slice_size;
    std::vector<std::vector<at::Tensor>> gradients(slices);
    std::vector<double> losses(slices);
    parallel_for(slices, 1, [&](std::size_t slice, std::size_t) {
        const std::size_t begin = slice * slice_size, count = std::min(slice_size, rows.size() - begin);
        const at::Tensor z = batches.standardized(rows.subspan(begin, count), where);
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
    return std::accumulate(losses.begin(), losses.end(), 0.0);
}

}  // namespace regulus::detail

#include "core/model/detail/prototypes.h"

#include <ATen/core/grad_mode.h>

#include <limits>
#include <utility>

#include "core/model/detail/adamw.h"

namespace regulus::detail {
namespace {

constexpr double temperature = 0.3;
constexpr int steps = 400, patience = 40;
constexpr double rate = 1e-2;
constexpr double decay = 1e-3;  // towards the projection as it was

at::Tensor normalized(const at::Tensor& x) {
    return x / x.norm(2, -1, true).clamp_min(1e-6);
}

at::Tensor mean_directions(const at::Tensor& embedded, const at::Tensor& truth, std::int64_t classes) {
    at::Tensor sums = at::zeros({classes, embedded.size(1)}, embedded.options());
    return normalized(sums.index_add_(0, truth, normalized(embedded)));
}

}  // namespace

at::Tensor similarities(const at::Tensor& embedded, const at::Tensor& prototypes) {
    return at::matmul(normalized(embedded), normalized(prototypes).t()) / temperature;
}

at::Tensor fit_projection(const at::Tensor& projection, const LabelledCells& train,
                          const LabelledCells& validation, const at::Tensor& class_weights, Job& job) {
    at::Tensor learned = projection.detach().clone().requires_grad_(true);
    const at::Tensor start = projection.detach().clone();
    at::Tensor prototypes =
        mean_directions(at::linear(train.pooled, start), train.truth, class_weights.size(0))
            .requires_grad_(true);
    const auto loss = [&](const LabelledCells& cells) {
        return at::cross_entropy_loss(similarities(at::linear(cells.pooled, learned), prototypes),
                                      cells.truth, class_weights);
    };
    AdamW optimizer({{{learned, prototypes}, rate, 0}});
    double best = std::numeric_limits<double>::infinity();
    std::pair kept{start, prototypes.detach().clone()};
    for (int i = 0, since = 0; i < steps && since < patience; ++i, ++since) {
        job.checkpoint();
        {
            const at::NoGradGuard no_gradients;
            const double now = loss(validation).item<double>();
            if (now < best) {
                best = now;
                kept = {learned.detach().clone(), prototypes.detach().clone()};
                since = 0;
            }
        }
        optimizer.forget_gradients();
        (loss(train) + decay * (learned - start).square().sum()).backward();
        optimizer.step();
    }
    const at::NoGradGuard no_gradients;
    projection.detach().copy_(kept.first);
    return kept.second.requires_grad_(true);
}

}  // namespace regulus::detail

#include "core/model/detail/warm_start.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/model/detail/weights.h"

namespace regulus::detail {
namespace {

constexpr std::size_t scale_cells = 4096;

}  // namespace

std::vector<std::uint32_t> spread(std::span<const std::uint32_t> rows, std::size_t most) {
    if (rows.size() <= most) return {rows.begin(), rows.end()};
    std::vector<std::uint32_t> some;
    for (std::size_t i = 0; i < most; ++i) some.push_back(rows[i * rows.size() / most]);
    return some;
}

void warm_start(Transformer& network, const Matrix& loadings, const Batches& batches,
                std::span<const std::uint32_t> rows, const CellShare& share) {
    const at::NoGradGuard no_gradients;
    const at::Tensor& embedding = network["gene.embedding"];
    const std::int64_t tokens = embedding.size(0), width = embedding.size(1),
                       components = std::min(static_cast<std::int64_t>(loadings.cols), width);
    embedding.narrow(1, 0, components)
        .copy_(to_tensor(loadings).narrow(1, 0, components) * std::sqrt(static_cast<double>(tokens)));
    embedding.narrow(1, components, width - components).mul_(0.1);
    const std::vector<std::uint32_t> some = spread(rows, scale_cells);
    if (share.alone()) {
        network.standardize_activities(some.size(), [&](std::size_t begin, std::size_t count) {
            return batches.standardized(std::span(some).subspan(begin, count), network.placement());
        });
        return;
    }
    // Few enough for every rank to have them all.
    at::Tensor z = at::empty({static_cast<std::int64_t>(some.size()), tokens});
    const auto own = share.own(some);
    const auto before = static_cast<std::int64_t>(share.before(some));
    z.narrow(0, before, static_cast<std::int64_t>(own.size()))
        .copy_(batches.standardized(own, network.placement()));
    share.complete(std::span(z.data_ptr<float>(), static_cast<std::size_t>(z.numel())),
                   static_cast<std::size_t>(tokens), some);
    network.standardize_activities(some.size(), [&](std::size_t begin, std::size_t count) {
        return z.narrow(0, static_cast<std::int64_t>(begin), static_cast<std::int64_t>(count))
            .to(network.placement().device);
    });
}

}  // namespace regulus::detail

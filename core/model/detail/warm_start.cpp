#include "core/model/detail/warm_start.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace regulus::detail {
namespace {

constexpr int iterations = 8;
constexpr std::size_t block_cells = 1024;

// Zᵀ Z q over all rows, and their number.
at::Tensor covariance_times(const Batches& batches, std::span<const std::uint32_t> rows, const at::Tensor& q,
                            Job& job) {
    at::Tensor result = at::zeros_like(q);
    for (std::size_t begin = 0; begin < rows.size(); begin += block_cells) {
        job.checkpoint();
        const at::Tensor z =
            batches.standardized(rows.subspan(begin, std::min(block_cells, rows.size() - begin)));
        result.addmm_(z.t(), at::matmul(z, q));
    }
    return result / static_cast<double>(rows.size());
}

// Evenly spread over the rows given, at most `most`.
std::vector<std::uint32_t> sample(std::span<const std::uint32_t> rows, std::size_t most) {
    if (rows.size() <= most) return {rows.begin(), rows.end()};
    std::vector<std::uint32_t> some;
    for (std::size_t i = 0; i < most; ++i) some.push_back(rows[i * rows.size() / most]);
    return some;
}

}  // namespace

at::Tensor principal_loadings(const Batches& batches, std::span<const std::uint32_t> rows,
                              std::int64_t components, Job& job) {
    const std::int64_t tokens = batches.standardized(rows.first(1)).size(1);
    const std::int64_t extra = std::min<std::int64_t>(components + 10, tokens);
    at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(20190101);
    at::Tensor q =
        std::get<0>(at::linalg_qr(at::randn({tokens, extra}, generator, at::TensorOptions(at::kFloat))));
    at::Tensor image;
    for (int i = 0; i < iterations; ++i) {
        image = covariance_times(batches, rows, q, job);
        if (i + 1 < iterations) q = std::get<0>(at::linalg_qr(image));
        job.progress(static_cast<double>(i + 1) / iterations, "principal components");
    }
    const auto [values, vectors] = at::linalg_eigh(at::matmul(q.t(), image));  // ascending
    at::Tensor loadings = at::matmul(q, vectors.flip(1)).narrow(1, 0, std::min(components, extra));
    // The sign of a component is arbitrary; the largest loading is made positive.
    const at::Tensor largest = loadings.gather(0, loadings.abs().argmax(0, true));
    return (loadings * largest.sign()).contiguous();
}

void warm_start(Transformer& network, const Batches& batches, std::span<const std::uint32_t> rows, Job& job) {
    const at::NoGradGuard no_gradients;
    const std::vector<std::uint32_t> some = sample(rows, warm_start_cells);
    const at::Tensor& embedding = network["gene.embedding"];
    const std::int64_t components =
        std::min({warm_start_components, embedding.size(1), static_cast<std::int64_t>(some.size()) - 1});
    if (components > 0) {
        const at::Tensor loadings = principal_loadings(batches, some, components, job);
        embedding.narrow(1, 0, loadings.size(1))
            .copy_(loadings * std::sqrt(static_cast<double>(embedding.size(0))));
        embedding.narrow(1, loadings.size(1), embedding.size(1) - loadings.size(1)).mul_(0.1);
    }
    const std::size_t few = std::min<std::size_t>(some.size(), 4096);
    network.standardize_activities(batches.standardized(std::span(some).first(few)).to(network.device()));
}

}  // namespace regulus::detail

#include "core/stats/standardised_variance.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/stats/loess.h"

namespace regulus {
namespace {

constexpr std::size_t default_top = 2000;

// The standard deviation that genes of such a mean have; 1 for a gene that does not vary.
std::vector<double> expected_deviations(const GeneMoments& moments, double span) {
    std::vector<std::size_t> varying;
    std::vector<double> x, y;
    for (std::size_t g = 0; g < moments.mean.size(); ++g) {
        if (!(moments.variance[g] > 0)) continue;
        varying.push_back(g);
        x.push_back(std::log10(moments.mean[g]));
        y.push_back(std::log10(moments.variance[g]));
    }
    std::vector<double> deviations(moments.mean.size(), 1.0);
    const std::vector<double> fitted = loess(x, y, {span});
    for (std::size_t i = 0; i < varying.size(); ++i)
        deviations[varying[i]] = std::sqrt(std::pow(10.0, fitted[i]));
    return deviations;
}

// Moments over all batches together.
void take_overall_moments(const std::vector<GeneMoments>& batches, VariableGenes& result) {
    for (std::size_t g = 0; g < result.chosen.size(); ++g) {
        double cells = 0, sum = 0, squares = 0;
        for (const GeneMoments& batch : batches) {
            cells += static_cast<double>(batch.cells);
            sum += static_cast<double>(batch.cells) * batch.mean[g];
        }
        const double mean = sum / cells;
        for (const GeneMoments& batch : batches) {
            const auto n = static_cast<double>(batch.cells);
            squares += (n - 1) * batch.variance[g] + n * (batch.mean[g] - mean) * (batch.mean[g] - mean);
        }
        result.means.push_back(mean);
        result.variances.push_back(squares / (cells - 1));
    }
}

// Places in the order of descending values; equal ones keep their order.
std::vector<std::size_t> ranks(std::span<const double> values) {
    std::vector<std::size_t> order(values.size()), rank(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater<>{}, [&](std::size_t g) { return values[g]; });
    for (std::size_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
    return rank;
}

double median(std::vector<double>& values) {
    if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
    std::ranges::sort(values);
    return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

// Best median rank first, then genes chosen in most batches.
void choose(std::size_t top, VariableGenes& result) {
    std::vector<std::size_t> order(result.rank.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t g) {
        const double rank = result.rank[g];
        return std::pair(std::isnan(rank) ? std::numeric_limits<double>::infinity() : rank,
                         result.batches - result.batches_chosen[g]);
    });
    for (std::size_t i = 0; i < std::min(top, order.size()); ++i) result.chosen[order[i]] = 1;
}

// A batch's genes: the variance of counts that are standardised by the expected deviation and clipped.
std::vector<double> scaled_variances(const GeneMoments& moments, std::span<const double> deviations,
                                     std::span<const double> sums, std::span<const double> squares) {
    const auto n = static_cast<double>(moments.cells);
    std::vector<double> scaled(deviations.size());
    for (std::size_t g = 0; g < scaled.size(); ++g) {
        const double mean = moments.mean[g];
        scaled[g] =
            (n * mean * mean + squares[g] - 2 * sums[g] * mean) / ((n - 1) * deviations[g] * deviations[g]);
    }
    return scaled;
}

}  // namespace

void by_standardised_variance(const MatrixSource& counts, const Batches& batches,
                              const VariableOptions& options, VariableGenes& result, Job& job) {
    const std::size_t genes = counts.genes(), top = options.top.value_or(default_top);
    PartJob first(job, 0, 0.5), second(job, 0.5, 1);
    const std::vector<GeneMoments> moments = gene_moments(counts, batches, Scaling::None, first);
    take_overall_moments(moments, result);
    std::vector<double> deviations, limits;
    for (const GeneMoments& batch : moments) {
        const std::vector<double> expected = expected_deviations(batch, options.span);
        const double reach = std::sqrt(static_cast<double>(batch.cells));
        for (std::size_t g = 0; g < genes; ++g) limits.push_back(expected[g] * reach + batch.mean[g]);
        deviations.insert(deviations.end(), expected.begin(), expected.end());
    }
    const ClippedSums sums = clipped_sums(counts, batches, limits, second);
    std::vector<std::vector<double>> good_ranks(genes);
    result.variances_norm.assign(genes, 0);
    for (std::size_t b = 0; b < moments.size(); ++b) {
        const auto of_batch = [&](const std::vector<double>& all) {
            return std::span<const double>(all).subspan(b * genes, genes);
        };
        const std::vector<double> scaled =
            scaled_variances(moments[b], of_batch(deviations), of_batch(sums.sum), of_batch(sums.squares));
        const std::vector<std::size_t> rank = ranks(scaled);
        for (std::size_t g = 0; g < genes; ++g) {
            result.variances_norm[g] += scaled[g] / static_cast<double>(moments.size());
            if (rank[g] >= top) continue;
            ++result.batches_chosen[g];
            good_ranks[g].push_back(static_cast<double>(rank[g]));
        }
    }
    for (auto& list : good_ranks) result.rank.push_back(median(list));
    choose(top, result);
}

}  // namespace regulus

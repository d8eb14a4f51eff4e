#include "core/stats/bulk_counts.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "core/stats/median.h"
#include "core/stats/rank_test.h"

namespace regulus {
namespace {

// As R's quantile(): linear between the order statistics.
double quantile(std::vector<double> values, double share) {
    std::ranges::sort(values);
    const double at = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const double next = values[std::min(below + 1, values.size() - 1)];
    return values[below] + (at - static_cast<double>(below)) * (next - values[below]);
}

// The sample whose upper quartile is nearest to the mean of all.
std::size_t reference_sample(const BulkCounts& counts, std::span<const double> sizes) {
    std::vector<double> quartiles;
    for (std::size_t s = 0; s < counts.samples; ++s) {
        const auto sample = counts.sample(s);
        quartiles.push_back(quantile({sample.begin(), sample.end()}, 0.75) / sizes[s]);
    }
    std::vector<double> fitness;
    if (median(quartiles) < 1e-20) {  // most genes are 0 everywhere: the sample with most of them
        for (std::size_t s = 0; s < counts.samples; ++s) {
            double roots = 0;
            for (const double count : counts.sample(s)) roots += std::sqrt(count);
            fitness.push_back(-roots);
        }
    } else {
        const double mean =
            std::accumulate(quartiles.begin(), quartiles.end(), 0.0) / static_cast<double>(quartiles.size());
        for (const double quartile : quartiles) fitness.push_back(std::abs(quartile - mean));
    }
    return static_cast<std::size_t>(std::ranges::min_element(fitness) - fitness.begin());
}

double tmm_factor(std::span<const double> sample, double size, std::span<const double> reference,
                  double reference_size) {
    constexpr double trim_ratio = 0.3, trim_level = 0.05, alike = 1e-6;
    std::vector<double> ratios, levels, variances;
    double furthest = 0;
    for (std::size_t g = 0; g < sample.size(); ++g) {
        if (sample[g] <= 0 || reference[g] <= 0) continue;
        const double a = sample[g] / size, b = reference[g] / reference_size;
        ratios.push_back(std::log2(a / b));
        levels.push_back((std::log2(a) + std::log2(b)) / 2);
        variances.push_back((size - sample[g]) / size / sample[g] +
                            (reference_size - reference[g]) / reference_size / reference[g]);
        furthest = std::max(furthest, std::abs(ratios.back()));
    }
    if (furthest < alike) return 1;
    const auto n = static_cast<double>(ratios.size());
    const double low_ratio = std::floor(n * trim_ratio) + 1, high_ratio = n + 1 - low_ratio;
    const double low_level = std::floor(n * trim_level) + 1, high_level = n + 1 - low_level;
    const std::vector<double> by_ratio = average_ranks(ratios), by_level = average_ranks(levels);
    double sum = 0, weights = 0;
    for (std::size_t i = 0; i < ratios.size(); ++i) {
        if (by_ratio[i] < low_ratio || by_ratio[i] > high_ratio || by_level[i] < low_level ||
            by_level[i] > high_level)
            continue;
        sum += ratios[i] / variances[i];
        weights += 1 / variances[i];
    }
    return weights > 0 ? std::exp2(sum / weights) : 1;
}

}  // namespace

std::vector<double> library_sizes(const BulkCounts& counts) {
    std::vector<double> sizes;
    for (std::size_t s = 0; s < counts.samples; ++s) {
        const auto sample = counts.sample(s);
        sizes.push_back(std::accumulate(sample.begin(), sample.end(), 0.0));
    }
    return sizes;
}

std::vector<std::uint32_t> genes_with_counts(const BulkCounts& counts, std::span<const double> sizes,
                                             std::span<const std::int32_t> groups) {
    constexpr double least = 10, least_total = 15, many = 10, share_of_many = 0.7, rounding = 1e-14;
    std::map<std::int32_t, double> members;
    for (const std::int32_t group : groups) ++members[group];
    double smallest = static_cast<double>(groups.size());
    for (const auto& [group, count] : members) smallest = std::min(smallest, count);
    if (smallest > many) smallest = many + (smallest - many) * share_of_many;
    const double cutoff = least / median({sizes.begin(), sizes.end()});
    std::vector<std::uint32_t> kept;
    for (std::size_t g = 0; g < counts.genes; ++g) {
        double samples = 0, total = 0;
        for (std::size_t s = 0; s < counts.samples; ++s) {
            samples += counts.at(s, g) / sizes[s] >= cutoff ? 1 : 0;
            total += counts.at(s, g);
        }
        if (samples >= smallest - rounding && total >= least_total - rounding)
            kept.push_back(static_cast<std::uint32_t>(g));
    }
    return kept;
}

std::vector<double> tmm_factors(const BulkCounts& counts, std::span<const double> sizes) {
    const std::size_t reference = reference_sample(counts, sizes);
    std::vector<double> factors;
    double logarithms = 0;
    for (std::size_t s = 0; s < counts.samples; ++s) {
        factors.push_back(tmm_factor(counts.sample(s), sizes[s], counts.sample(reference), sizes[reference]));
        logarithms += std::log(factors.back());
    }
    const double mean = std::exp(logarithms / static_cast<double>(counts.samples));
    for (double& factor : factors) factor /= mean;
    return factors;
}

BulkCounts selected(const BulkCounts& counts, std::span<const std::uint32_t> genes) {
    BulkCounts some{counts.samples, genes.size(), {}};
    some.counts.reserve(counts.samples * genes.size());
    for (std::size_t s = 0; s < counts.samples; ++s)
        for (const std::uint32_t gene : genes) some.counts.push_back(counts.at(s, gene));
    return some;
}

}  // namespace regulus

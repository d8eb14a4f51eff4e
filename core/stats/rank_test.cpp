#include "core/stats/rank_test.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace regulus {
namespace {

bool has_nan(std::span<const double> values) {
    return std::any_of(values.begin(), values.end(), [](double v) { return std::isnan(v); });
}

}  // namespace

std::vector<double> average_ranks(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin + 1;
        while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
        const double rank = 0.5 * static_cast<double>(begin + 1 + end);
        for (std::size_t i = begin; i < end; ++i) ranks[order[i]] = rank;
        begin = end;
    }
    return ranks;
}

std::optional<double> auroc(std::span<const double> scores, std::span<const std::uint8_t> positive) {
    assert(scores.size() == positive.size());
    if (has_nan(scores)) return std::nullopt;
    const std::vector<double> ranks = average_ranks(scores);
    double sum = 0, positives = 0;
    for (std::size_t i = 0; i < ranks.size(); ++i) {
        if (!positive[i]) continue;
        sum += ranks[i];
        ++positives;
    }
    const double negatives = static_cast<double>(scores.size()) - positives;
    if (positives == 0 || negatives == 0) return std::nullopt;
    return (sum - positives * (positives + 1) / 2) / (positives * negatives);
}

std::optional<double> spearman(std::span<const double> a, std::span<const double> b) {
    assert(a.size() == b.size());
    if (a.size() < 2 || has_nan(a) || has_nan(b)) return std::nullopt;
    const std::vector<double> ra = average_ranks(a), rb = average_ranks(b);
    const double mean = 0.5 * static_cast<double>(a.size() + 1);
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < ra.size(); ++i) {
        ab += (ra[i] - mean) * (rb[i] - mean);
        aa += (ra[i] - mean) * (ra[i] - mean);
        bb += (rb[i] - mean) * (rb[i] - mean);
    }
    if (aa == 0 || bb == 0) return std::nullopt;
    return std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0);
}

}  // namespace regulus

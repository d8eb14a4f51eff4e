#include "core/stats/conformal.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace regulus {

double conformal_quantile(std::vector<double> values, double level, double lowest) {
    // A product such as 0.05 · 20 must not fall below the whole number that it is.
    const double rank = std::floor((1 - level) * static_cast<double>(values.size() + 1) + 1e-9);
    if (rank < 1) return lowest;
    const auto at =
        values.begin() + static_cast<std::ptrdiff_t>(std::min(rank, static_cast<double>(values.size()))) - 1;
    std::ranges::nth_element(values, at);
    return *at;
}

std::vector<double> class_thresholds(std::span<const float> own, std::span<const std::int32_t> labels,
                                     std::size_t classes, double level, double lowest) {
    assert(labels.size() == own.size());
    std::vector<std::vector<double>> by_class(classes);
    std::vector<double> all;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] < 0) continue;
        by_class[static_cast<std::size_t>(labels[i])].push_back(own[i]);
        all.push_back(own[i]);
    }
    const double shared = conformal_quantile(std::move(all), level, lowest);
    std::vector<double> thresholds;
    for (auto& values : by_class) {
        const bool enough = values.size() >= least_for_own_threshold;
        thresholds.push_back(enough ? conformal_quantile(std::move(values), level, lowest) : shared);
    }
    return thresholds;
}

double accuracy_threshold(std::span<const float> values, std::span<const std::uint8_t> right, double wanted) {
    assert(values.size() == right.size());
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
    double threshold = 1;
    std::size_t correct = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        correct += right[order[i]];
        const bool tied = i + 1 < order.size() && values[order[i + 1]] == values[order[i]];
        if (!tied && static_cast<double>(correct) >= wanted * static_cast<double>(i + 1))
            threshold = i + 1 < order.size() ? values[order[i]] : 0;
    }
    return threshold;
}

}  // namespace regulus

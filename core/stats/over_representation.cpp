#include "core/stats/over_representation.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace regulus {
namespace {

// std::lgamma writes a global variable.
double log_factorial(std::size_t n) {
    int sign = 0;
    return ::lgamma_r(static_cast<double>(n) + 1, &sign);
}

double log_choose(std::size_t n, std::size_t k) {
    return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

}  // namespace

double hypergeometric_tail(std::size_t hits, std::size_t universe, std::size_t set, std::size_t drawn) {
    assert(set <= universe && drawn <= universe && hits <= set && hits <= drawn);
    const std::size_t outside = universe - set;
    const std::size_t least = drawn > outside ? drawn - outside : 0, most = std::min(set, drawn);
    if (hits <= least) return 1;
    // The logarithm of P(X = k), and how that goes on to k + 1.
    const auto log_at = [&](std::size_t k) {
        return log_choose(set, k) + log_choose(outside, drawn - k) - log_choose(universe, drawn);
    };
    const auto ratio = [&](std::size_t k) {
        return static_cast<double>(set - k) * static_cast<double>(drawn - k) /
               (static_cast<double>(k + 1) * static_cast<double>(outside + k + 1 - drawn));
    };
    // The side of the mean that is summed has terms that fall, and nothing cancels.
    const double mean = static_cast<double>(set) * static_cast<double>(drawn) / static_cast<double>(universe);
    const bool upper = static_cast<double>(hits) > mean;
    constexpr double done = 1e-17;
    double term = 1, sum = 1;
    if (upper) {
        for (std::size_t k = hits; k < most && term > done * sum; ++k) sum += term *= ratio(k);
        return std::min(1.0, std::exp(log_at(hits)) * sum);
    }
    for (std::size_t k = hits - 1; k > least && term > done * sum; --k) sum += term /= ratio(k - 1);
    return std::max(0.0, 1 - std::exp(log_at(hits - 1)) * sum);
}

}  // namespace regulus

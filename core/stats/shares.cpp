#include "core/stats/shares.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "core/stats/distributions.h"

namespace regulus {

Interval wilson_interval(std::size_t part, std::size_t whole) {
    assert(part <= whole);
    if (whole == 0) return {};
    constexpr double z = 1.959963984540054;
    const auto n = static_cast<double>(whole);
    const double share = static_cast<double>(part) / n, square = z * z / n;
    const double middle = (share + square / 2) / (1 + square);
    const double reach = z * std::sqrt(share * (1 - share) / n + square / (4 * n)) / (1 + square);
    return {part == 0 ? 0 : middle - reach, part == whole ? 1 : middle + reach};
}

Interval mean_interval(std::span<const double> shares) {
    const auto n = static_cast<double>(shares.size());
    if (shares.size() < 2) return {std::nan(""), std::nan("")};
    const double mean = std::accumulate(shares.begin(), shares.end(), 0.0) / n;
    double squares = 0;
    for (const double share : shares) squares += (share - mean) * (share - mean);
    const double reach = student_deviate(0.05, n - 1) * std::sqrt(squares / (n - 1) / n);
    return {std::max(0.0, mean - reach), std::min(1.0, mean + reach)};
}

const char* to_string(ShareTransform transform) {
    return transform == ShareTransform::Logit ? "logit" : "arcsine";
}

std::vector<double> transformed_shares(std::span<const double> counts, std::size_t samples,
                                       ShareTransform transform) {
    assert(samples > 0 && counts.size() % samples == 0 && counts.size() / samples >= 2);
    const std::size_t groups = counts.size() / samples;
    std::vector<double> values(counts.size());
    for (std::size_t s = 0; s < samples; ++s) {
        double whole = 0;
        for (std::size_t g = 0; g < groups; ++g) whole += counts[g * samples + s];
        for (std::size_t g = 0; g < groups; ++g) {
            const double part = counts[g * samples + s];
            // Beside the pseudo-count of the group there is one of each other.
            const double others = whole - part + static_cast<double>(groups - 1) / 2;
            values[g * samples + s] = transform == ShareTransform::Logit ? std::log((part + 0.5) / others)
                                                                         : std::asin(std::sqrt(part / whole));
        }
    }
    return values;
}

}  // namespace regulus

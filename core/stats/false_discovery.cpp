#include "core/stats/false_discovery.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace regulus {

std::vector<double> benjamini_hochberg(std::span<const double> p) {
    std::vector<std::size_t> order;
    order.reserve(p.size());
    for (std::size_t i = 0; i < p.size(); ++i)
        if (!std::isnan(p[i])) order.push_back(i);
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    std::vector<double> adjusted(p.size(), std::numeric_limits<double>::quiet_NaN());
    const auto tests = static_cast<double>(order.size());
    double least = 1;
    for (std::size_t i = order.size(); i-- > 0;) {
        least = std::min(least, p[order[i]] * tests / static_cast<double>(i + 1));
        adjusted[order[i]] = least;
    }
    return adjusted;
}

}  // namespace regulus

#include "core/interpret/rewired_groups.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>

namespace regulus {
namespace {

constexpr double least = 1e-6;  // of a log ratio: what rounding leaves

// Groups × columns.
std::vector<double> contrasts(std::vector<double> means, std::size_t columns,
                              std::span<const std::uint8_t> counted, Contrast contrast) {
    if (contrast == Contrast::Level) return means;
    const auto groups = static_cast<double>(std::ranges::count_if(counted, [](auto c) { return c != 0; }));
    for (std::size_t t = 0; t < columns; ++t) {
        double sum = 0;
        for (std::size_t g = 0; g < counted.size(); ++g)
            if (counted[g] != 0) sum += means[g * columns + t];
        for (std::size_t g = 0; g < counted.size(); ++g) means[g * columns + t] -= sum / groups;
    }
    return means;
}

bool at_least(double other, double shown) {
    if (std::abs(shown) <= least) return true;
    return shown > 0 ? other >= shown : other <= shown;
}

// How many fields of each column have none of the others above them.
std::vector<std::size_t> standing(const std::vector<std::vector<double>>& rewired, std::size_t one,
                                  const GroupMeans& means) {
    std::vector<std::size_t> counts(means.columns, 0);
    for (std::size_t g = 0; g < means.cells.size(); ++g) {
        for (std::size_t t = 0; t < means.columns && means.cells[g] > 0; ++t) {
            const std::size_t field = g * means.columns + t;
            bool stands = true;
            for (std::size_t r = 0; r < rewired.size() && stands; ++r)
                stands = r == one || !at_least(rewired[r][field], rewired[one][field]);
            counts[t] += stands ? 1 : 0;
        }
    }
    return counts;
}

// Those with the largest share first.
std::vector<std::size_t> by_share(std::span<const std::size_t> entries, const std::vector<double>& shares) {
    std::vector<std::size_t> order(entries.begin(), entries.end());
    std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t t) { return shares[t]; });
    return order;
}

}  // namespace

RewiredGroups compare_groups(const GroupMeans& shown, std::span<const GroupMeans> rewired,
                             std::span<const std::size_t> entries, std::span<const std::uint8_t> counted,
                             Contrast contrast) {
    assert(rewired.size() > 1 && counted.size() == shown.cells.size());
    RewiredGroups result{rewired.size(), shown.cells.size(), shown.columns, {}, {}, {}};
    std::vector<std::vector<double>> others;
    for (const GroupMeans& means : rewired)
        others.push_back(contrasts(means.means, means.columns, counted, contrast));
    const std::vector<double> values = contrasts(shown.means, shown.columns, counted, contrast);
    result.above.assign(values.size(), -1);
    for (std::size_t field = 0; field < values.size(); ++field) {
        if (shown.cells[field / shown.columns] == 0) continue;
        result.above[field] = static_cast<std::int32_t>(
            std::ranges::count_if(others, [&](const auto& o) { return at_least(o[field], values[field]); }));
    }
    for (std::size_t r = 0; r < rewired.size(); ++r) {
        const std::vector<double> shares = variance_between(rewired[r], counted, least);
        const std::vector<std::size_t> counts = standing(others, r, rewired[r]);
        std::vector<double>& sums = result.standing.emplace_back(1, 0.0);
        std::vector<double>& largest = result.shares.emplace_back();
        for (const std::size_t entry : by_share(entries, shares)) {
            sums.push_back(sums.back() + static_cast<double>(counts[entry]));
            largest.push_back(shares[entry]);
        }
    }
    return result;
}

std::vector<std::int32_t> count_above(const GroupMeans& shown, std::span<const std::vector<double>> others,
                                      std::span<const std::uint8_t> counted, Contrast contrast) {
    const std::vector<double> values = contrasts(shown.means, shown.columns, counted, contrast);
    std::vector<std::int32_t> above(values.size(), 0);
    for (const std::vector<double>& means : others) {
        const std::vector<double> other = contrasts(means, shown.columns, counted, contrast);
        for (std::size_t field = 0; field < values.size(); ++field)
            above[field] += at_least(other[field], values[field]) ? 1 : 0;
    }
    for (std::size_t field = 0; field < values.size(); ++field)
        if (shown.cells[field / shown.columns] == 0) above[field] = -1;
    return above;
}

}  // namespace regulus

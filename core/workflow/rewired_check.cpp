#include "core/workflow/rewired_check.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/stats/false_discovery.h"
#include "core/workflow/depth_sample.h"
#include "core/workflow/depth_tests.h"

namespace regulus {
namespace {

// What one prior shows, groups × columns.
struct Shown {
    std::vector<float> differences;
    std::vector<double> p, q;  // at equal depth; q: over all of them
};

// Of the priors but `left_out`, and of the true one where that is a number, those that give the column as
// large a difference, with one for the prior that is judged; NaN where that was not tested.
double p_of(float shown, const std::vector<Shown>& rewired, std::size_t column, std::size_t left_out,
            float other) {
    if (std::isnan(shown)) return std::numeric_limits<double>::quiet_NaN();
    std::size_t as_large = 0;
    // What a prior cannot tell counts against the TF.
    const auto count = [&](float one) { as_large += std::abs(one) < std::abs(shown) ? 0 : 1; };
    for (std::size_t k = 0; k < rewired.size(); ++k)
        count(k == left_out ? other : rewired[k].differences[column]);
    return static_cast<double>(as_large + 1) / static_cast<double>(rewired.size() + 1);
}

double p_of_true(const DepthCheck& depth, const std::vector<Shown>& rewired, std::size_t column) {
    return p_of(depth.differences[column], rewired, column, rewired.size(), 0);
}

bool stands(double p, double q) {
    return p <= most_p_of_rewired && q <= most_q_of_depth;
}

// Each rewired prior is judged as the true one is: beside as many others, one of which is the true one.
StandingCount count_standing(const DepthCheck& depth, const std::vector<Shown>& rewired, std::size_t begin,
                             std::size_t end) {
    StandingCount count;
    std::vector<std::size_t> standing(rewired.size(), 0);
    for (std::size_t at = begin; at < end; ++at) {
        const double p = p_of_true(depth, rewired, at);
        if (std::isnan(p)) continue;
        ++count.tested;
        count.standing += stands(p, depth.q[at]) ? 1 : 0;
        for (std::size_t k = 0; k < rewired.size(); ++k) {
            const double own = p_of(rewired[k].differences[at], rewired, at, k, depth.differences[at]);
            standing[k] += stands(own, rewired[k].q[at]) ? 1 : 0;
        }
    }
    const auto [fewest, most] = std::ranges::minmax(standing);
    count.fewest = fewest;
    count.most = most;
    count.by_chance = static_cast<double>(std::accumulate(standing.begin(), standing.end(), std::size_t{0})) /
                      static_cast<double>(rewired.size());
    return count;
}

}  // namespace

RewiredCheck check_rewired(const ComparedValues& values, const CellGroups& groups,
                           std::span<const std::uint8_t> shown, const DepthCheck& depth, std::size_t priors,
                           Job& job) {
    assert(priors == 0 || priors >= fewest_rewired);
    RewiredCheck check;
    if (!values.rewired || depth.tests.empty() || priors == 0) return check;
    PartJob making(job, 0, 0.3), reading(job, 0.3, 1);
    const std::vector<TfRead> reads = values.rewired(priors, making);
    const DepthSample sample = depth_sample(values, groups, job);
    const std::size_t columns = values.names.size();
    check.priors = priors;
    std::vector<Shown> rewired(priors);
    for (Shown& one : rewired) {
        one.differences.assign(shown.size() * columns, std::numeric_limits<float>::quiet_NaN());
        one.p.assign(shown.size() * columns, std::numeric_limits<double>::quiet_NaN());
    }
    for (std::size_t g = 0; g < shown.size(); ++g) {
        if (shown[g] == 0) continue;
        PartJob testing(reading, static_cast<double>(g) / static_cast<double>(shown.size()),
                        static_cast<double>(g + 1) / static_cast<double>(shown.size()));
        const auto made = test_group(reads, columns, sample, static_cast<std::int32_t>(g),
                                     "comparing with rewired priors", testing);
        for (std::size_t k = 0; k < priors; ++k) {
            std::ranges::copy(made[k].differences,
                              rewired[k].differences.begin() + static_cast<std::ptrdiff_t>(g * columns));
            for (std::size_t t = 0; t < columns; ++t) rewired[k].p[g * columns + t] = made[k].tests[t].p;
        }
    }
    for (Shown& one : rewired) one.q = benjamini_hochberg(one.p);
    check.p.resize(shown.size() * columns);
    for (std::size_t at = 0; at < check.p.size(); ++at) check.p[at] = p_of_true(depth, rewired, at);
    check.counts.resize(shown.size());
    for (std::size_t g = 0; g < shown.size(); ++g)
        if (shown[g] != 0) check.counts[g] = count_standing(depth, rewired, g * columns, (g + 1) * columns);
    check.q = benjamini_hochberg(check.p);
    return check;
}

}  // namespace regulus

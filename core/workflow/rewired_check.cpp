#include "core/workflow/rewired_check.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "core/stats/false_discovery.h"
#include "core/workflow/depth_sample.h"
#include "core/workflow/depth_tests.h"

namespace regulus {
namespace {

using Differences = std::vector<float>;  // one a TF

// p of one TF: NaN where it was not tested. `left_out`: a prior that takes no part.
double p_of(float shown, const std::vector<Differences>& rewired, std::size_t tf, std::size_t left_out) {
    if (std::isnan(shown)) return std::numeric_limits<double>::quiet_NaN();
    std::size_t as_large = 0, priors = 0;
    for (std::size_t k = 0; k < rewired.size(); ++k) {
        if (k == left_out) continue;
        ++priors;
        // What a rewired prior cannot tell counts against the TF.
        as_large += std::abs(rewired[k][tf]) < std::abs(shown) ? 0 : 1;
    }
    return static_cast<double>(as_large + 1) / static_cast<double>(priors + 1);
}

bool stands(double p) {
    return p <= most_p_of_rewired;
}

StandingCount count_standing(std::span<const double> p, const std::vector<Differences>& rewired) {
    StandingCount count;
    for (const double one : p) {
        count.tested += std::isnan(one) ? 0 : 1;
        count.standing += stands(one) ? 1 : 0;
    }
    const auto all = static_cast<double>(rewired.size() + 1);
    count.by_chance = static_cast<double>(count.tested) * std::floor(most_p_of_rewired * all) / all;
    count.fewest = p.size();
    for (std::size_t k = 0; k < rewired.size(); ++k) {
        std::size_t standing = 0;
        for (std::size_t tf = 0; tf < p.size(); ++tf)
            standing += !std::isnan(p[tf]) && stands(p_of(rewired[k][tf], rewired, tf, k)) ? 1 : 0;
        count.fewest = std::min(count.fewest, standing);
        count.most = std::max(count.most, standing);
    }
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
    check.p.assign(shown.size() * columns, std::numeric_limits<double>::quiet_NaN());
    check.counts.resize(shown.size());
    for (std::size_t g = 0; g < shown.size(); ++g) {
        if (shown[g] == 0) continue;
        PartJob testing(reading, static_cast<double>(g) / static_cast<double>(shown.size()),
                        static_cast<double>(g + 1) / static_cast<double>(shown.size()));
        std::vector<Differences> rewired;
        for (SideTests& tests : test_group(reads, columns, sample, static_cast<std::int32_t>(g),
                                           "comparing with rewired priors", testing))
            rewired.push_back(std::move(tests.differences));
        const std::span p = std::span(check.p).subspan(g * columns, columns);
        for (std::size_t tf = 0; tf < columns; ++tf)
            p[tf] = p_of(depth.differences[g * columns + tf], rewired, tf, priors);
        check.counts[g] = count_standing(p, rewired);
    }
    check.q = benjamini_hochberg(check.p);
    return check;
}

}  // namespace regulus

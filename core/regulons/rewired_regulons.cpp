#include "core/regulons/rewired_regulons.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/prior/shuffle.h"

namespace regulus {

RegulonSet rewired_regulons(RegulonSet regulons, std::uint64_t seed, double* overlap) {
    std::vector<std::pair<std::int32_t, std::int32_t>> edges;
    for (std::size_t t = 0; t < regulons.count(); ++t) {
        // A TF that is no gene of the dataset has a number of its own, too.
        const std::int32_t tf =
            regulons.own[t] >= 0 ? regulons.own[t] : static_cast<std::int32_t>(regulons.genes + t);
        for (const std::int32_t target : regulons.targets_of(t)) edges.emplace_back(tf, target);
    }
    const Rewired rewired = rewire(std::move(edges), seed);
    if (overlap != nullptr) *overlap = rewired.overlap;
    for (std::size_t t = 0; t < regulons.count(); ++t) {
        std::vector<std::pair<std::int32_t, float>> own;
        for (auto e = static_cast<std::size_t>(regulons.offsets[t]);
             e < static_cast<std::size_t>(regulons.offsets[t + 1]); ++e)
            own.emplace_back(rewired.edges[e].second, regulons.weights[e]);
        std::ranges::sort(own);
        for (std::size_t i = 0; i < own.size(); ++i) {
            const auto e = static_cast<std::size_t>(regulons.offsets[t]) + i;
            regulons.targets[e] = own[i].first;
            regulons.weights[e] = own[i].second;
        }
    }
    return regulons;
}

}  // namespace regulus

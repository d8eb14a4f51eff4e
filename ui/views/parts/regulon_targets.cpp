#include "ui/views/parts/regulon_targets.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/session/session.h"

namespace regulus {

std::vector<std::string> targetsOf(const Session& session, const std::string& tf, std::size_t most) {
    const auto results = session.tfResults();
    const auto genes = session.opened().genes.names;
    if (!results || !genes) return {};
    const RegulonSet& set = results->reader->regulons;
    const auto found = std::ranges::find(set.tfs, tf);
    if (found == set.tfs.end()) return {};
    const auto place = static_cast<std::size_t>(found - set.tfs.begin());
    const auto targets = set.targets_of(place);
    const auto weights = set.weights_of(place);
    std::vector<std::size_t> order(targets.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(
        order, [&](std::size_t a, std::size_t b) { return std::abs(weights[a]) > std::abs(weights[b]); });
    std::vector<std::string> names{tf};
    for (const std::size_t i : order) {
        if (names.size() > most) break;
        const auto column = static_cast<std::size_t>(targets[i]);
        if (column < genes->names.size() && genes->names[column] != tf) names.push_back(genes->names[column]);
    }
    return names;
}

}  // namespace regulus

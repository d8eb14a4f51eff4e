#include "core/regulons/rewired_regulons.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/prior/shuffle.h"

namespace regulus {
namespace {

// The targets of some TFs together, ascending.
std::vector<std::int32_t> targets_together(const RegulonSet& regulons, const std::vector<std::size_t>& tfs) {
    std::vector<std::int32_t> targets;
    for (const std::size_t t : tfs)
        targets.insert(targets.end(), regulons.targets_of(t).begin(), regulons.targets_of(t).end());
    std::ranges::sort(targets);
    targets.erase(std::ranges::unique(targets).begin(), targets.end());
    return targets;
}

// Of the targets of a TF, each becomes the one in its place in `after`.
void exchange(RegulonSet& regulons, std::size_t tf, const std::vector<std::int32_t>& before,
              const std::vector<std::int32_t>& after) {
    const auto first = static_cast<std::size_t>(regulons.offsets[tf]);
    std::vector<std::pair<std::int32_t, float>> edges;
    for (std::size_t i = 0; i < regulons.targets_of(tf).size(); ++i) {
        const auto at = std::ranges::lower_bound(before, regulons.targets[first + i]) - before.begin();
        edges.emplace_back(after[static_cast<std::size_t>(at)], regulons.weights[first + i]);
    }
    std::ranges::sort(edges);
    for (std::size_t i = 0; i < edges.size(); ++i) {
        regulons.targets[first + i] = edges[i].first;
        regulons.weights[first + i] = edges[i].second;
    }
}

// Nodes of the network: a TF, or a family, by its column; targets are genes.
RegulonSet rewired_columns(RegulonSet regulons, const TfFamilies& families, std::uint64_t seed,
                           double* overlap) {
    const std::vector<std::size_t> entries = families.entries();
    std::vector<std::vector<std::int32_t>> before;
    std::vector<std::pair<std::int32_t, std::int32_t>> edges;
    for (const std::size_t entry : entries) {
        before.push_back(targets_together(regulons, families.members_of(entry)));
        for (const std::int32_t target : before.back())
            edges.emplace_back(static_cast<std::int32_t>(entry), target);
    }
    std::vector<std::vector<std::int32_t>> own(families.columns());
    for (std::size_t t = 0; t < families.tfs; ++t) own[families.entry_of(t)].push_back(regulons.own[t]);
    const Rewired rewired = rewire(std::move(edges), seed, [&](std::int32_t entry, std::int32_t target) {
        return std::ranges::count(own[static_cast<std::size_t>(entry)], target) > 0;
    });
    if (overlap != nullptr) *overlap = rewired.overlap;
    auto edge = rewired.edges.begin();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        std::vector<std::int32_t> after;
        for (std::size_t k = 0; k < before[i].size(); ++k) after.push_back((edge++)->second);
        for (const std::size_t t : families.members_of(entries[i])) exchange(regulons, t, before[i], after);
    }
    return regulons;
}

}  // namespace

RegulonSet rewired_regulons(RegulonSet regulons, std::uint64_t seed, double* overlap) {
    const auto alone = TfFamilies::none(regulons.count());
    return rewired_columns(std::move(regulons), alone, seed, overlap);
}

RegulonSet rewired_families(RegulonSet regulons, const TfFamilies& families, std::uint64_t seed) {
    return rewired_columns(std::move(regulons), families, seed, nullptr);
}

RegulonSet without_own(const RegulonSet& regulons) {
    RegulonSet others;
    others.genes = regulons.genes;
    others.tfs = regulons.tfs;
    others.own = regulons.own;
    for (std::size_t t = 0; t < regulons.count(); ++t) {
        for (std::size_t i = 0; i < regulons.targets_of(t).size(); ++i) {
            if (regulons.targets_of(t)[i] == regulons.own[t]) continue;
            others.targets.push_back(regulons.targets_of(t)[i]);
            others.weights.push_back(regulons.weights_of(t)[i]);
        }
        others.offsets.push_back(static_cast<std::int64_t>(others.targets.size()));
    }
    return others;
}

RegulonSet rewired_but_own(const RegulonSet& regulons, const TfFamilies& families, std::uint64_t seed) {
    const RegulonSet others = rewired_families(without_own(regulons), families, seed);
    RegulonSet made = others;
    made.offsets = {0};
    made.targets.clear();
    made.weights.clear();
    for (std::size_t t = 0; t < regulons.count(); ++t) {
        std::vector<std::pair<std::int32_t, float>> edges;
        for (std::size_t i = 0; i < others.targets_of(t).size(); ++i)
            edges.emplace_back(others.targets_of(t)[i], others.weights_of(t)[i]);
        const auto own = std::ranges::find(regulons.targets_of(t), regulons.own[t]);
        if (own != regulons.targets_of(t).end()) {
            const auto at = static_cast<std::size_t>(own - regulons.targets_of(t).begin());
            edges.emplace_back(*own, regulons.weights_of(t)[at]);
        }
        std::ranges::sort(edges);
        for (const auto& [target, weight] : edges) {
            made.targets.push_back(target);
            made.weights.push_back(weight);
        }
        made.offsets.push_back(static_cast<std::int64_t>(made.targets.size()));
    }
    return made;
}

}  // namespace regulus

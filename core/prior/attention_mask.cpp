#include "core/prior/attention_mask.h"

#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "core/prior/gene_index.h"
#include "core/prior/shuffle.h"

namespace regulus {
namespace {

struct SignedEdge {
    std::int32_t target, tf;
    std::int8_t sign;
    auto operator<=>(const SignedEdge&) const = default;
};

// A rewired edge keeps the sign of the edge whose TF end it has.
double shuffle_edges(std::vector<SignedEdge>& edges, std::uint64_t seed) {
    std::vector<std::pair<std::int32_t, std::int32_t>> pairs;
    pairs.reserve(edges.size());
    for (const auto& e : edges) pairs.emplace_back(e.tf, e.target);
    const Rewired rewired = rewire(std::move(pairs), seed);
    for (std::size_t i = 0; i < edges.size(); ++i) edges[i].target = rewired.edges[i].second;
    return rewired.overlap;
}

}  // namespace

const char* to_string(MaskMode mode) {
    switch (mode) {
        case MaskMode::Prior:
            return "prior";
        case MaskMode::None:
            return "none";
        case MaskMode::Self:
            return "self";
        case MaskMode::Shuffled:
            break;
    }
    return "shuffled";
}

MaskMode mask_mode_from(std::string_view name) {
    for (const MaskMode mode : {MaskMode::Prior, MaskMode::None, MaskMode::Self, MaskMode::Shuffled}) {
        if (name == to_string(mode)) return mode;
    }
    throw Error(ErrorKind::Usage, "Unknown mask '" + std::string(name) + "'", {},
                "Use prior, none, self or shuffled");
}

AttentionMask make_mask(const RegulatoryNetwork& network, std::span<const std::string> tokens, MaskMode mode,
                        std::uint64_t seed, std::size_t min_targets) {
    AttentionMask mask;
    mask.mode = mode;
    mask.tokens = tokens.size();
    mask.offsets.assign(tokens.size() + 1, 0);
    if (mode == MaskMode::None || mode == MaskMode::Self) return mask;
    std::vector<SignedEdge> edges;
    for (const PlacedEdge& e : placed_edges(network, places_of(network, tokens))) {
        if (e.tf != e.target) edges.push_back({e.target, e.tf, e.sign});
    }
    std::vector<std::size_t> targets(tokens.size(), 0);
    for (const SignedEdge& e : edges) ++targets[static_cast<std::size_t>(e.tf)];
    std::erase_if(edges,
                  [&](const SignedEdge& e) { return targets[static_cast<std::size_t>(e.tf)] < min_targets; });
    std::ranges::sort(edges);
    if (mode == MaskMode::Shuffled) {
        mask.overlap = shuffle_edges(edges, seed);
        std::ranges::sort(edges);
    }
    for (const SignedEdge& e : edges) {
        ++mask.offsets[static_cast<std::size_t>(e.target) + 1];
        mask.regulators.push_back(e.tf);
        mask.signs.push_back(e.sign);
    }
    std::partial_sum(mask.offsets.begin(), mask.offsets.end(), mask.offsets.begin());
    return mask;
}

Regulons regulons(const AttentionMask& mask) {
    std::vector<std::int32_t> targets(mask.tokens, 0);
    for (const std::int32_t tf : mask.regulators) ++targets[static_cast<std::size_t>(tf)];
    Regulons result;
    for (std::size_t t = 0; t < mask.tokens; ++t) {
        if (targets[t] == 0) continue;
        result.tfs.push_back(static_cast<std::int32_t>(t));
        result.targets.push_back(targets[t]);
    }
    return result;
}

}  // namespace regulus

// Which tokens a token may attend to: itself, and its regulators. Compressed rows by target.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/prior/regulatory_network.h"

namespace regulus {

enum class MaskMode {
    Prior,     // the prior's edges
    None,      // every gene sees every gene: the standard Transformer
    Self,      // no regulators at all
    Shuffled,  // the prior's edges rewired, every degree kept
};
const char* to_string(MaskMode mode);            // "prior", "none", "self", "shuffled"
MaskMode mask_mode_from(std::string_view name);  // throws Error(Usage)

struct AttentionMask {
    MaskMode mode = MaskMode::Prior;
    std::size_t tokens = 0;
    std::vector<std::int32_t> offsets{0};  // tokens + 1
    std::vector<std::int32_t> regulators;  // tokens, ascending within a row; never the row itself
    std::vector<std::int8_t> signs;        // one an edge: +1, -1, 0
    double overlap = 1;                    // share of edges that are the prior's (below 1 when shuffled)

    std::size_t edges() const { return regulators.size(); }
    std::span<const std::int32_t> regulators_of(std::size_t target) const {
        return {regulators.data() + offsets[target],
                static_cast<std::size_t>(offsets[target + 1] - offsets[target])};
    }
};

// Self-attention is always allowed and not listed; mode None lists nothing either, for it means "all".
// `tokens` are the names of the tokens in order. `seed` matters to Shuffled alone. TFs with fewer than
// `min_targets` targets among the tokens regulate nothing.
AttentionMask make_mask(const RegulatoryNetwork& network, std::span<const std::string> tokens, MaskMode mode,
                        std::uint64_t seed, std::size_t min_targets = 1);

// Tokens that regulate at least one other token, ascending, with the number of their targets.
struct Regulons {
    std::vector<std::int32_t> tfs;      // tokens
    std::vector<std::int32_t> targets;  // how many each has
};
Regulons regulons(const AttentionMask& mask);

}  // namespace regulus

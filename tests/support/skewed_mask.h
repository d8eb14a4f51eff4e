// A mask as skewed as real ones.
#pragma once

#include <cstdint>

#include "core/base/random.h"
#include "core/prior/attention_mask.h"

namespace regulus::test {

// One gene with most tokens as regulators, a hub TF, rows without any.
inline AttentionMask skewed_mask(std::size_t tokens, std::uint64_t seed) {
    AttentionMask mask;
    mask.tokens = tokens;
    Random random(seed);
    for (std::size_t g = 0; g < tokens; ++g) {
        const double share = g == 3 ? 0.9 : g % 5 == 0 ? 0 : 0.1;
        for (std::size_t t = 0; t < tokens; ++t) {
            const bool hub = t == 7 && g % 5 != 0;
            if (t == g || !(hub || random.uniform() < share)) continue;
            mask.regulators.push_back(static_cast<std::int32_t>(t));
            mask.signs.push_back(static_cast<std::int8_t>(static_cast<int>(random.below(3)) - 1));
        }
        mask.offsets.push_back(static_cast<std::int32_t>(mask.regulators.size()));
    }
    return mask;
}

}  // namespace regulus::test

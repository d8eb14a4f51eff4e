#include "core/model/rank_list.h"

#include <fmt/format.h>

#include <cassert>

namespace regulus {

std::string rank_list(std::span<const int> ranks) {
    constexpr int most = 10;
    assert(!ranks.empty());
    std::string text = ranks.size() == 1 ? "Rank" : "Ranks";
    int stretches = 0;
    for (std::size_t i = 0; i < ranks.size();) {
        if (stretches == most) return text + fmt::format(" and {} more", ranks.size() - i);
        std::size_t last = i;
        while (last + 1 < ranks.size() && ranks[last + 1] == ranks[last] + 1) ++last;
        text += fmt::format("{} {}", stretches++ > 0 ? "," : "", ranks[i]);
        if (last > i) text += fmt::format("-{}", ranks[last]);
        i = last + 1;
    }
    return text;
}

}  // namespace regulus

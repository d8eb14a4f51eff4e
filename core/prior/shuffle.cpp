#include "core/prior/shuffle.h"

#include <cassert>
#include <unordered_set>

#include "core/base/random.h"

namespace regulus {
namespace {

constexpr std::uint64_t swaps_per_edge = 10;

std::uint64_t key(std::int32_t tf, std::int32_t target) {
    return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(tf)) << 32) |
           static_cast<std::uint32_t>(target);
}

}  // namespace

Rewired rewire(std::vector<std::pair<std::int32_t, std::int32_t>> edges, std::uint64_t seed,
               const std::function<bool(std::int32_t, std::int32_t)>& itself) {
    std::unordered_set<std::uint64_t> original, present;
    for (const auto& [tf, target] : edges) original.insert(key(tf, target));
    assert(original.size() == edges.size());
    present = original;
    Random random(seed, 0x5348);
    const std::uint64_t tries = swaps_per_edge * edges.size();
    for (std::uint64_t i = 0; edges.size() > 1 && i < tries; ++i) {
        auto& a = edges[random.below(edges.size())];
        auto& b = edges[random.below(edges.size())];
        if (a.first == b.first || a.second == b.second) continue;
        if (itself(a.first, b.second) || itself(b.first, a.second)) continue;
        if (present.contains(key(a.first, b.second)) || present.contains(key(b.first, a.second))) continue;
        present.erase(key(a.first, a.second));
        present.erase(key(b.first, b.second));
        std::swap(a.second, b.second);
        present.insert(key(a.first, a.second));
        present.insert(key(b.first, b.second));
    }
    std::size_t same = 0;
    for (const auto& [tf, target] : edges) same += original.contains(key(tf, target));
    const double overlap = edges.empty() ? 1 : static_cast<double>(same) / static_cast<double>(edges.size());
    return {std::move(edges), overlap};
}

}  // namespace regulus

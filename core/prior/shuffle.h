// Rewiring that keeps the number of targets of every TF and of regulators of every target.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace regulus {

struct Rewired {
    std::vector<std::pair<std::int32_t, std::int32_t>> edges;  // (tf, target), as many as given
    double overlap = 0;  // share of the edges given that are still there
};

// Tries ten swaps an edge, each of the targets of two random edges; a swap that would repeat an edge or join
// a gene to itself is not made (Maslov and Sneppen 2002). Edges must be unique. `itself`: whether an edge
// would join a gene to itself.
Rewired rewire(std::vector<std::pair<std::int32_t, std::int32_t>> edges, std::uint64_t seed,
               const std::function<bool(std::int32_t tf, std::int32_t target)>& itself = std::equal_to<>());

}  // namespace regulus

// Rewiring that keeps the number of targets of every TF and of regulators of every target.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace regulus {

struct Rewired {
    std::vector<std::pair<std::int32_t, std::int32_t>> edges;  // (tf, target), as many as given
    double overlap = 0;  // share of the edges given that are still there
};

// Tries `swaps_per_edge` × edges swaps of the targets of two random edges; a swap that would repeat an edge
// or join a gene to itself is not made (Maslov and Sneppen 2002). Edges must be unique and join two genes.
Rewired rewire(std::vector<std::pair<std::int32_t, std::int32_t>> edges, std::uint64_t seed,
               double swaps_per_edge = 10);

}  // namespace regulus

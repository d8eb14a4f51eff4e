// The genes of a dataset by name, and a prior's edges among them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/prior/regulatory_network.h"

namespace regulus {

// For each gene of the network its place in `genes`, or -1. Names are matched exactly.
std::vector<std::int32_t> places_of(const RegulatoryNetwork& network, std::span<const std::string> genes);

struct PlacedEdge {
    std::int32_t tf, target;  // places
    std::int8_t sign;
};
// The edges both of whose ends are placed.
std::vector<PlacedEdge> placed_edges(const RegulatoryNetwork& network, std::span<const std::int32_t> places);

}  // namespace regulus

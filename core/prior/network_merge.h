// Several priors as one.
#pragma once

#include <span>
#include <string>

#include "core/prior/regulatory_network.h"

namespace regulus {

// The union of their edges, in the order in which they come. An edge remembers the sources of every network
// that has it; two networks of the same name and different content are told apart as "name" and "name (2)".
// The best confidence and the largest weight win (weights of different priors have different scales: filter
// before). Signs that differ make the edge conflicting, as one that was conflicting stays. Edges known only
// of complexes stay so when no network lists the pair by itself.
RegulatoryNetwork merged(std::string name, std::span<const RegulatoryNetwork> networks);

}  // namespace regulus

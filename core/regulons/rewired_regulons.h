// Regulons whose targets were exchanged: a prior of the same shape that means nothing.
#pragma once

#include <cstdint>

#include "core/regulons/regulon_set.h"

namespace regulus {

// Every TF and every target keeps its number of edges, every edge its TF and its weight: see
// core/prior/shuffle.h. None may be its own target.
// `overlap`, where given, becomes the share of edges that are still there.
RegulonSet rewired_regulons(RegulonSet regulons, std::uint64_t seed, double* overlap = nullptr);

}  // namespace regulus

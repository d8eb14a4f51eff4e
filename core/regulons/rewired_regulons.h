// Regulons whose targets were exchanged: a prior of the same shape that means nothing.
#pragma once

#include <cstdint>

#include "core/regulons/regulon_set.h"
#include "core/regulons/tf_families.h"

namespace regulus {

// Every TF and every target keeps its number of edges, every edge its TF and its weight: see
// core/prior/shuffle.h. None may be its own target.
// `overlap`, where given, becomes the share of edges that are still there.
RegulonSet rewired_regulons(RegulonSet regulons, std::uint64_t seed, double* overlap = nullptr);

// The same with families kept together: what their members share they still share, so that a family is
// compared with what is as much of one. Every family and every other TF keeps its number of targets, every
// target its number of families and other TFs, every edge its TF and its weight.
RegulonSet rewired_families(RegulonSet regulons, const TfFamilies& families, std::uint64_t seed);

// The same of regulons in which a TF may be its own target: that edge stays, as the mRNA of the TF stays in
// what rewired readers read. `families`: by the other edges, as tf_families(without_own(regulons)) has them.
RegulonSet rewired_but_own(const RegulonSet& regulons, const TfFamilies& families, std::uint64_t seed);
// All edges but those of TFs to themselves.
RegulonSet without_own(const RegulonSet& regulons);

}  // namespace regulus

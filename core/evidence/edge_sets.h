// The edges that a prior is compared with.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/evidence/run_spec.h"
#include "core/regulons/regulon_set.h"

namespace regulus {

// Every regulon under another TF of the set, chosen at random: its targets and weights are no one's but that
// TF's. An edge from a TF to itself, where one comes about, is left out.
RegulonSet renamed_regulons(const RegulonSet& regulons, std::uint64_t seed);

// Every target keeps its number of regulators: those TFs whose own expression correlates most with it, by the
// absolute value, over `cells` (cells × genes of the set, standardised); the weight is the sign. TFs may be
// left without targets. Throws Cancelled.
RegulonSet coexpressed_regulons(const RegulonSet& regulons, const Matrix& cells, Job& job);

// Every TF has every gene of the set, with signs at random, as a layer without a mask begins.
RegulonSet unmasked_regulons(const RegulonSet& regulons, std::uint64_t seed);

// The `count` TFs whose targets vary together most as the prior says, by the rule of
// core/regulons/tf_choice.h over these cells. The weights of these become their signs.
RegulonSet few_regulons(const RegulonSet& regulons, const Matrix& cells, std::size_t count);

}  // namespace regulus

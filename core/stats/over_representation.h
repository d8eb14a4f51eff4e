// Whether a list of genes has more of a set than chance would give it.
#pragma once

#include <cstddef>

namespace regulus {

// P(X >= hits) of X genes of a set among `drawn` genes taken from a universe at random, `set` of them being
// of the set: the upper tail of the hypergeometric distribution, Fisher's exact test of one side; as
// scipy.stats.hypergeom.sf(hits - 1, universe, set, drawn). hits <= set, drawn <= universe.
double hypergeometric_tail(std::size_t hits, std::size_t universe, std::size_t set, std::size_t drawn);

}  // namespace regulus

// Communities of a graph: Leiden (Traag, Waltman and van Eck, Scientific Reports 9 (2019), 5233) as igraph
// has it, by modularity with a resolution (Reichardt and Bornholdt 2006). igraph is under the GPL and lies in
// a module of its own, which is opened at the first call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/job.h"
#include "core/data/sparse_matrix.h"

namespace regulus {

struct LeidenOptions {
    double resolution = 1;  // 0 and above; more gives more communities
    int iterations = 2;     // each begins where the last one ended; 0: until nothing moves
    std::uint64_t seed = 0;
};

struct Communities {
    std::vector<std::int32_t> of;    // one a point; the largest community is 0, equal ones by first point
    std::vector<std::size_t> sizes;  // points of each
    double modularity = 0;           // at that resolution; 0 without an edge
};

// `graph`: symmetric, points × points, weights above 0, no diagonal. The same communities for the same graph,
// options and version of igraph. Calls wait for each other: igraph keeps its random numbers in one place.
// Memory: about 100 bytes an entry of the graph. Throws Error(Usage) for options out of range,
// Error(Internal) when the module cannot be opened, Error(Memory); Cancelled, which igraph looks for
// every ten thousand points while it moves them, and not while it refines communities.
Communities leiden(const CsrMatrix& graph, const LeidenOptions& options, Job& job);

}  // namespace regulus

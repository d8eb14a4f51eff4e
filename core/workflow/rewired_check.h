// Whether groups of cells differ in a TF more than a prior without meaning would have it: any set of some
// dozens of genes differs a little between two types of cells.
//
// The difference of the means at equal depth (core/workflow/depth_check.h) is taken again, of the same cells,
// by rewired priors: every TF and every target keeps its number of edges, every edge its sign, families of
// TFs stay together, and a TF that is its own target stays it. Of K such priors, k of which give the TF at
// least as large a difference, to either side,
//     p = (k + 1) / (K + 1)
// which is exact where the prior is one of its kind (Phipson and Smyth, Statistical Applications in Genetics
// and Molecular Biology 9 (2010), 39). The difference is what is compared, not z: ranks have a largest
// z, which many sets of genes reach between types that are far apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/workflow/cell_groups.h"
#include "core/workflow/compared_values.h"
#include "core/workflow/depth_check.h"

namespace regulus {

inline constexpr double most_p_of_rewired = 0.05;  // of a TF that stands out, and differs at equal depth
inline constexpr std::size_t fewest_rewired = 20;  // with which one can, and each of them beside the others

// How many TFs of a group were tested, and how many stand out: of the prior; and of rewired priors, each
// judged in its place beside the others, in the mean, the fewest and the most.
struct StandingCount {
    std::size_t tested = 0, standing = 0;
    double by_chance = 0;
    std::size_t fewest = 0, most = 0;
};

struct RewiredCheck {
    std::size_t priors = 0;             // 0: it was not made
    std::vector<double> p, q;           // groups × columns; q: Benjamini and Hochberg over all of them; NaN
                                        // where the TF was not tested
    std::vector<StandingCount> counts;  // one a group
};

// `shown`: one a group, whether it is tested; `depth`: of the same values and groups; `priors`: at least
// fewest_rewired. Nothing is made of values that follow no prior, or without `depth`. Memory:
// the rewired priors, half of memory_ceiling() at most for the sample of cells and an eighth for what is read
// of it. The same for any number of threads. Throws what the source throws; Cancelled.
RewiredCheck check_rewired(const ComparedValues& values, const CellGroups& groups,
                           std::span<const std::uint8_t> shown, const DepthCheck& depth, std::size_t priors,
                           Job& job);

}  // namespace regulus

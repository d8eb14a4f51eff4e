// Whether what is read of TFs still differs between groups of cells of equal depth.
//
// Activity of a TF whose targets are silent is a function of how many genes a cell shows, and of many others
// it is a part: groups of unlike depth differ in it without any regulation. So a sample of the cells is made
// anew: of the molecules of each so many are drawn that both sides have the same distribution of totals (see
// core/stats/equal_depth.h), TFs are read of what is left, and groups are compared by ranks within strata of
// like silent scores (depth_tests.cpp, core/stats/stratified_tests.h), so that a cell is compared with cells
// in which a TF without expressed targets would score the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/stats/stratified_tests.h"
#include "core/workflow/cell_groups.h"
#include "core/workflow/compared_values.h"

namespace regulus {

inline constexpr double most_q_of_depth = 0.05;  // of a TF that differs

struct DepthCheck {
    std::vector<StratifiedTest> tests;       // groups × columns; empty: it was not made
    std::vector<float> differences;          // of the means at equal depth, as `tests`
    std::vector<double> q;                   // Benjamini and Hochberg over groups and columns
    std::vector<Counterparts> counterparts;  // one a group: how many cells were compared with others
    std::size_t cells = 0, wanted = 0;       // of the sample; fewer than wanted where memory ends
    bool thinned = false;  // false: the values are not made of counts, and strata alone stand for depth
};

// `shown`: one a group, whether it is tested. `values`: of TFs, with what they are read from; none of it:
// nothing is made. Memory: groups × columns, and half of memory_ceiling() at most for the sample and what is
// read of it. The same for any number of threads.
DepthCheck check_depth(const ComparedValues& values, const CellGroups& groups,
                       std::span<const std::uint8_t> shown, Job& job);

}  // namespace regulus

// TFs of a group of cells against all others, at equal depth: see core/workflow/depth_check.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/stats/stratified_tests.h"
#include "core/workflow/compared_values.h"
#include "core/workflow/depth_sample.h"

namespace regulus {

// Of the group, one a TF; NaN of those with values that are not finite.
struct SideTests {
    std::vector<StratifiedTest> tests;
    std::vector<float> differences;  // of the means
    Counterparts counterparts;
};

// One for each of `reads`, all of the same molecules of the same cells; each reads `columns` TFs. Cells are
// thinned and read some at a time, by as many of `reads` at once as there is memory for. Progress
// 0..1, named `what`. The same for any number of threads. Throws what they throw; Cancelled.
std::vector<SideTests> test_group(std::span<const TfRead> reads, std::size_t columns,
                                  const DepthSample& sample, std::int32_t group, const char* what, Job& job);

}  // namespace regulus

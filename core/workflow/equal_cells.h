// Cells of a group and others of equal depth, on which what is read of TFs is compared: see
// core/workflow/depth_check.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/stats/strata.h"
#include "core/stats/stratified_tests.h"
#include "core/workflow/cell_groups.h"
#include "core/workflow/compared_values.h"

namespace regulus {

inline constexpr std::size_t checked_cells = 10000;  // of all groups by their share, and as many again with
                                                     // the same number of each

// Cells that stand for all, and more of each group that stand for it alone, one an entry.
struct EqualDepthSample {
    std::vector<std::uint32_t> rows;  // of the dataset, ascending
    std::vector<std::int32_t> groups;
    std::vector<std::uint8_t> of_all;
    CsrMatrix expression;             // log-normalised
    std::optional<CsrMatrix> counts;  // the molecules behind it, if there are such
};
// The same every time. Throws what the source throws; Cancelled.
EqualDepthSample equal_depth_sample(const MatrixSource& expression, const CellGroups& groups, const Job& job);

struct EqualCells {
    InMemoryMatrix expression;        // log-normalised, of what was drawn
    std::vector<std::int32_t> sides;  // 0: of the group, 1: of the others, -1: nothing is left of the cell
    Strata strata;                    // of like silent_scores()
};
// Of a group and all others. Throws Cancelled.
EqualCells equal_cells(const EqualDepthSample& sample, std::int32_t group, const Job& job);

// Of each cell what a TF none of whose targets it expresses scores, but for a factor of the TF: Σx / √(Σx² −
// (Σx)²/n) over its n genes. NaN where they all have one value.
std::vector<float> silent_scores(const CsrMatrix& log_normalised);

// Of the group, one a TF; NaN of those with values that are not finite.
struct SideTests {
    std::vector<StratifiedTest> tests;
    std::vector<float> differences;  // of the means
    Counterparts counterparts;
};
// Throws what `read` throws; Cancelled. The same for any number of threads.
SideTests test_sides(const TfRead& read, const EqualCells& cells, Job& job);

}  // namespace regulus

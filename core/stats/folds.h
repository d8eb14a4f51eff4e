// Folds for cross-fitting: what is said of a cell comes from a fit on the cells of the other folds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace regulus {

inline constexpr std::size_t usual_folds = 5;  // at most

struct Folds {
    std::size_t count = 0;
    std::vector<std::int32_t> of;  // one a cell: its fold, 0 to count - 1; -1 of a cell without a label
};

// `labels`: class below `classes`, or negative. `groups`: one a cell (donors; negative ones are one group),
// or empty. Without groups each class is dealt out evenly over min(most, labelled cells) folds; with groups
// each group is in one fold, the largest first into the fold with fewest cells, of min(most, groups) folds.
// The same seed gives the same folds everywhere. `most` > 0.
Folds make_folds(std::span<const std::int32_t> labels, std::size_t classes,
                 std::span<const std::int32_t> groups, std::size_t most, std::uint64_t seed);

}  // namespace regulus

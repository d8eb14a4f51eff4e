// Which differences between groups a prior without meaning would show as well: what a reader shows of groups
// of cells beside what readers of rewired priors show of the same cells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/interpret/group_means.h"

namespace regulus {

// What is shown of a group and a TF.
enum class Contrast {
    Level,      // the group's mean, which is 0 where attention is uniform
    Deviation,  // the same less the mean of the groups that count, each with the same weight
};

// A field is a group and a column: a TF, or a family of TFs (core/regulons/tf_families.h).
struct RewiredGroups {
    std::size_t rewired = 0, groups = 0, columns = 0;
    // Groups × columns: how many rewired readers show at least as much to the same side, 0 to `rewired`, and
    // all of them where nothing is shown; -1 for a group without cells.
    std::vector<std::int32_t> above;
    // Of the entries alone. One a rewired reader, each with one number for so many entries, from 0 to all of
    // them: how many fields of those that differ most between its groups have none of the other rewired
    // readers above them. That is how many do by chance.
    std::vector<std::vector<double>> standing;
    // One a rewired reader: variance_between() of each entry, largest first.
    std::vector<std::vector<double>> shares;

    std::int32_t at(std::size_t group, std::size_t column) const { return above[group * columns + column]; }
};

// `shown`, `rewired` (two or more): of the same cells, groups and columns, as attention_of_groups() has them;
// `entries`: columns that lists show, see TfFamilies; `counted`: one a group, see variance_between(). Time:
// groups × columns × square of the rewired readers.
RewiredGroups compare_groups(const GroupMeans& shown, std::span<const GroupMeans> rewired,
                             std::span<const std::size_t> entries, std::span<const std::uint8_t> counted,
                             Contrast contrast);

// RewiredGroups::above alone, of others of which only the means are there, groups × columns each.
std::vector<std::int32_t> count_above(const GroupMeans& shown, std::span<const std::vector<double>> others,
                                      std::span<const std::uint8_t> counted, Contrast contrast);

}  // namespace regulus

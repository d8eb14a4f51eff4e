// The fields of a heatmap beside what rewired priors give, and how those are drawn that they reach.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace regulus {

struct HeatmapReference {
    int rewired = 0;                  // how many priors; 0: not compared
    bool fromGroups = true;           // how far groups lie from their mean is compared; else from uniform
    std::vector<std::int32_t> above;  // groups × genes: how many of them give at least as much
    int renamed = 0;                  // priors whose TF names are exchanged, and how many of them do
    std::vector<std::int32_t> renamedAbove;
    // One a rewired prior, each with one entry a number of genes, 0 to all: of the fields of those that
    // differ most, how many have none above them by chance.
    std::vector<std::vector<double>> standing;
    std::vector<std::vector<double>> shares;  // one a rewired prior: its importance, largest first
    // Groups × genes: 1 where it leads in the group and does not return in halves of the cells.
    std::vector<std::uint8_t> unstable;
    std::size_t leading = 0, not_stable = 0;  // of all groups, with those not shown; 0: not told
};

// A muted field is a smaller one of its colour, which can be told in print, on any surface and by everybody:
// of the sides of the field.
inline constexpr double muted_size = 0.45;

}  // namespace regulus

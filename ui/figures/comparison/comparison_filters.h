// Which rows of a comparison are listed; a volcano shows these limits as lines.
#pragma once

namespace regulus {

struct ComparisonFilters {
    double minShare = 0;        // 0 … 1: of cells with a value above 0, in the group or among the others
    double minChange = 0;       // absolute log2 fold change, or difference of means
    double mostQ = 0.05;        // false discovery rate
    bool upOnly = false;        // higher in the group
    bool standingOnly = false;  // of TFs: what stands out against rewired priors, where that was tested

    bool operator==(const ComparisonFilters&) const = default;
};

}  // namespace regulus

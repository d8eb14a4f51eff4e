// The pictures of a comparison: volcano and ranking. Made in a job.
#pragma once

#include "ui/figures/comparison/comparison_result.h"
#include "ui/render/point_plot.h"

namespace regulus {

// What passes stands on its side; a TF that does not stand out at equal depth does not.
PointPlot::Tone toneOf(const ComparedRow& row, const ComparisonFilters& filters);

// `ranked`: of testedNames(). Change across, −log10 q up, the filters as thresholds: of x the two of the
// change, of y the one of q. What passes is coloured, and the first of both sides are named. q values that
// are 0 lie at the top. Whether anything is simulated the caller knows.
PointPlot volcanoOf(const ComparisonResult& result, std::size_t group, const ComparisonFilters& filters,
                    const std::vector<std::uint32_t>& ranked);
// Scores from the highest, the first ten named.
PointPlot ranksOf(const ComparisonResult& result, std::size_t group, const ComparisonFilters& filters,
                  const std::vector<std::uint32_t>& ranked);

}  // namespace regulus

// The pictures of a comparison: volcano and ranking. Made in a job.
#pragma once

#include "ui/models/comparison_table.h"
#include "ui/render/point_plot.h"

namespace regulus {

// Change across, −log10 q up, the filters as thresholds: of x the two of the change, of y the one of q. What
// passes is coloured, and the first of both sides are named. q values that are 0 lie at the top.
PointPlot volcanoOf(const ComparisonResult& result, const ComparisonQuery& query,
                    const std::vector<std::uint32_t>& ranked);
// Scores from the highest, the first ten named.
PointPlot ranksOf(const ComparisonResult& result, const ComparisonQuery& query,
                  const std::vector<std::uint32_t>& ranked);

// "B against all others": the heading of its pictures.
QString comparisonName(const ComparisonResult& result, std::size_t group);

}  // namespace regulus

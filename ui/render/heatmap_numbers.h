// The numbers behind a heatmap as tables.
#pragma once

#include <span>
#include <string>

#include "ui/render/figure_numbers.h"

namespace regulus {

class HeatmapScene;

// Groups × TFs, or with cells one row a cell, named by `names` (of all cells of the dataset). Before the
// values stand the block and the bar of each group. Where TFs have blocks or a bar, these are a table of
// their own (see FigureNumbers::tfs), so that every column of a TF holds its values alone.
FigureNumbers heatmapNumbers(const HeatmapScene& scene, std::span<const std::string> names = {});

}  // namespace regulus

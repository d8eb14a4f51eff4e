// The regulon heatmap, complete: its table, which TFs are shown in which order, and the cells behind it.
// Computed from snapshots in a job; what the window shows and the command line writes.
#pragma once

#include "ui/figures/figure.h"
#include "ui/figures/regulon_table.h"
#include "ui/render/heatmap_arrangement.h"

namespace regulus {

enum class CellOrder {  // within each group
    Given,              // as in the file
    Component,          // by the first principal component of the values shown
    Value,              // by the value of one TF, from the largest
};

struct RegulonHeatmapRequest {
    RegulonTableRequest table = {};
    HeatmapLook look = {};
    bool eachCell = false;  // TF × cells
    CellOrder order = CellOrder::Component;
    QString orderedBy = {};  // CellOrder::Value: the TF; one that is not there: as in the file
};

struct RegulonHeatmap {
    HeatmapData data;
    HeatmapArrangement arrangement;
    std::shared_ptr<const HeatmapCells> cells;  // null without eachCell
};

// With eachCell z-scores are those over the cells of the groups that count. Throws Cancelled.
RegulonHeatmap regulonHeatmap(const RegulonHeatmapRequest& request, Job& job);

// What a scene shows, for paper.
std::shared_ptr<const Figure> regulonFigure(const HeatmapScene& scene);

}  // namespace regulus

// The numbers of the regulon heatmap, computed from snapshots in a job: groups × TFs. Knows no widget.
#pragma once

#include <QColor>
#include <memory>
#include <vector>

#include "ui/render/heatmap_scene.h"
#include "ui/session/analysis.h"
#include "ui/session/coloring.h"

namespace regulus {

struct RegulonTableRequest {
    std::shared_ptr<const RegulonResults> regulons;
    RegulonMeasure measure = RegulonMeasure::Choice;  // not Activity
    bool zOverGroups = false;
    QString groupedBy;                      // "cell_type", for the title; may be empty
    std::vector<std::int32_t> groupOfCell;  // one a cell of the data set, -1: in none
    QStringList groups;
    std::vector<QRgb> colors;  // one a group, or empty
    bool simulated = false;
};

// The groups of a column, with the colours that they have everywhere.
void groupBy(RegulonTableRequest& request, const Categorical& groups, const QString& name);

// Means over the cells of each group; groups without a sampled cell are left out. A TF whose targets have no
// other regulator says nothing about choice: NaN. Throws Cancelled.
HeatmapData regulonTable(const RegulonTableRequest& request, Job& job);

}  // namespace regulus

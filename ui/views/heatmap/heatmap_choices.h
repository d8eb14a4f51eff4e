// What of a session the regulon heatmap can show, and what its settings come to there.
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "ui/figures/coloring.h"

namespace regulus {

class Session;

// Of a model, of the prior, or of both; what is shown unless another was chosen first.
std::vector<RegulonMeasure> heatmapMeasures(const Session& session);
bool canGroupHeatmap(const Session& session, const std::string& column);
// Of HeatmapSettings::groups: a column of cells, or predicted_column; the labels where it is not offered, ""
// where there are none.
std::string heatmapColumn(const Session& session, const QString& groups);

}  // namespace regulus

// A scatter plot of two numbers of each cell: its points, their colours, and what is said of them; for the
// window, for figures and for the command line.
#pragma once

#include <QPointF>
#include <array>
#include <memory>
#include <optional>

#include "core/stats/pair_summary.h"
#include "core/workflow/gates.h"
#include "ui/figures/scatter/scatter_axis.h"
#include "ui/figures/view_settings.h"
#include "ui/render/embedding_scene.h"

namespace regulus {

struct ScatterData {
    ScatterAxis x, y;
    std::shared_ptr<const SpatialGrid> points;   // in units of the axes
    std::shared_ptr<const PointColors> density;  // null: not asked for
};

// `densityOf`: the cells whose density is looked at, at them; null: it is not asked for. Progress 0..1;
// throws Cancelled.
ScatterData makeScatter(ScatterAxis x, ScatterAxis y, const CellSet* densityOf, ColorMap map, Job& job);

// "2,638 cells · Pearson 0.41, Spearman 0.38 · at 0: CD14 1,204 cells, LYZ 310, both 290 · 12 without a
// value"
QString summaryText(const PairSummary& summary, const ScatterData& data);
// "1,204 · 45.6 %", one a corner.
std::array<QString, 4> quadrantTexts(const std::array<std::size_t, 4>& counts);
// "Monocytes · 12.3 %" of all cells, "CD14+ · 12.3 % of Monocytes" within another gate, long names elided;
// the name alone where the share is not known. `held` may be null; `parent` is empty where that is all cells.
QString gateText(const std::string& name, const GateCells* held, const std::string& parent);
PlaneMarks::Outline outlineOf(const Gate& gate, const QString& name);

// Everything but selection, visible cells and what part is seen. Call it again after other colours.
void dressScatter(EmbeddingScene& scene, const ScatterData& data, const ViewSettings& view, bool simulated);

}  // namespace regulus

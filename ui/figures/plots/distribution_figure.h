// Violins, boxes and ridges: the distribution of each gene in each group, drawn from its summary.
#pragma once

#include "ui/figures/plots/group_plot.h"

namespace regulus {

// Violins and boxes stand in a row a gene, with an axis of its own; ridges lie in a column a gene, a row a
// group. Parts of a group stand beside each other, as ridges over each other. Names are written whole; what
// does not fit side by side is divided into bands.
class DistributionFigure final : public Figure {
  public:
    explicit DistributionFigure(GroupPlot plot) : m_plot(std::move(plot)) {}

    QString title() const override;
    FigureDrawing layOut(const FigurePage& page, Job& job) const override;

  private:
    GroupPlot m_plot;
};

}  // namespace regulus

// Stacked bars of composition: a bar a row of a cross-table, a segment a column.
#pragma once

#include "ui/figures/plots/group_plot.h"

namespace regulus {

class ShareBarsFigure final : public Figure {
  public:
    explicit ShareBarsFigure(GroupPlot plot) : m_plot(std::move(plot)) {}

    QString title() const override;
    FigureDrawing layOut(const FigurePage& page, Job& job) const override;

  private:
    GroupPlot m_plot;
};

}  // namespace regulus

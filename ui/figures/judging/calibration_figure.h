// Reliability diagram and accuracy against coverage on paper, and as a view shows them. The plots of its
// drawing are the panels, reliability first.
#pragma once

#include "ui/figures/figure.h"
#include "ui/figures/judging/calibration_plot.h"

namespace regulus {

class CalibrationFigure final : public Figure {
  public:
    explicit CalibrationFigure(CalibrationPlot plot) : m_plot(std::move(plot)) {}

    QString title() const override;
    FigureDrawing layOut(const FigurePage& page, Job& job) const override;

  private:
    CalibrationPlot m_plot;
};

}  // namespace regulus

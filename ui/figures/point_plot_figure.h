// A volcano or a ranking on paper: axes, points, thresholds, names without overlap.
#pragma once

#include "ui/figures/figure.h"
#include "ui/render/point_plot.h"

namespace regulus {

class PointPlotFigure final : public Figure {
  public:
    explicit PointPlotFigure(PointPlot plot) : m_plot(std::move(plot)) {}

    QString title() const override { return m_plot.title; }
    FigureDrawing layOut(const FigurePage& page, Job& job) const override;
    void paintPlot(QPainter& painter, const QRectF& plot, std::size_t which, const PlotStyle& style,
                   Job& job) const override;
    QString remark(PointsAs points) const override;

  private:
    PointPlot m_plot;
};

}  // namespace regulus

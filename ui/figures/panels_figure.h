// Figures side by side on one page: the same cells by several measures.
#pragma once

#include <memory>
#include <vector>

#include "ui/figures/figure.h"

namespace regulus {

class PanelsFigure final : public Figure {
  public:
    // One or more, from the left.
    PanelsFigure(QString title, std::vector<std::shared_ptr<const Figure>> panels)
        : m_title(std::move(title)), m_panels(std::move(panels)) {}

    QString title() const override { return m_title; }
    // Each panel has the same width.
    FigureDrawing layOut(const FigurePage& page, Job& job) const override;
    void paintPlots(QPainter& painter, const FigureDrawing& drawing, const PlotStyle& style,
                    Job& job) const override;
    QString remark(PointsAs points) const override;

  private:
    QString m_title;
    std::vector<std::shared_ptr<const Figure>> m_panels;
};

}  // namespace regulus

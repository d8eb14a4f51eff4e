// Several figures on one page: a grid with letters, row by row, each as wide as its column.
#pragma once

#include <memory>
#include <vector>

#include "ui/figures/figure.h"

namespace regulus {

class PageFigure final : public Figure {
  public:
    // At least one figure, none of them null; columns at least 1. A letter where there are two or more.
    PageFigure(std::vector<std::shared_ptr<const Figure>> panels, int columns);

    QString title() const override;
    // Rows are as high as their highest panel needs; with a height given they share it in that proportion.
    FigureDrawing layOut(const FigurePage& page, Job& job) const override;
    void paintPlot(QPainter& painter, const QRectF& plot, std::size_t which, const PlotStyle& style,
                   Job& job) const override;
    QString remark(PointsAs points) const override;

  private:
    std::vector<std::shared_ptr<const Figure>> m_panels;
    std::size_t m_columns;
};

}  // namespace regulus

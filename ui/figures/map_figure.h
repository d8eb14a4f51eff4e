// The map of cells on paper: points, names at groups, a key or a scale beside or below them, the directions
// outside them. Nothing covers a cell but names of groups that the picture asks for.
#pragma once

#include "ui/figures/figure.h"
#include "ui/render/map_picture.h"
#include "ui/render/plot_axes.h"

namespace regulus {

class MapFigure final : public Figure {
  public:
    explicit MapFigure(MapPicture picture) : m_picture(std::move(picture)) {}

    QString title() const override { return m_picture.title; }
    FigureDrawing layOut(const FigurePage& page, Job& job) const override;
    void paintPlot(QPainter& painter, const QRectF& plot, std::size_t which, const PlotStyle& style,
                   Job& job) const override;
    QString remark(PointsAs points) const override;

    const MapPicture& picture() const { return m_picture; }
    double aspect() const;  // width / height that its plot should have

  private:
    QRectF seenBox() const;  // where nobody chose another part: of the cells and the gates
    PlaneToPixels transform(QSizeF plot) const;
    std::pair<PlotAxis, PlotAxis> axes(QSizeF plot) const;
    void placeNames(FigureDrawing& drawing, const QRectF& plot, double points) const;

    MapPicture m_picture;
};

// About so many points as vector marks.
QString remarkOn(std::size_t points, PointsAs as);

}  // namespace regulus

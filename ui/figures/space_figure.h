// The map in space on paper: the points as its camera sees them, in the order of space_order.h. No OpenGL
// is needed, and the points can be a raster layer at any resolution or vector marks.
#pragma once

#include <memory>
#include <mutex>

#include "core/data/matrix.h"
#include "ui/figures/map_figure.h"
#include "ui/render/space_marker.h"

namespace regulus {

struct SpacePicture {
    std::shared_ptr<const Matrix> coordinates;  // cells × 3 or more
    PointColors colors;                         // one a cell
    CellSet shown, selected;                    // selected empty: nothing steps back
    std::vector<std::uint8_t> hidden;           // one a legend entry, or empty
    Camera3d camera;
    double pointSize = 3;     // device pixels of the camera's picture
    double opacity = 0.75;    // of a single point
    bool mixedOrder = false;  // of numbers: the distance alone decides what lies above what
    QString title;
    bool simulated = false;
    bool names = false;  // of groups, on the map
    SpaceMarker marker;  // in the corner of the plot; empty: none
};

// What of the camera's picture goes on paper: the points with a margin, and no more than the screen showed.
struct SpaceFrame {
    QPointF center;     // in heights of the camera's picture, from its middle, y upwards
    double height = 1;  // in the same unit
    double aspect = 1;  // width / height
};
// `points` as project() places them; `aspect` is the camera's.
SpaceFrame frameOf(const SpatialGrid& points, double aspect);

class SpaceFigure final : public Figure {
  public:
    explicit SpaceFigure(SpacePicture picture) : m_picture(std::move(picture)) {}

    QString title() const override { return m_picture.title; }
    FigureDrawing layOut(const FigurePage& page, Job& job) const override;
    void paintPlot(QPainter& painter, const QRectF& plot, std::size_t which, const PlotStyle& style,
                   Job& job) const override;
    QString remark(PointsAs points) const override;

  private:
    const MapFigure& projected(Job& job) const;  // made when it is first needed: a job's work

    SpacePicture m_picture;
    mutable std::once_flag m_once;
    mutable std::unique_ptr<const MapFigure> m_map;
};

}  // namespace regulus

// A PointPlot on screen: axes with ticks, points, thresholds, names without overlap, and what the pointer is
// at. Knows no widget.
#pragma once

#include <QImage>
#include <optional>

#include "ui/render/figure_scene.h"
#include "ui/render/point_plot.h"

namespace regulus {

class PointPlotScene final : public FigureScene {
  public:
    enum class AxisName { X, Y };
    struct Threshold {
        AxisName axis = AxisName::X;
        std::size_t place = 0;  // in the axis's list
        bool operator==(const Threshold&) const = default;
    };

    void setPlot(PointPlot plot);
    const PointPlot& plot() const { return m_plot; }
    void moveThreshold(Threshold which, double value);  // while it is dragged
    // By place in plot().points; nothing marks it when it is not there.
    void setHovered(std::optional<std::size_t> point) { m_hovered = point; }
    std::optional<std::size_t> hovered() const { return m_hovered; }
    void setChosen(std::optional<std::uint32_t> id) { m_chosen = id; }
    void setFrame(std::optional<QRectF> frame) { m_frame = frame; }  // a rectangle being drawn

    void paint(QPainter& painter, const QRectF& area, const PaintStyle& style) const override;
    QString title() const override { return m_plot.title; }

    // In the coordinates of the last paint().
    QRectF plotBox() const { return m_box; }
    QPointF pixelOf(std::size_t point) const;
    // The nearest within reach, unless a threshold is nearer.
    std::optional<std::size_t> pointAt(QPointF at) const;
    std::optional<Threshold> thresholdAt(QPointF at) const;  // unless a point is nearer
    double valueAt(AxisName axis, QPointF at) const;
    std::vector<std::uint32_t> idsIn(const QRectF& frame) const;

  private:
    void paintAxes(QPainter& painter, const QRectF& area, const PaintStyle& style) const;
    void paintPoints(QPainter& painter, const PaintStyle& style) const;
    void paintThresholds(QPainter& painter, const PaintStyle& style) const;
    void paintNames(QPainter& painter, const PaintStyle& style) const;
    void paintMarks(QPainter& painter, const PaintStyle& style) const;
    QPointF pixelOf(double x, double y) const;
    struct Near {
        std::optional<std::size_t> point;
        std::optional<Threshold> threshold;
    };
    Near nearTo(QPointF at) const;  // one of them at most

    PointPlot m_plot;
    std::optional<std::size_t> m_hovered;
    std::optional<std::uint32_t> m_chosen;
    std::optional<QRectF> m_frame;
    mutable QRectF m_box;
    mutable QImage m_points;  // as last drawn, at m_drawn
    mutable QRectF m_drawn;
    mutable bool m_dark = false;
};

}  // namespace regulus

// The legend of a blend: its square of colours with both axes, and the points that are high in both, in one
// or in neither.
#pragma once

#include <functional>
#include <vector>

#include "ui/render/legend_painter.h"

namespace regulus {

struct BlendLook {
    ScaleLook scale;
    std::optional<int> hovered;  // an entry of the legend
    bool plotLink = false;       // "Scatter plot" below it
};

// The entry after those of the legend, where that link is shown.
inline constexpr int blend_plot_link = 4;

struct PaintedBlend {
    std::vector<LegendRow> spots;      // quarters of the square and rows, with the entries they stand for
    std::vector<PaintedScale> scales;  // across, up
};

// Where `height` is too low for all of it, the rows stand beside the square, which is smaller then.
QSizeF blendLegendSize(const QPainter& painter, const Legend& legend, const PaintStyle& style, bool plotLink,
                       double height);
// From the top left of `area`, which has such a size.
PaintedBlend paintBlendLegend(QPainter& painter, const QRectF& area, const Legend& legend,
                              const PaintStyle& style, const BlendLook& look);

// The square as an image, its first number across, its second up; `steps` pixels a side. While an end of a
// scale is dragged the square lies on the held scale.
QImage blendSquare(const Legend& legend, int steps, const std::optional<PaintedScale>& held = {});

// At most three ticks from a value to another along `length`, whose labels do not touch.
std::vector<double> looseTicks(double from, double to, double length,
                               const std::function<double(const QString&)>& widthOf);

}  // namespace regulus

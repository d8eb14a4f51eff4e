// Which part of the plane is seen, independent of the size it is painted at, and where that puts a point.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

namespace regulus {

// How the plane lands on an image: pixel = ((x - left) · scale, (top - y) · scale · stretch); y grows
// upwards.
struct PlaneToPixels {
    double left = 0, top = 0, scale = 1;
    double stretch = 1;  // pixels a unit of y, by those a unit of x: 1 where both are lengths in one space
    double yScale() const { return scale * stretch; }
    QPointF toPixel(double x, double y) const { return {(x - left) * scale, (top - y) * yScale()}; }
    QPointF toPlane(QPointF pixel) const { return {left + pixel.x() / scale, top - pixel.y() / yScale()}; }
};

struct PlaneView {
    QPointF center;
    double span = 1;     // units of x along the shorter side of the plot
    double stretch = 1;  // see PlaneToPixels
    // Width / height of the plot that it was made for: one of another shape shows all of that, and more where
    // its sides are no different things. 0: `span` holds for a plot of any shape.
    double aspect = 0;
    bool operator==(const PlaneView&) const = default;
};

// All of the box, with a margin, in a plot of this width / height.
PlaneView viewOf(const QRectF& box, double aspect);
// The same where x and y are different things: each fills its side of the plot.
PlaneView stretchedViewOf(const QRectF& box, double aspect);
// Of a plot of this size; its own top left corner is pixel 0, 0. `fills`: x and y are different things, and
// what the view shows fills both sides.
PlaneToPixels transformOf(const PlaneView& view, QSizeF plot, bool fills = false);

}  // namespace regulus

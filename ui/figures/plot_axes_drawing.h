// The axes of a plot on paper; see ui/render/plot_axes.h for those on screen.
#pragma once

#include "ui/figures/figure_drawing.h"
#include "ui/render/plot_axes.h"

namespace regulus {

// mm, of text of that size: left of a plot of this height, and below it.
double axisRoomLeft(const PlotAxis& y, double height, double points);
double axisRoomBelow(double points);
// Around `box`; the title of y is read upwards at `left`.
void drawAxes(FigureDrawing& drawing, const PlotAxis& x, const PlotAxis& y, const QRectF& box, double left,
              double points);

}  // namespace regulus

// Quadrants and gates on paper; see ui/render/plane_marks.h for those on screen.
#pragma once

#include "ui/figures/figure_drawing.h"
#include "ui/render/plane_marks.h"
#include "ui/render/plane_view.h"

namespace regulus {

// `plot` in mm, onto which `plane` puts the plane. What lies outside the plot is cut off.
void drawMarks(FigureDrawing& drawing, const PlaneMarks& marks, const QRectF& plot,
               const PlaneToPixels& plane, double points);

}  // namespace regulus

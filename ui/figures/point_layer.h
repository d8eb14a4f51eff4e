// The points of a map on paper: one raster layer at the device's resolution, or a vector mark each.
#pragma once

#include "ui/figures/figure.h"
#include "ui/render/map_picture.h"

namespace regulus {

// `plot` in mm; `view` puts the plane onto the plot in mm. Progress 0..1; throws Cancelled, Error(Memory).
void paintPoints(QPainter& painter, const MapPicture& picture, const QRectF& plot, const PlaneToPixels& view,
                 const PlotStyle& style, Job& job);

}  // namespace regulus

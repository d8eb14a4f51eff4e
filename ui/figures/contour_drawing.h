// The outlines of groups in a figure of a map.
#pragma once

#include "ui/figures/figure_drawing.h"
#include "ui/render/map_picture.h"
#include "ui/render/plane_view.h"

namespace regulus {

// Those of `picture`, which has points, as open paths that end where the plot does. `plane`: relative to the
// plot's corner, in mm.
void drawContours(FigureDrawing& drawing, const MapPicture& picture, const QRectF& plot,
                  const PlaneToPixels& plane);

}  // namespace regulus

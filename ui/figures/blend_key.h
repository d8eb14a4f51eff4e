// The key of a blend on paper: its square of colours with both axes, and the cells that are high in both, in
// one or in neither.
#pragma once

#include "ui/figures/figure_drawing.h"
#include "ui/render/point_colors.h"

namespace regulus {

// `side`: of the square, mm. Text is wrapped into `room`.
FigureDrawing blendKey(const Legend& legend, double room, double side, double points);

}  // namespace regulus

// A network as lines, names and a key on a page or a screen, in millimetres.
#pragma once

#include <optional>

#include "ui/figures/figure_drawing.h"
#include "ui/figures/network/network_picture.h"

namespace regulus {

// Edges and names within `area`. Its spots: the box of target i in row i, that of the TF in row −1 (column
// 0). `lit`: the target or, "", the TF that is pointed at, or none. Names that meet all the same are among
// the problems.
FigureDrawing drawNetwork(const NetworkPicture& picture, const QRectF& area, double points,
                          const Theme& theme, const std::optional<QString>& lit = {});

// What its lines mean, in columns across `width`; the page of the result is its size.
FigureDrawing networkKey(const NetworkPicture& picture, double width, double points);

}  // namespace regulus

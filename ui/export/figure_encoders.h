// The file formats of figures.
#pragma once

#include <QIODevice>

#include "ui/export/figure_options.h"

namespace regulus {

// Draws and encodes in options.format; false where `device` took not all of it. Throws Cancelled,
// Error(Memory).
bool encodeFigure(const Figure& figure, const FigureDrawing& drawing, const FigureOptions& options,
                  QIODevice& device, Job& job);

}  // namespace regulus

// Writes a figure: PNG, TIFF, SVG or PDF at a size in millimetres and a resolution. Text stays text and fonts
// are embedded in PDF; points are one raster layer or vector marks; where the figure comes from is written
// inside the file. Needs a QGuiApplication (the offscreen platform will do), not the GUI thread.
#pragma once

#include <QImage>

#include "ui/export/figure_options.h"

namespace regulus {

// The picture a PNG would hold, at this resolution; of a drawing that the figure laid out. Throws Cancelled.
QImage renderFigure(const Figure& figure, const FigureDrawing& drawing, double dpi, Job& job);

// Writes beside `path` and renames; nothing is left behind by what fails or is cancelled. Returns the size in
// mm. Throws Error(Usage) when validate() finds something, Error(Storage) when the file cannot be written,
// Cancelled.
QSizeF exportFigure(const Figure& figure, const FigureOptions& options, const QString& path, Job& job);

}  // namespace regulus

// A picture for paper: an immutable snapshot that lays itself out for a page and draws what the list of its
// drawing does not hold. It knows no widget, so that a job can write it.
#pragma once

#include <QPainter>

#include "core/base/job.h"
#include "ui/figures/figure_drawing.h"

namespace regulus {

enum class PointsAs { Raster, Vector };

// How a drawing lands on a device.
struct PlotStyle {
    double pixelsPerMm = 300 / 25.4;
    PointsAs points = PointsAs::Raster;
};

// Thread: every member from any thread, several at a time.
class Figure {
  public:
    virtual ~Figure() = default;
    virtual QString title() const = 0;  // for the file's name and the document's title
    // Grows downwards as its text needs; a height that is too small is among the problems. Job: Cancelled.
    virtual FigureDrawing layOut(const FigurePage& page, Job& job) const = 0;
    // Points into `plot` (mm), the drawing's plots[which], before everything else. Throws Cancelled.
    virtual void paintPlot(QPainter& painter, const QRectF& plot, std::size_t which, const PlotStyle& style,
                           Job& job) const;
    // What a person should know before it is written in this way; empty when nothing.
    virtual QString remark(PointsAs) const { return {}; }
};

// Shapes, bars, texts, in this order; those that lie in `seen` (mm; empty: all). Throws Cancelled.
void paintDrawing(QPainter& painter, const FigureDrawing& drawing, double pixelsPerMm, const QRectF& seen,
                  Job& job);

// Background and plot, then the drawing. Throws Cancelled.
void paintFigure(QPainter& painter, const Figure& figure, const FigureDrawing& drawing,
                 const PlotStyle& style, Job& job);

}  // namespace regulus

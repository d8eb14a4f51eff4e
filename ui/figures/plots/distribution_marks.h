// A violin, box or ridge of one summary, drawn into its place.
#pragma once

#include "core/stats/value_summary.h"
#include "ui/figures/figure_drawing.h"

namespace regulus {

// Of the values of one gene, over all groups shown.
struct ValueAxis {
    double low = 0, high = 1;

    double share(double value) const { return (value - low) / (high - low); }
};

// Both stand in `place`, or lie there with values to the right, centred; a group of one value is a line.
void drawViolin(FigureDrawing& drawing, const QRectF& place, const ValueSummary& summary,
                const ValueAxis& axis, const QColor& color, bool lying);
void drawBox(FigureDrawing& drawing, const QRectF& place, const ValueSummary& summary, const ValueAxis& axis,
             const QColor& color, bool lying);
// A point a donor, each at its own place from left to right, with `summary`: mean and interval.
void drawDonors(FigureDrawing& drawing, const QRectF& place, const std::vector<double>& values,
                const ValueSummary& summary, const ValueAxis& axis, const QColor& color);
// Rises from the lower edge of `place`; values run to the right. `clear`: what lies behind shows through.
void drawRidge(FigureDrawing& drawing, const QRectF& place, const ValueSummary& summary,
               const ValueAxis& axis, const QColor& color, bool clear);

}  // namespace regulus

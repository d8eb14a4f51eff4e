// A histogram as bars in the colours of a scale, with an axis below: what strips of values have in common.
#pragma once

#include <QPainter>
#include <QRgb>
#include <span>
#include <vector>

#include "ui/render/value_histogram.h"

namespace regulus {

// Values along the width of `area`, from `from` to `to`.
struct HistogramAxis {
    QRectF area;
    double from = 0, to = 1;

    double xOf(double value) const {
        return area.left() + (value - from) / (to > from ? to - from : 1) * area.width();
    }
    double valueAt(double x) const;  // within the axis
};

// Colours from `low` to `high`, those of the ends beyond.
struct HistogramColors {
    double low = 0, high = 1;
    std::vector<QRgb> colors;  // not empty
};

// Heights are square roots of numbers of cells. `marked`: of each bin those that stand out, the others being
// light; empty: none does.
void paintHistogram(QPainter& painter, const HistogramAxis& axis, const ValueHistogram& histogram,
                    const HistogramColors& colors, std::span<const std::size_t> marked = {});
// The line below, with labels in `room` pixels under it.
void paintHistogramAxis(QPainter& painter, const HistogramAxis& axis, double room);

}  // namespace regulus

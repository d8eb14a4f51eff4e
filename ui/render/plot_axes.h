// Two axes with ticks and titles around the box of a plot.
#pragma once

#include <QPainter>
#include <QRectF>
#include <QString>
#include <vector>

#include "ui/render/figure_scene.h"

namespace regulus {

struct PlotAxis {
    QString title;
    double low = 0, high = 1;
};

// Where the axes are, of a box: the share of the way from left to right, and from the bottom up.
inline double alongAxis(const PlotAxis& axis, double value) {
    return axis.high > axis.low ? (value - axis.low) / (axis.high - axis.low) : 0.5;
}

// Round numbers within the axis and their texts, as many as find room with `each` between them.
struct AxisTicks {
    std::vector<double> at;
    std::vector<QString> texts;
    AxisTicks(const PlotAxis& axis, double room, double each);
};

// Pixels of a tick's text, of a box's plot.
QFont axisFont(const QPainter& painter, const PaintStyle& style);
inline constexpr double tick_gap = 4, x_tick_room = 64, y_tick_room = 44;

// Lines at the left and at the bottom of `box`, the texts outside it; the title of y is read upwards at
// `left`.
void paintAxes(QPainter& painter, const QRectF& box, double left, const PlotAxis& x, const PlotAxis& y,
               const PaintStyle& style);

}  // namespace regulus

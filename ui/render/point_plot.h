// Named points over two axes, with thresholds: a volcano, a ranking. Plain values that a scene shows on
// screen and a figure on paper.
#pragma once

#include <QColor>
#include <QString>
#include <cstdint>
#include <vector>

#include "ui/render/plot_axes.h"

namespace regulus {

struct Theme;

struct PointPlot {
    enum class Tone : std::uint8_t { Muted, Lower, Higher };  // does not pass the filters; does
    struct Point {
        double x = 0, y = 0;
        std::uint32_t id = 0;  // whose point it is
        Tone tone = Tone::Muted;
        bool beyond = false;  // its true place is farther up than the axis goes
    };
    struct Axis : PlotAxis {
        std::vector<double> thresholds;
    };
    struct Label {
        std::size_t point = 0;  // place in `points`
        QString text;
    };

    QString title;  // names the file
    Axis x, y;
    std::vector<Point> points;  // the later ones lie above
    std::vector<Label> labels;  // the important ones first; those without room are left out
    QString heading;            // above the plot on paper; may be empty
    QString note;               // below the plot; may be empty
    bool italic = true;         // names of genes
    bool simulated = false;

    bool empty() const { return points.empty(); }
};

// Of the plot's box, by names: with more of them nobody sees the points.
inline constexpr double most_named = 0.15;

QColor toneColor(PointPlot::Tone tone, const Theme& theme);

}  // namespace regulus

// Small plots as SVG, for a page that is read and printed.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace regulus {

struct PlotSeries {
    std::string name;
    std::vector<double> values;  // NaN are left out
};
struct PlotLine {
    std::string name;
    double value = 0;  // NaN: not drawn
};

// Histograms over one axis, one row of bars a series, and vertical lines across them with their names. Empty
// where there is no value.
std::string histogram_svg(const std::string& title, std::span<const PlotSeries> series,
                          std::span<const PlotLine> lines);

struct PlotCurve {
    std::string name;
    std::vector<std::pair<double, double>> points;
    std::vector<double> around = {};  // one a point: drawn from y − around to y + around; NaN: not; or empty
};
enum class PlotScale {
    Even,
    Logarithm,  // x above 0, with the points' own values along the axis
};
// Curves with markers; the first is told apart by a full line as well as by its colour.
std::string curves_svg(const std::string& title, std::span<const PlotCurve> curves,
                       PlotScale scale = PlotScale::Even);

std::string html_escaped(const std::string& text);

}  // namespace regulus

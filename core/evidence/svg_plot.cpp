#include "core/evidence/svg_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace regulus {
namespace {

// Okabe and Ito's colours, told apart by colour-blind people, too.
constexpr std::array<const char*, 4> colors{"#0072b2", "#e69f00", "#009e73", "#cc79a7"};
constexpr const char* prior_color = "#c1272d";
constexpr double width = 640, left = 150, right = 24, line_height = 15, title_height = 20;
constexpr double letter_width = 7.5;  // of bold text, about

struct Axis {
    double from = 0, to = 1, step = 0.1;

    int ticks() const { return static_cast<int>(std::lround((to - from) / step)); }
    double tick(int i) const { return from + i * step; }
    double at(double value, double begin, double end) const {
        return begin + (value - from) / (to - from) * (end - begin);
    }
};

// Around all values, from and to a multiple of a round step.
Axis axis_of(double low, double high) {
    // Values that differ in their last digits alone are one value: no step could lie between them.
    if (!(high - low > 1e-9 * std::max(std::abs(low), std::abs(high)))) {
        const double around = std::max(std::abs(low) * 0.1, 0.01);
        low -= around;
        high += around;
    }
    const double rough = (high - low) / 5, power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (const double round : {1.0, 2.0, 5.0}) {
        if (round * power >= rough) {
            step = round * power;
            break;
        }
    }
    return {std::floor(low / step) * step, std::ceil(high / step) * step, step};
}

std::string number(double value, double step) {
    const int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
    std::string text = fmt::format("{:.{}f}", std::abs(value) < step / 1000 ? 0 : value, digits);
    return text.starts_with('-') ? "−" + text.substr(1) : text;
}

std::string label(double x, double y, const char* anchor, const std::string& text,
                  const std::string& more = {}) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", x, y, anchor, more,
                       html_escaped(text));
}

std::string opened(double height, const std::string& title) {
    return fmt::format(
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 "
               "{0:.0f} "
               "{1:.0f}\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">\n",
               width, height) +
           label(0, 14, "start", title, " font-weight=\"bold\"");
}

std::string x_axis_svg(const Axis& axis, double y) {
    std::string svg =
        fmt::format("<line x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\" stroke=\"#222\"/>\n", left,
                    width - right, y);
    for (int i = 0; i <= axis.ticks(); ++i) {
        const double value = axis.tick(i);
        const double x = axis.at(value, left, width - right);
        svg += fmt::format(
            "<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\" stroke=\"#222\"/>\n", x, y,
            y + 5);
        svg += label(x, y + 18, "middle", number(value, axis.step));
    }
    return svg;
}

std::vector<double> finite(std::span<const double> values) {
    std::vector<double> kept;
    std::ranges::copy_if(values, std::back_inserter(kept), [](double v) { return std::isfinite(v); });
    return kept;
}

std::string bars(const std::vector<double>& values, const Axis& axis, double base, double height,
                 const char* color) {
    constexpr std::size_t bins = 40;
    std::array<std::size_t, bins> counts{};
    for (const double value : values) {
        const double place = axis.at(value, 0, bins);
        ++counts[std::min(bins - 1, static_cast<std::size_t>(std::max(0.0, place)))];
    }
    const auto most = static_cast<double>(std::max<std::size_t>(1, std::ranges::max(counts)));
    const double bar = (width - right - left) / bins;
    std::string svg;
    for (std::size_t b = 0; b < bins; ++b) {
        if (counts[b] == 0) continue;
        const double tall = height * static_cast<double>(counts[b]) / most;
        svg += fmt::format(
            "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\" "
            "stroke=\"#ffffff\" stroke-width=\"0.5\"/>\n",
            left + static_cast<double>(b) * bar, base - tall, bar, tall, color);
    }
    return svg;
}

double around_of(const PlotCurve& curve, std::size_t point) {
    return point < curve.around.size() && std::isfinite(curve.around[point]) ? curve.around[point] : 0;
}

// An axis that says these values, and no others.
std::string own_ticks_svg(const std::set<double>& values, const Axis& logarithms, double y) {
    std::string svg =
        fmt::format("<line x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\" stroke=\"#222\"/>\n", left,
                    width - right, y);
    constexpr double apart = 24;  // of two numbers that can be read
    double last = -INFINITY;
    for (const double value : values) {
        const double x = logarithms.at(std::log10(value), left, width - right);
        svg += fmt::format(
            "<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\" stroke=\"#222\"/>\n", x, y,
            y + 5);
        if (x - last < apart) continue;
        svg += label(x, y + 18, "middle", fmt::format("{:g}", value));
        last = x;
    }
    return svg;
}

}  // namespace

std::string html_escaped(const std::string& text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            default:
                escaped += c;
        }
    }
    return escaped;
}

std::string histogram_svg(const std::string& title, std::span<const PlotSeries> series,
                          std::span<const PlotLine> lines) {
    std::vector<double> all;
    for (const PlotSeries& s : series) std::ranges::copy(finite(s.values), std::back_inserter(all));
    std::vector<PlotLine> drawn;
    for (const PlotLine& line : lines) {
        if (!std::isfinite(line.value)) continue;
        drawn.push_back(line);
        all.push_back(line.value);
    }
    if (all.empty()) return {};
    constexpr double row = 56, gap = 10;
    const double top = title_height + 8 + line_height * static_cast<double>(drawn.size());
    const double base = top + (row + gap) * static_cast<double>(std::max<std::size_t>(1, series.size()));
    const Axis axis = axis_of(std::ranges::min(all), std::ranges::max(all));
    std::string svg = opened(base + 30, title);
    for (std::size_t i = 0; i < series.size(); ++i) {
        const double bottom = top + (row + gap) * static_cast<double>(i + 1);
        const std::vector<double> values = finite(series[i].values);
        svg += bars(values, axis, bottom, row, colors[i % colors.size()]);
        svg += label(left - 8, bottom - row / 2, "end", series[i].name);
        svg += label(left - 8, bottom - row / 2 + line_height, "end", fmt::format("{} runs", values.size()));
        svg += fmt::format("<line x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\" stroke=\"#bbb\"/>\n",
                           left, width - right, bottom);
    }
    // Names above all lines: a line may pass behind another's name.
    std::string names;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        const double x = axis.at(drawn[i].value, left, width - right),
                     y = title_height + 4 + line_height * static_cast<double>(i + 1);
        const char* const color = i == 0 ? prior_color : "#555555";
        const char* const dashes = i == 0 ? "" : " stroke-dasharray=\"5 3\"";
        svg += fmt::format(
            "<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\" stroke=\"{3}\" "
            "stroke-width=\"2\"{4}/>\n",
            x, y - 8, base, color, dashes);
        const bool leftwards = x > (left + width) / 2;
        const double room = letter_width * static_cast<double>(drawn[i].name.size());
        names +=
            fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\" fill=\"#ffffff\"/>\n",
                        leftwards ? x - 6 - room : x + 6, y - 11, room, line_height - 1);
        names += label(leftwards ? x - 6 : x + 6, y, leftwards ? "end" : "start", drawn[i].name,
                       fmt::format(" fill=\"{}\" font-weight=\"bold\"", color));
    }
    svg += names;
    return svg + x_axis_svg(axis, base) + "</svg>\n";
}

std::string curves_svg(const std::string& title, std::span<const PlotCurve> curves, PlotScale scale) {
    const auto place = [scale](double x) { return scale == PlotScale::Logarithm ? std::log10(x) : x; };
    double low_x = INFINITY, high_x = -INFINITY, low_y = INFINITY, high_y = -INFINITY;
    std::set<double> values;  // of x
    for (const PlotCurve& curve : curves) {
        for (std::size_t i = 0; i < curve.points.size(); ++i) {
            const auto [x, y] = curve.points[i];
            const double around = around_of(curve, i);
            values.insert(x);
            low_x = std::min(low_x, place(x));
            high_x = std::max(high_x, place(x));
            low_y = std::min(low_y, y - around);
            high_y = std::max(high_y, y + around);
        }
    }
    if (!(low_x <= high_x)) return {};
    constexpr double height = 260, bottom = 230;
    const double top = title_height + 8 + line_height * static_cast<double>(curves.size());
    Axis across = axis_of(low_x, high_x);
    const Axis up = axis_of(low_y, high_y);
    std::string svg = opened(height, title);
    if (scale == PlotScale::Logarithm) {
        const double margin = std::max(0.04 * (high_x - low_x), 0.05);
        across = {low_x - margin, high_x + margin, 1};
        svg += own_ticks_svg(values, across, bottom);
    } else {
        svg += x_axis_svg(across, bottom);
    }
    for (int i = 0; i <= up.ticks(); ++i) {
        const double value = up.tick(i);
        const double y = up.at(value, bottom, top);
        svg += fmt::format("<line x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\" stroke=\"#ddd\"/>\n",
                           left, width - right, y);
        svg += label(left - 6, y + 4, "end", number(value, up.step));
    }
    for (std::size_t i = 0; i < curves.size(); ++i) {
        const char* const color = i == 0 ? prior_color : colors[(i - 1) % colors.size()];
        const char* const dashes = i == 0 ? "" : " stroke-dasharray=\"5 3\"";
        std::string points;
        for (std::size_t j = 0; j < curves[i].points.size(); ++j) {
            const auto [x, y] = curves[i].points[j];
            const double px = across.at(place(x), left, width - right), py = up.at(y, bottom, top);
            points += fmt::format("{:.1f},{:.1f} ", px, py);
            svg +=
                fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.5\" fill=\"{}\"/>\n", px, py, color);
            if (const double around = around_of(curves[i], j); around > 0)
                svg += fmt::format(
                    "<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\" stroke=\"{3}\"/>\n",
                    px, up.at(y - around, bottom, top), up.at(y + around, bottom, top), color);
        }
        svg += fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"{}/>\n",
                           points, color, dashes);
        svg += fmt::format(
            "<line x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\" stroke=\"{3}\" "
            "stroke-width=\"2\"{4}/>\n",
            left, left + 28, title_height + 2 + line_height * (static_cast<double>(i) + 0.5), color, dashes);
        svg += label(left + 34, title_height + 6 + line_height * (static_cast<double>(i) + 0.5), "start",
                     curves[i].name);
    }
    return svg + "</svg>\n";
}

}  // namespace regulus

#include "ui/render/blend_colors.h"

#include <algorithm>
#include <cmath>

#include "core/base/cell_loop.h"
#include "core/base/parallel.h"
#include "ui/render/color_math.h"

namespace regulus {
namespace {

constexpr QRgb corner_neither = 0xffa0a0a0, corner_first = 0xff0072b2, corner_second = 0xffe69f00,
               corner_both = 0xffc3005f;

OkLab mix(const OkLab& a, const OkLab& b, double t) {
    return {a.L + (b.L - a.L) * t, a.a + (b.a - a.a) * t, a.b + (b.b - a.b) * t};
}

// From the 256 steps of a scale to those of the square.
std::uint32_t stepOf(std::uint16_t index) noexcept {
    return static_cast<std::uint32_t>(((index - 1) * (blend_steps - 1) + 127) / 255);
}

QRgb cornerOf(BlendClass of) {
    switch (of) {
        case BlendClass::First:
            return corner_first;
        case BlendClass::Second:
            return corner_second;
        case BlendClass::Both:
            return corner_both;
        case BlendClass::Neither:
            break;
    }
    return corner_neither;
}

}  // namespace

QRgb blendColor(double first, double second) {
    const double x = std::clamp(first, 0.0, 1.0), y = std::clamp(second, 0.0, 1.0);
    const OkLab below = mix(toOkLab(corner_neither), toOkLab(corner_first), x);
    const OkLab above = mix(toOkLab(corner_second), toOkLab(corner_both), x);
    return fromOkLab(mix(below, above, y));
}

std::optional<BlendClass> blendClassAt(const PointColors& colors, std::size_t point) {
    if (!colors.blended() || point >= colors.index.size() || colors.index[point] == PointColors::missing)
        return std::nullopt;
    const bool first = static_cast<double>((*colors.values)[point]) > colors.legend.axes[0].highAbove;
    const bool second = static_cast<double>((*colors.second)[point]) > colors.legend.axes[1].highAbove;
    return first ? (second ? BlendClass::Both : BlendClass::First)
                 : (second ? BlendClass::Second : BlendClass::Neither);
}

CellSet blendCells(const PointColors& colors, BlendClass of) {
    return cells_where(colors.size(), [&](std::size_t cell) { return blendClassAt(colors, cell) == of; });
}

PointColors colorsByBlend(const PointColors& first, const PointColors& second, double aboveFirst,
                          double aboveSecond) {
    PointColors colors;
    Legend& legend = colors.legend;
    legend.kind = Legend::Kind::Blend;
    legend.axes = {first.legend, second.legend};
    legend.axes[0].highAbove = aboveFirst;
    legend.axes[1].highAbove = aboveSecond;
    const QString &a = first.legend.title, &b = second.legend.title;
    legend.title = QStringLiteral("%1 + %2").arg(a, b);
    if (first.legend.unit == second.legend.unit) legend.unit = first.legend.unit;
    legend.italicTitle = first.legend.italicTitle && second.legend.italicTitle;
    const QString only = QStringLiteral("%1 only");
    const QString labels[] = {QStringLiteral("neither"), only.arg(a), only.arg(b), QStringLiteral("both")};
    for (std::size_t i = 0; i < 4; ++i)
        legend.entries.push_back({labels[i], cornerOf(static_cast<BlendClass>(i)), 0});
    legend.listed = {3, 1, 2, 0};
    colors.table.push_back(missing_color);
    for (int y = 0; y < blend_steps; ++y)
        for (int x = 0; x < blend_steps; ++x)
            colors.table.push_back(blendColor(x / double(blend_steps - 1), y / double(blend_steps - 1)));
    colors.values = first.values;
    colors.second = second.values;
    colors.index.resize(first.size());
    parallel_for(first.size(), 1U << 16U, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            if (first.index[i] != PointColors::missing && second.index[i] != PointColors::missing)
                colors.index[i] = static_cast<std::uint16_t>(1 + stepOf(second.index[i]) * blend_steps +
                                                             stepOf(first.index[i]));
    });
    for (std::size_t i = 0; i < colors.size(); ++i) {
        const auto of = blendClassAt(colors, i);
        ++(of ? legend.entries[static_cast<std::size_t>(*of)].count : legend.missing);
    }
    return colors;
}

std::uint32_t blendRank(std::uint32_t index) noexcept {
    const std::uint32_t x = (index - 1) % blend_steps, y = (index - 1) / blend_steps;
    return 1 + std::max(x, y) * blend_steps + std::min(x, y);
}

double medianOf(std::span<const float> values) {
    std::vector<float> known;
    std::ranges::copy_if(values, std::back_inserter(known), [](float v) { return std::isfinite(v); });
    if (known.empty()) return 0;
    const auto middle = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 2);
    std::nth_element(known.begin(), middle, known.end());
    if (known.size() % 2 == 1) return static_cast<double>(*middle);
    return (static_cast<double>(*middle) + static_cast<double>(*std::max_element(known.begin(), middle))) / 2;
}

QString highText(const Legend& legend) {
    const Legend &a = legend.axes.at(0), &b = legend.axes.at(1);
    if (a.highAbove == b.highAbove) return QStringLiteral("high: above %1").arg(valueText(a.highAbove));
    return QStringLiteral("high: %1 > %2, %3 > %4")
        .arg(a.title, valueText(a.highAbove), b.title, valueText(b.highAbove));
}

}  // namespace regulus

// Colours for data: categories, sequential and diverging maps, and the ticks of a labelled scale.
#pragma once

#include <QColor>
#include <QString>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/data/table.h"

namespace regulus {

// Viridis and Magma after van der Walt and Smith (2015), Cividis after Nuñez, Anderton and
// Renslow (2018); BlueRed diverges around its middle with the points of ColorBrewer's RdBu.
enum class ColorMap { Viridis, Magma, Cividis, BlueRed };
QString colorMapName(ColorMap map);  // "viridis", "magma", "cividis", "blue-red"
std::optional<ColorMap> colorMapNamed(const QString& name);
bool isDiverging(ColorMap map) noexcept;
const std::array<QRgb, 256>& colorTable(ColorMap map);
QRgb colorAt(ColorMap map, double t);  // t is clamped into 0..1

// Okabe–Ito (its black replaced by a grey that shows on dark) up to eight; after these, colours chosen one
// by one to be as far as possible from all before, seen by everybody and by a deuteranope (Glasbey et al.
// 2007), all of them visible on white and on dark. The first n of a longer list are the shorter list.
std::vector<QRgb> categoricalColors(std::size_t n);

// Stands for the grey of what has no label, which depends on the theme.
inline constexpr QRgb missing_color = 0;
inline QColor shownColor(QRgb color, const QColor& missing) {
    return color == missing_color ? missing : QColor::fromRgb(color);
}

// One colour a category: missing_color for one that is no label ("NA", "unknown"), the file's own where it
// has a valid one, else the above, none of them twice.
std::vector<QRgb> categoricalColors(const Categorical& column);
// One colour a class: that of the category of its name in the first column of `like` which has it (null ones
// are passed over), else one of the above that no other class has. missing_color for a class that is no
// label.
std::vector<QRgb> classColors(std::span<const std::string> classes, std::span<const Categorical* const> like);

// Round values inside [low, high], at most `most` of them, ascending; one value when low == high.
std::vector<double> niceTicks(double low, double high, int most = 5);
// The ticks as text, all with the digits their step needs and a true minus sign.
std::vector<QString> tickLabels(std::span<const double> ticks);
// One value with three significant digits, for tooltips and legends: "0.0123", "12.3", "1,230", "–".
QString valueText(double value);
QString countText(std::size_t count);  // "2,638"
// "12.3 %"; of nothing "–". What is not none or all does not read like it: "<0.1 %", ">99.9 %".
QString percentText(std::size_t part, std::size_t whole);

}  // namespace regulus

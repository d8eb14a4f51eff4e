// What every point of a plot is coloured by, as plain values: an index a point into a table of colours, and
// the legend that explains it. Built from a column of categories or from one number a point.
#pragma once

#include <QRgb>
#include <QString>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/data/table.h"
#include "ui/render/palettes.h"

namespace regulus {

struct LegendEntry {
    QString label;
    QRgb color = missing_color;  // this for one that is no label: see shownColor()
    std::size_t count = 0;
};

struct Legend {
    enum class Kind { None, Categories, Scale, Blend };
    Kind kind = Kind::None;
    QString title;                     // "cell_type", "SPI1"
    QString unit;                      // "log-normalised", "log ratio to uniform"; may be empty
    QString order = {};                // Scale: what lies above what, see drawing_order.h; may be empty
    bool italicTitle = false;          // a gene or TF
    std::vector<LegendEntry> entries;  // Categories, in the order of the column; Blend: see BlendClass
    std::vector<std::size_t> listed;   // the entries in the order to list them in
    std::size_t missing = 0;           // points without a value
    QString missingText = QStringLiteral("no value");
    ColorMap map = ColorMap::Viridis;              // Scale
    double low = 0, high = 1;                      // the values at the ends of the map
    bool clippedLow = false, clippedHigh = false;  // values lie beyond the end
    std::vector<Legend> axes = {};                 // Blend: the two scales, across and up
    double highAbove = 0;                          // of such an axis: values above it are high
};

struct PointColors {
    static constexpr std::uint16_t missing = 0;

    // One a point; 0 is missing, else 1 + category, 1 + step of 0..255, or of a blend 1 + its place in the
    // square, row by row from the bottom.
    std::vector<std::uint16_t> index;
    std::vector<QRgb> table;  // missing_color, as table[0] is, stands for the theme's grey
    Legend legend;
    std::shared_ptr<const std::vector<float>> values;  // Scale, Blend: the number behind each point
    std::shared_ptr<const std::vector<float>> second;  // Blend: the other one
    std::size_t read = 0;  // > 0: so many points have their number, and the others will have theirs

    std::size_t size() const noexcept { return index.size(); }
    bool continuous() const noexcept { return legend.kind == Legend::Kind::Scale; }
    bool blended() const noexcept { return legend.kind == Legend::Kind::Blend; }
    std::vector<QRgb> shownTable(QRgb missing) const;  // with that grey in its place
    QString textAt(std::size_t point) const;  // "CD14+ Mono", "2.31", "no value", "CD3D 2.31, MS4A1 0"
};

PointColors colorsUniform(std::size_t points, const QString& title = {});

// Throws Error(Data) when the column has more than 8,000 categories.
PointColors colorsByCategory(const Categorical& column, const QString& title);

struct ScaleOptions {
    std::optional<ColorMap> map;   // unset: BlueRed when values lie on both sides of `center`, else Viridis
    std::optional<double> center;  // of a diverging map; unset: 0
    std::optional<double> low, high;  // unset: the 1st and 99th percentile of finite values (of those that
                                      // are not 0 when more than half are 0), symmetric when diverging
    QString unit;
    bool italicTitle = false;
};
// Where a scale from that percentile to that one, both 0 to 1, begins and ends; nullopt where all values are
// the same. From 200,000 values, but for 0 and 1. Values of 0 do not count where they are more than half of
// all; 0 is then on the scale all the same.
std::optional<std::pair<double, double>> scaleEnds(std::span<const float> values, double low, double high);
// NaN and infinities are missing. Constant values get the middle of the map.
PointColors colorsByValue(std::vector<float> values, const QString& title, const ScaleOptions& options = {});

}  // namespace regulus

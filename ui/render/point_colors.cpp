#include "ui/render/point_colors.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/natural_order.h"
#include "core/base/parallel.h"

namespace regulus {
namespace {

constexpr std::size_t most_categories = 8000;

struct Range {
    double low = 0, high = 0, smallest = 0, largest = 0;
    std::size_t finite = 0;
};

double quantile(std::vector<float>& values, double q) {
    const auto at = static_cast<std::ptrdiff_t>(std::lround(q * static_cast<double>(values.size() - 1)));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return static_cast<double>(values[static_cast<std::size_t>(at)]);
}

// Percentiles of at most 200,000 evenly spaced values: enough for a colour scale, and quick.
Range robustRange(std::span<const float> values, double lowest, double highest) {
    Range range;
    std::size_t zeros = 0;
    float smallest = 0, largest = 0;
    for (const float v : values) {
        if (!std::isfinite(v)) continue;
        if (range.finite == 0) smallest = largest = v;
        smallest = std::min(smallest, v);
        largest = std::max(largest, v);
        zeros += v == 0.0F;
        ++range.finite;
    }
    range.smallest = static_cast<double>(smallest);
    range.largest = static_cast<double>(largest);
    if (range.finite == 0) return range;
    const bool skip_zeros = zeros * 2 > range.finite && zeros < range.finite;
    const std::size_t stride = std::max<std::size_t>(1, values.size() / 200000);
    std::vector<float> sample;
    for (std::size_t i = 0; i < values.size(); i += stride)
        if (std::isfinite(values[i]) && !(skip_zeros && values[i] == 0.0F)) sample.push_back(values[i]);
    if (sample.empty()) sample = {smallest, largest};
    range.low = lowest > 0 ? quantile(sample, lowest) : range.smallest;
    range.high = highest < 1 ? quantile(sample, highest) : range.largest;
    if (skip_zeros) {  // zero stays on the scale, it was only kept from deciding it
        range.low = std::min(range.low, 0.0);
        range.high = std::max(range.high, 0.0);
    }
    if (range.low == range.high) {
        range.low = range.smallest;
        range.high = range.largest;
    }
    return range;
}

QString numberText(const std::shared_ptr<const std::vector<float>>& values, std::size_t point) {
    const float v = values && point < values->size() ? (*values)[point] : NAN;
    return std::isfinite(v) ? valueText(static_cast<double>(v)) : QStringLiteral("no value");
}

void makeSymmetric(Legend& legend, double center) {
    const double reach = std::max({legend.high - center, center - legend.low, 1e-12});
    legend.low = center - reach;
    legend.high = center + reach;
}

void fillScale(Legend& legend, const Range& range, const ScaleOptions& options) {
    const double center = options.center.value_or(0);
    legend.low = options.low.value_or(range.low);
    legend.high = options.high.value_or(range.high);
    const bool both_sides = range.smallest < center && range.largest > center;
    legend.map = options.map.value_or(both_sides ? ColorMap::BlueRed : ColorMap::Viridis);
    if (isDiverging(legend.map)) makeSymmetric(legend, center);
    if (!(legend.high > legend.low)) {  // constant: the middle of the map
        const double pad = std::max(std::abs(legend.low) * 0.1, 0.5);
        legend.low -= pad;
        legend.high = legend.low + 2 * pad;
    }
    legend.clippedLow = range.finite > 0 && range.smallest < legend.low;
    legend.clippedHigh = range.finite > 0 && range.largest > legend.high;
}

}  // namespace

std::vector<QRgb> PointColors::shownTable(QRgb grey) const {
    std::vector<QRgb> shown = table;
    std::ranges::replace(shown, missing_color, grey);
    return shown;
}

QString PointColors::textAt(std::size_t point) const {
    if (point >= index.size()) return {};
    if (read > 0 && index[point] == missing) return legend.missingText;
    if (continuous()) return numberText(values, point);
    if (blended())
        return QStringLiteral("%1 %2, %3 %4")
            .arg(legend.axes[0].title, numberText(values, point), legend.axes[1].title,
                 numberText(second, point));
    if (legend.kind != Legend::Kind::Categories) return {};
    if (index[point] == missing) return QStringLiteral("no value");
    return legend.entries[index[point] - 1U].label;
}

PointColors colorsUniform(std::size_t points, const QString& title) {
    PointColors colors;
    colors.index.assign(points, 1);
    colors.table = {missing_color, categoricalColors(2)[1]};
    colors.legend.title = title;
    return colors;
}

PointColors colorsByCategory(const Categorical& column, const QString& title) {
    const std::size_t n = column.categories.size();
    if (n > most_categories) {
        throw Error(ErrorKind::Data, "Too many categories to colour by", title.toStdString(),
                    "Choose a column with at most 8,000 different values");
    }
    PointColors colors;
    const std::vector<QRgb> palette = categoricalColors(column);
    colors.table.push_back(missing_color);
    colors.table.insert(colors.table.end(), palette.begin(), palette.end());
    colors.legend.kind = Legend::Kind::Categories;
    colors.legend.title = title;
    for (std::size_t i = 0; i < n; ++i)
        colors.legend.entries.push_back({QString::fromStdString(column.categories[i]), palette[i], 0});
    colors.legend.listed = listing_order(column.categories, column.ordered);
    colors.index.reserve(column.codes.size());
    for (const std::int32_t code : column.codes) {
        const bool known = code >= 0 && static_cast<std::size_t>(code) < n;
        colors.index.push_back(known ? static_cast<std::uint16_t>(code + 1) : PointColors::missing);
        if (known)
            ++colors.legend.entries[static_cast<std::size_t>(code)].count;
        else
            ++colors.legend.missing;
    }
    return colors;
}

std::optional<std::pair<double, double>> scaleEnds(std::span<const float> values, double low, double high) {
    const Range range = robustRange(values, low, high);
    return range.low < range.high ? std::optional(std::pair(range.low, range.high)) : std::nullopt;
}

PointColors colorsByValue(std::vector<float> values, const QString& title, const ScaleOptions& options) {
    PointColors colors;
    Legend& legend = colors.legend;
    legend.kind = Legend::Kind::Scale;
    legend.title = title;
    legend.unit = options.unit;
    legend.italicTitle = options.italicTitle;
    const Range range = robustRange(values, 0.01, 0.99);
    legend.missing = values.size() - range.finite;
    fillScale(legend, range, options);
    const auto& map = colorTable(legend.map);
    colors.table.push_back(missing_color);
    colors.table.insert(colors.table.end(), map.begin(), map.end());
    colors.index.resize(values.size());
    const double factor = 255.0 / (legend.high - legend.low);
    parallel_for(values.size(), 1U << 16U, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const double v = static_cast<double>(values[i]);
            if (!std::isfinite(v)) continue;  // the vector starts as missing
            const double step = std::clamp((v - legend.low) * factor, 0.0, 255.0);
            colors.index[i] = static_cast<std::uint16_t>(1 + static_cast<int>(step + 0.5));
        }
    });
    colors.values = std::make_shared<const std::vector<float>>(std::move(values));
    return colors;
}

}  // namespace regulus

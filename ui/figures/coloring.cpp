#include "ui/figures/coloring.h"

#include <algorithm>
#include <cmath>

#include "ui/render/blend_colors.h"

namespace regulus {

QString toString(RegulonMeasure measure) {
    switch (measure) {
        case RegulonMeasure::Choice:
            return QStringLiteral("choice");
        case RegulonMeasure::Attention:
            return QStringLiteral("attention");
        case RegulonMeasure::Pooling:
            return QStringLiteral("pooling");
        case RegulonMeasure::TfAttention:
            return QStringLiteral("attention");
        case RegulonMeasure::Expression:
            return QStringLiteral("mRNA");
        case RegulonMeasure::Effect:
            return QStringLiteral("effect of cutting");
        case RegulonMeasure::Activity:
            break;
    }
    return QStringLiteral("activity");
}

bool ofGenes(RegulonMeasure measure) {
    return measure == RegulonMeasure::Choice || measure == RegulonMeasure::Attention ||
           measure == RegulonMeasure::Pooling;
}

QString title(const Coloring& coloring) {
    const QString name = QString::fromStdString(coloring.name);
    switch (coloring.source) {
        case ColorSource::Column:
            return name;
        case ColorSource::Gene:
            if (coloring.assay.empty()) return name;
            return QStringLiteral("%1 (%2)").arg(name, QString::fromStdString(coloring.assay));
        case ColorSource::Regulon:
            return QStringLiteral("%1 regulon (%2)").arg(name, toString(coloring.measure));
        case ColorSource::Prediction:
            return QStringLiteral("prediction");
        case ColorSource::Confidence:
            return QStringLiteral("certainty");
        case ColorSource::Blend: {
            QStringList names;
            for (const Coloring& part : coloring.parts) names << title(part);
            return names.join(QStringLiteral(" + "));
        }
        case ColorSource::None:
            break;
    }
    return {};
}

std::optional<std::pair<std::string, std::string>> blendNames(
    const std::string& text, const std::function<bool(const std::string&)>& known) {
    const auto trimmed = [](const std::string& part) {
        return QString::fromStdString(part).trimmed().toStdString();
    };
    // Names may hold a plus of their own, as those of pySCENIC's regulons do.
    if (const auto at = text.find(" + "); at != std::string::npos) {
        const std::pair names(trimmed(text.substr(0, at)), trimmed(text.substr(at + 3)));
        return names.first.empty() || names.second.empty() ? std::nullopt : std::optional(names);
    }
    for (auto at = text.find('+'); at != std::string::npos; at = text.find('+', at + 1)) {
        const std::pair names(trimmed(text.substr(0, at)), trimmed(text.substr(at + 1)));
        if (known(names.first) && known(names.second)) return names;
    }
    return std::nullopt;
}

namespace {

// Genes are on or off; of other numbers half are high. An activity above 0 would not say much: it is in
// nearly every cell that the targets of some TFs are expressed more than other genes.
double highAbove(const ColorData& data) {
    if (data.coloring.source == ColorSource::Gene) return 0;
    return medianOf(data.values);
}

}  // namespace

namespace {

PointColors madeColors(const ColorData& data, std::size_t cells, ColorMap map,
                       const std::optional<ColorRange>& range) {
    if (data.categorical()) return colorsByCategory(data.categories, data.title);
    if (data.blended())
        return colorsByBlend(*data.parts[0]->points, *data.parts[1]->points, highAbove(*data.parts[0]),
                             highAbove(*data.parts[1]));
    if (!data.continuous()) return colorsUniform(cells);
    ScaleOptions options;
    options.map = data.diverging ? ColorMap::BlueRed : map;
    options.unit = data.unit;
    options.italicTitle =
        data.coloring.source == ColorSource::Gene || data.coloring.source == ColorSource::Regulon;
    if (data.diverging) {
        // Log ratios: what rounding leaves of a uniform one must not be stretched over all colours.
        constexpr float least = 0.01F;
        const bool flat = std::ranges::all_of(data.values, [](float v) { return !(std::abs(v) >= least); });
        if (flat) {
            options.low = -static_cast<double>(least);
            options.high = static_cast<double>(least);
        }
    }
    if (data.probability) {
        options.low = 0;
        options.high = 1;
    }
    if (const auto& ends = range ? range : data.coloring.range) {
        options.low = ends->low;
        options.high = ends->high;
    }
    return colorsByValue(data.values, data.title, options);
}

}  // namespace

PointColors pointColors(const ColorData& data, std::size_t cells, ColorMap map,
                        const std::optional<ColorRange>& range) {
    PointColors colors = madeColors(data, cells, map, range);
    if (data.read == 0) return colors;
    colors.read = data.read;
    colors.legend.missingText = QStringLiteral("not read yet");
    const QString read = QStringLiteral("%1 of %2 cells read").arg(countText(data.read), countText(cells));
    QString& unit = colors.legend.unit;
    unit = unit.isEmpty() || data.blended() ? read : QStringLiteral("%1, %2").arg(unit, read);
    return colors;
}

ColorData rescaled(const ColorData& data, const Coloring& coloring, ColorMap map) {
    ColorData other = data;
    other.coloring = coloring;
    for (std::size_t i = 0; i < other.parts.size(); ++i)
        if (other.parts[i]->coloring != coloring.parts[i])
            other.parts[i] =
                std::make_shared<const ColorData>(rescaled(*data.parts[i], coloring.parts[i], map));
    other.points = std::make_shared<const PointColors>(pointColors(other, data.points->size(), map));
    return other;
}

std::optional<ColorRange> movedEnd(const ColorData& data, bool high, double value) {
    if (!std::isfinite(value)) return std::nullopt;
    const Legend& legend = data.points->legend;
    ColorRange ends{legend.low, legend.high};
    if (data.diverging) {
        ends = {-std::abs(value), std::abs(value)};
    } else {
        const double least = (legend.high - legend.low) * 1e-3;
        (high ? ends.high : ends.low) =
            high ? std::max(value, ends.low + least) : std::min(value, ends.high - least);
    }
    return ends.low < ends.high ? std::optional(ends) : std::nullopt;
}

}  // namespace regulus

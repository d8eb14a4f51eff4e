#include "ui/figures/coloring.h"

#include <algorithm>
#include <cmath>

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
        case ColorSource::None:
            break;
    }
    return {};
}

PointColors pointColors(const ColorData& data, std::size_t cells, ColorMap map,
                        const std::optional<ColorRange>& range) {
    if (data.categorical()) return colorsByCategory(data.categories, data.title);
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

}  // namespace regulus

#include "ui/figures/scatter/scatter_axis.h"

#include "core/base/error.h"
#include "ui/figures/map_look.h"

namespace regulus {
namespace {

const Numeric* numbersOf(const std::string& column, const ColorInputs& inputs) {
    if (const auto own = inputs.numbers.find(column); own != inputs.numbers.end()) return own->second.get();
    if (inputs.columns.contains(column) && inputs.dataset->obs.find(column) == nullptr) return nullptr;
    const Column* const found = inputs.dataset->obs.find(column);
    return found ? found->numeric() : nullptr;
}

}  // namespace

std::vector<double> coordinate(const Matrix& places, std::size_t dimension) {
    std::vector<double> values(places.rows);
    for (std::size_t cell = 0; cell < places.rows; ++cell)
        values[cell] = static_cast<double>(places(cell, dimension));
    return values;
}

std::string coordinateName(const ShownEmbedding& embedding, std::size_t dimension) {
    return embedding.key + ":" + std::to_string(dimension + 1);
}

std::vector<AxisSource> coordinatesOf(const std::shared_ptr<const ShownEmbedding>& embedding) {
    std::vector<AxisSource> sources;
    const std::size_t dimensions = embedding->coordinates ? embedding->coordinates->cols : 0;
    for (std::size_t d = 0; d < dimensions; ++d)
        sources.push_back({coordinateName(*embedding, d), {}, embedding, d});
    return sources;
}

bool isNumber(const Coloring& coloring, const ColorInputs& inputs) {
    switch (coloring.source) {
        case ColorSource::Column:
            return numbersOf(coloring.name, inputs) != nullptr;
        case ColorSource::Gene:
        case ColorSource::Regulon:
        case ColorSource::Confidence:
            return true;
        case ColorSource::Prediction:
        case ColorSource::Blend:
        case ColorSource::None:
            break;
    }
    return false;
}

ScatterAxis resolveAxis(const AxisSource& source, const ColorInputs& inputs, Job& job) {
    ScatterAxis axis{source.name, QString::fromStdString(source.name), {}, nullptr};
    if (source.embedding) {
        const Matrix& places = *source.embedding->coordinates;
        axis.version = source.embedding->digest;
        axis.values = std::make_shared<const std::vector<double>>(coordinate(places, source.dimension));
        axis.title =
            QStringLiteral("%1 %2").arg(directionName(source.embedding->key)).arg(source.dimension + 1);
        return axis;
    }
    if (!isNumber(source.coloring, inputs))
        throw Error(ErrorKind::Usage, "'" + source.name + "' is not a number of each cell",
                    inputs.dataset->name,
                    "Choose a gene, a measure of a regulon, a column of numbers or a coordinate");
    if (source.coloring.source == ColorSource::Column) {
        axis.values =
            std::make_shared<const std::vector<double>>(numbersOf(source.coloring.name, inputs)->values);
        return axis;
    }
    const ColorData data = resolve(source.coloring, inputs, job);
    axis.title = data.title;
    axis.unit = data.unit;
    axis.values = std::make_shared<const std::vector<double>>(data.values.begin(), data.values.end());
    return axis;
}

}  // namespace regulus

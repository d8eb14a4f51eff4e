// One number a cell, as an axis of a scatter plot: a gene, a measure of a regulon, a column of numbers, the
// model's certainty, or a coordinate of an embedding.
#pragma once

#include <QString>
#include <memory>
#include <string>
#include <vector>

#include "ui/figures/color_resolver.h"

namespace regulus {

struct AxisSource {
    std::string name;  // as it is typed and kept: "CD14", "activity:SPI1", "n_counts", "X_umap:1"
    Coloring coloring;
    std::shared_ptr<const ShownEmbedding> embedding;  // not null: a coordinate of it rather than the coloring
    std::size_t dimension = 0;                        // from 0
};

struct ScatterAxis {
    std::string name;
    QString title, unit;  // "CD14", "log1p(CP10k)"; the unit may be empty
    // One a cell, not null; NaN: unknown. As the column holds them: gates and counts compare these.
    std::shared_ptr<const std::vector<double>> values;
    std::string version = {};  // as GateAxis: of a coordinate, the digest of its embedding

    QString label() const { return unit.isEmpty() ? title : title + QStringLiteral(", ") + unit; }
};

// "X_umap:1" and so on, one a dimension.
std::string coordinateName(const ShownEmbedding& embedding, std::size_t dimension);
// One a cell, as resolveAxis() gives them.
std::vector<double> coordinate(const Matrix& places, std::size_t dimension);
std::vector<AxisSource> coordinatesOf(const std::shared_ptr<const ShownEmbedding>& embedding);

// Whether a coloring is a number of each cell: not groups, not predictions.
bool isNumber(const Coloring& coloring, const ColorInputs& inputs);

// Throws Error(Usage) for what is no number, and as resolve() does.
ScatterAxis resolveAxis(const AxisSource& source, const ColorInputs& inputs, Job& job);

}  // namespace regulus

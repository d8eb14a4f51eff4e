// What the cells are coloured by: a plain value that can be compared, undone and written down, and the
// numbers it stands for once they have been fetched.
#pragma once

#include <QString>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/data/table.h"
#include "ui/render/point_colors.h"

namespace regulus {

// A column with more of them is not coloured: nobody tells so many colours apart, and no legend holds them.
inline constexpr std::size_t most_colored_categories = 8000;

enum class ColorSource { None, Column, Gene, Regulon, Prediction, Confidence };

// How strongly a regulon shows in a cell. The first three are the columns of RegulonAttention, of a model
// that reads genes; the others are those of TfResults, of a model that reads regulons or of a prior without a
// model.
enum class RegulonMeasure {
    Choice,       // did its targets prefer this TF to their other regulators; 0: as uniform attention would
    Attention,    // Σ a·α, raw
    Pooling,      // did the cell look at its targets; 0: as uniform pooling would
    Activity,     // t value of ULM, see core/regulons/tf_activity.h
    TfAttention,  // of the regulon reader, log2 of its ratio to uniform
    Expression,   // log1p(CP10k) of the TF itself; of groups, for a cell it is the gene
    Effect,       // of cutting the TF, on the log-odds of the predicted class; of a model alone
};
// "choice", "attention", "pooling", "activity", "attention", "mRNA", "effect of cutting"
QString toString(RegulonMeasure measure);
bool ofGenes(RegulonMeasure measure);  // of a model that reads genes

// The values at the ends of a scale; those beyond have the colours of the ends.
struct ColorRange {
    double low = 0, high = 1;
    bool operator==(const ColorRange&) const = default;
};

struct Coloring {
    ColorSource source = ColorSource::None;
    std::string name;  // column, gene or TF; empty for the others
    std::string
        assay;  // of a gene: "" is log1p(CP10k) of the assay a model learns from; else that assay's values
    RegulonMeasure measure = RegulonMeasure::Choice;  // of a regulon
    // Of numbers; nullopt: their 1st and 99th percentile, see ScaleOptions. Where 0 is the middle the scale
    // reaches equally far to both sides, as far as the farther end.
    std::optional<ColorRange> range = {};

    bool operator==(const Coloring&) const = default;

    // Of the same values, whatever their scale.
    bool sameValues(const Coloring& other) const {
        Coloring like = other;
        like.range = range;
        return *this == like;
    }

    static Coloring none() { return {}; }
    static Coloring column(std::string name) { return {ColorSource::Column, std::move(name), {}, {}}; }
    static Coloring gene(std::string name, std::string assay = {}) {
        return {ColorSource::Gene, std::move(name), std::move(assay), {}};
    }
    static Coloring regulon(std::string tf, RegulonMeasure m = RegulonMeasure::Choice) {
        return {ColorSource::Regulon, std::move(tf), {}, m};
    }
    static Coloring prediction() { return {ColorSource::Prediction, {}, {}, {}}; }
    static Coloring confidence() { return {ColorSource::Confidence, {}, {}, {}}; }
};
// "cell_type", "CD14", "SPI1 regulon (choice)", "predicted cell_type", "certainty"
QString title(const Coloring& coloring);

// The values behind a coloring, one a cell of the dataset. Immutable and shared.
struct ColorData {
    Coloring coloring;
    QString title;  // for the legend
    QString unit;   // "log1p(CP10k)", "log ratio"; may be empty

    // Exactly one of the two is not empty, except for ColorSource::None and too many categories.
    Categorical categories;
    std::vector<float> values;  // NaN: not known for this cell

    bool tooManyCategories = false;  // more than most_colored_categories; the views say so
    bool diverging = false;          // 0 means something: a map centred on it fits
    bool probability = false;        // its scale is 0 to 1, however close together the values lie

    // The colours of all this, as pointColors() makes them. Empty while nothing is open.
    std::shared_ptr<const PointColors> points = std::make_shared<const PointColors>();

    bool categorical() const { return !categories.codes.empty(); }
    bool continuous() const { return !values.empty(); }
};

// From values of cells to colours of points: the one way, for the map, the map in space and every figure.
// `map` is for values without a middle, `range` the ends of a scale that several share; else it is that of
// the coloring. Throws Error(Data) for more than most_colored_categories.
PointColors pointColors(const ColorData& data, std::size_t cells, ColorMap map,
                        const std::optional<ColorRange>& range = {});

}  // namespace regulus

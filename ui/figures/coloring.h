// What the cells are coloured by: a plain value that can be compared, undone and written down, and the
// numbers it stands for once they have been fetched.
#pragma once

#include <QString>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/data/table.h"
#include "ui/render/point_colors.h"

namespace regulus {

// A column with more of them is not coloured: nobody tells so many colours apart, and no legend holds them.
inline constexpr std::size_t most_colored_categories = 8000;

enum class ColorSource { None, Column, Gene, Regulon, Prediction, Confidence, Blend };

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
    // Of a blend: its two numbers, across and up, each with a scale of its own.
    std::vector<Coloring> parts = {};

    bool operator==(const Coloring&) const = default;

    // Of the same values, whatever their scale.
    bool sameValues(const Coloring& other) const { return withoutScale() == other.withoutScale(); }
    Coloring withoutScale() const {
        Coloring plain = *this;
        plain.range.reset();
        for (Coloring& part : plain.parts) part = part.withoutScale();
        return plain;
    }
    // Whether it holds of this or, of a blend, of one of its numbers.
    template <class Holds>
    bool any(Holds holds) const {
        return holds(*this) || std::ranges::any_of(parts, holds);
    }
    // The coloring whose scale that is: this, or a number of a blend.
    Coloring& scaled(std::size_t part) { return parts.empty() ? *this : parts.at(part); }

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
    static Coloring blend(Coloring across, Coloring up) {
        Coloring both;
        both.source = ColorSource::Blend;
        both.parts = {std::move(across), std::move(up)};
        return both;
    }
};
// "cell_type", "CD14", "SPI1 regulon (choice)", "predicted cell_type", "certainty", "CD3D + MS4A1"
QString title(const Coloring& coloring);

// The two names of a blend that is written as "CD3D + MS4A1", or as "CD3D+MS4A1", for which `known` says
// whether both are names; nullopt for all else.
std::optional<std::pair<std::string, std::string>> blendNames(
    const std::string& text, const std::function<bool(const std::string&)>& known);

// The values behind a coloring, one a cell of the dataset. Immutable and shared.
struct ColorData {
    Coloring coloring;
    QString title;  // for the legend
    QString unit;   // "log1p(CP10k)", "log ratio"; may be empty

    // Exactly one of the three is not empty, except for ColorSource::None and too many categories.
    Categorical categories;
    std::vector<float> values;                                 // NaN: not known for this cell
    std::vector<std::shared_ptr<const ColorData>> parts = {};  // of a blend: its two numbers

    std::size_t read = 0;            // > 0: values of so many cells are there so far, and NaN for the others
    bool tooManyCategories = false;  // more than most_colored_categories; the views say so
    bool diverging = false;          // 0 means something: a map centred on it fits
    bool probability = false;        // its scale is 0 to 1, however close together the values lie

    // The colours of all this, as pointColors() makes them. Empty while nothing is open.
    std::shared_ptr<const PointColors> points = std::make_shared<const PointColors>();

    bool categorical() const { return !categories.codes.empty(); }
    bool continuous() const { return !values.empty(); }
    bool blended() const { return !parts.empty(); }
    // The numbers of a scale: these, or those of a blend's part. Null where there is no such scale.
    const ColorData* scaled(std::size_t part) const {
        if (part < parts.size()) return parts[part].get();
        return part == 0 && continuous() ? this : nullptr;
    }
};

// From values of cells to colours of points: the one way, for the map, the map in space and every figure.
// `map` is for values without a middle, `range` the ends of a scale that several share; else it is that of
// the coloring. Throws Error(Data) for more than most_colored_categories.
PointColors pointColors(const ColorData& data, std::size_t cells, ColorMap map,
                        const std::optional<ColorRange>& range = {});

// The same numbers on the scales of `coloring`, which is of the same values.
ColorData rescaled(const ColorData& data, const Coloring& coloring, ColorMap map);

// The scale of those numbers after an end was moved: it does not pass the other one, and where 0 is the
// middle both move. nullopt: no scale has such an end.
std::optional<ColorRange> movedEnd(const ColorData& data, bool high, double value);

}  // namespace regulus

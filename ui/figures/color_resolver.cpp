#include "ui/figures/color_resolver.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "core/base/error.h"
#include "core/base/heavy_work.h"
#include "core/regulons/tf_activity.h"
#include "core/workflow/first_values.h"
#include "ui/figures/regulon_extent.h"

namespace regulus {

namespace {

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

// What Regulus and others write beside predictions: shares of 1 under a name that says so.
bool holdsProbabilities(const std::string& name, const std::vector<double>& values) {
    const QString lower = QString::fromStdString(name).toLower();
    const bool named = lower.contains(QLatin1String("confidence")) || lower.contains(QLatin1String("prob")) ||
                       lower == QLatin1String("regulus_score");
    return named && std::ranges::none_of(values, [](double v) { return v < 0 || v > 1; });
}

void resolveColumn(ColorData& data, const ColorInputs& inputs) {
    const Column* column = inputs.dataset->obs.find(data.coloring.name);
    const auto categories = inputs.columns.find(data.coloring.name);
    if (const auto own = inputs.numbers.find(data.coloring.name); own != inputs.numbers.end())
        return data.values.assign(own->second->values.begin(), own->second->values.end());
    if (!column && categories == inputs.columns.end())
        throw Error(ErrorKind::Usage, "No column called " + data.coloring.name, inputs.dataset->name,
                    "Choose one of the columns in the Data panel");
    if (categories != inputs.columns.end() &&
        categories->second->categories.size() <= most_colored_categories) {
        data.categories = *categories->second;
    } else if (const Numeric* numbers = column ? column->numeric() : nullptr) {
        data.values.assign(numbers->values.begin(), numbers->values.end());
        data.probability = holdsProbabilities(column->name, numbers->values);
    } else {
        data.tooManyCategories = true;
    }
}

struct GenePlace {
    const MatrixSource* matrix;  // owned by the inputs
    std::size_t column;
};

// Genes are called as they are listed; an assay of other genes (raw) knows them by their index, or by names
// of its own.
std::optional<std::size_t> columnIn(const Table& var, const std::string& gene, const ColorInputs& inputs) {
    const auto listed = inputs.geneColumns->find(gene);
    if (listed != inputs.geneColumns->end() && inputs.geneIndex) {
        const auto column = static_cast<std::size_t>(listed->second);
        if (&var == inputs.geneIndex.get()) return column;
        const auto same = std::ranges::find(var.index, inputs.geneIndex->index.at(column));
        if (same != var.index.end()) return static_cast<std::size_t>(same - var.index.begin());
    }
    const GeneNames names = gene_names(var);
    const auto at = std::ranges::find(names.names, gene);
    if (at == names.names.end()) return std::nullopt;
    return static_cast<std::size_t>(at - names.names.begin());
}

// Says in `data` what its values will be.
GenePlace placeOfGene(ColorData& data, const ColorInputs& inputs) {
    const Coloring& coloring = data.coloring;
    const auto missing = [&](const std::string& where) {
        return Error(ErrorKind::Usage, "The gene " + coloring.name + " is not in the data", where,
                     "Check the spelling, or choose another assay");
    };
    const auto inAssay = [&](const Assay& assay, std::size_t column) {
        data.unit = QString::fromUtf8(to_string(assay.kind));
        data.diverging = assay.kind == ValueKind::Scaled;
        return GenePlace{assay.matrix.get(), column};
    };
    if (coloring.assay.empty()) {
        const auto found = inputs.geneColumns->find(coloring.name);
        if (found == inputs.geneColumns->end()) throw missing(inputs.dataset->name);
        const auto column = static_cast<std::size_t>(found->second);
        if (!inputs.expression) return inAssay(inputs.dataset->assays.front(), column);
        data.unit = QStringLiteral("log1p(CP10k)");
        return {inputs.expression.get(), column};
    }
    const Assay* assay = inputs.dataset->assay(coloring.assay);
    if (!assay) throw missing(coloring.assay);
    const auto found = columnIn(*assay->var, coloring.name, inputs);
    if (!found) throw missing(coloring.assay);
    return inAssay(*assay, *found);
}

void spread(const Matrix& values, int column, const std::vector<std::int32_t>& rowOfCell,
            std::vector<float>& cells) {
    cells.assign(rowOfCell.size(), unknown);
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        if (rowOfCell[cell] >= 0)
            cells[cell] = values(static_cast<std::size_t>(rowOfCell[cell]), static_cast<std::size_t>(column));
    }
}

void resolveTf(ColorData& data, const ColorInputs& inputs) {
    const std::string& tf = data.coloring.name;
    const bool effect = data.coloring.measure == RegulonMeasure::Effect;
    const int column = inputs.tfs ? inputs.tfs->column(tf) : -1;
    if (column < 0)
        throw Error(ErrorKind::Usage, "There are too few targets of " + tf + " in the data", {},
                    inputs.tfs ? "Choose another TF" : "Open a prior");
    const TfResults& results = *inputs.tfs;
    if (effect && !results.reader->head)
        throw Error(ErrorKind::Usage, "What cutting " + tf + " does needs a model", {},
                    "Train or open a model first");
    if (!effect && !results.reader->head)
        data.title = QStringLiteral("%1 regulon (untrained attention)").arg(QString::fromStdString(tf));
    data.unit =
        effect ? QStringLiteral("log-odds of the predicted class") : QStringLiteral("log2 of times uniform");
    if (results.sampled) data.unit += QStringLiteral(", ") + extentOf(results);
    spread(effect ? results.effect : results.attention, column, results.row_of_cell, data.values);
    data.diverging = true;
}

void resolveRegulon(ColorData& data, const ColorInputs& inputs, Job& job) {
    const Coloring& coloring = data.coloring;
    if (coloring.measure == RegulonMeasure::Activity) {
        // As the heatmap and the inspector show it, where that was read of every cell.
        const int column = inputs.tfs && !inputs.tfs->sampled ? inputs.tfs->column(coloring.name) : -1;
        if (column >= 0 && static_cast<std::size_t>(column) < inputs.tfs->activity.cols)
            spread(inputs.tfs->activity, column, inputs.tfs->row_of_cell, data.values);
        else
            data.values = regulonActivity(coloring.name, inputs, job);
        data.unit = QStringLiteral("t value of targets");
        data.diverging = true;
        return;
    }
    if (!ofGenes(coloring.measure)) return resolveTf(data, inputs);
    const int column = inputs.regulons ? inputs.regulons->column(coloring.name) : -1;
    if (column < 0)
        throw Error(ErrorKind::Usage, "The model has no regulon for " + coloring.name, {},
                    inputs.regulons ? "Choose a TF with enough targets among the model's genes"
                                    : "Train or open a model first");
    const RegulonAttention& regulons = inputs.regulons->regulons;
    const Matrix& values = coloring.measure == RegulonMeasure::Attention ? regulons.attention
                           : coloring.measure == RegulonMeasure::Choice  ? regulons.choice
                                                                         : regulons.pooling;
    data.diverging = coloring.measure != RegulonMeasure::Attention;
    data.unit =
        data.diverging ? QStringLiteral("log ratio to uniform") : QStringLiteral("share of attention");
    if (inputs.regulons->sampled) data.unit += QStringLiteral(", ") + extentOf(*inputs.regulons);
    spread(values, column, inputs.regulons->row_of_cell, data.values);
}

}  // namespace

bool readsMatrix(const Coloring& coloring) {
    return coloring.any([](const Coloring& one) {
        return one.source == ColorSource::Gene ||
               (one.source == ColorSource::Regulon && one.measure == RegulonMeasure::Activity);
    });
}

namespace {

// `part` gives one of its numbers, or nullopt: there is no blend then.
bool resolveBlend(ColorData& data, const ColorInputs& inputs, Job& job,
                  const std::function<std::optional<ColorData>(const Coloring&, Job&)>& partOf) {
    const std::vector<Coloring>& parts = data.coloring.parts;
    constexpr const char* choose = "Choose a gene, a measure of a regulon or a column of numbers";
    const bool two = parts.size() == 2 && std::ranges::none_of(parts, [](const Coloring& part) {
                         return part.source == ColorSource::Blend || part.source == ColorSource::None;
                     });
    if (!two) throw Error(ErrorKind::Usage, "A blend is of two numbers of each cell", {}, choose);
    if (parts[0].sameValues(parts[1]))
        throw Error(ErrorKind::Usage, "Both numbers of the blend are " + title(parts[0]).toStdString(), {},
                    choose);
    data.title.clear();
    for (std::size_t i = 0; i < 2; ++i) {
        PartJob reading(job, 0.5 * static_cast<double>(i), 0.5 * static_cast<double>(i + 1));
        std::optional<ColorData> resolved = partOf(parts[i], reading);
        if (!resolved) return false;
        auto part = std::make_shared<const ColorData>(std::move(*resolved));
        data.read = std::max(data.read, part->read);
        if (!part->continuous())
            throw Error(ErrorKind::Usage,
                        "A blend is of two numbers, and " + part->title.toStdString() + " is not a number",
                        inputs.dataset->name, choose);
        data.title += (i == 0 ? QString() : QStringLiteral(" + ")) + part->title;
        data.parts.push_back(std::move(part));
    }
    return true;
}

ColorData begun(const Coloring& coloring) {
    begin_heavy_work("colours");
    ColorData data;
    data.coloring = coloring;
    data.title = title(coloring);
    return data;
}

void color(ColorData& data, const ColorInputs& inputs) {
    data.points = std::make_shared<const PointColors>(pointColors(data, inputs.dataset->cells(), inputs.map));
}

}  // namespace

ColorData resolve(const Coloring& coloring, const ColorInputs& inputs, Job& job) {
    ColorData data = begun(coloring);
    const auto needResults = [&] {
        if (!inputs.results)
            throw Error(ErrorKind::Usage, "No model is open", {}, "Train or open a model first");
    };
    switch (coloring.source) {
        case ColorSource::None:
            break;
        case ColorSource::Column:
            resolveColumn(data, inputs);
            break;
        case ColorSource::Gene: {
            const GenePlace gene = placeOfGene(data, inputs);
            data.values = gene.matrix->gene(gene.column, job);
        } break;
        case ColorSource::Regulon:
            resolveRegulon(data, inputs, job);
            break;
        case ColorSource::Prediction:
            needResults();
            data.categories =
                predictedColumn(*inputs.model, *inputs.results, inputs.columns, inputs.labelColumn);
            data.title = inputs.model->record.label_column.empty()
                             ? QStringLiteral("prediction")
                             : QStringLiteral("predicted %1")
                                   .arg(QString::fromStdString(inputs.model->record.label_column));
            break;
        case ColorSource::Confidence:
            needResults();
            data.values = inputs.results->confidence;
            data.title =
                inputs.results->calibration ? QStringLiteral("probability") : QStringLiteral("score");
            data.unit = inputs.results->calibration
                            ? QStringLiteral("of the predicted class")
                            : QStringLiteral("of the predicted class, not calibrated");
            data.probability = true;
            break;
        case ColorSource::Blend:
            resolveBlend(data, inputs, job,
                         [&](const Coloring& part, Job& reading) { return resolve(part, inputs, reading); });
            break;
    }
    color(data, inputs);
    return data;
}

std::optional<ColorData> resolveFirst(const Coloring& coloring, const ColorInputs& inputs, double blocks,
                                      Job& job) {
    ColorData data = begun(coloring);
    if (coloring.source == ColorSource::Gene) {
        const GenePlace gene = placeOfGene(data, inputs);
        FirstValues first = first_values(*gene.matrix, gene.column, blocks, job);
        if (first.empty()) return std::nullopt;
        data.values = std::move(first.values);
        data.read = first.read;
    } else if (coloring.source == ColorSource::Blend) {
        const auto partOf = [&](const Coloring& part, Job& reading) {
            return readsMatrix(part) ? resolveFirst(part, inputs, blocks, reading)
                                     : std::optional(resolve(part, inputs, reading));
        };
        if (!resolveBlend(data, inputs, job, partOf)) return std::nullopt;
    }
    if (data.read == 0) return std::nullopt;
    color(data, inputs);
    return data;
}

Categorical predictedColumn(const ModelFile& model, const ModelResults& results,
                            const CategoryColumns& columns, const std::string& labelColumn) {
    const auto find = [&](const std::string& name) -> const Categorical* {
        const auto found = columns.find(name);
        return found == columns.end() ? nullptr : found->second.get();
    };
    const std::array like{find(model.record.label_column), find(labelColumn)};
    Categorical column{model.classes, results.predicted, {}, false};
    for (const QRgb color : classColors(model.classes, like))
        column.colors.push_back(QColor::fromRgb(color).name().toStdString());
    return column;
}

std::vector<float> regulonActivity(const std::string& tf, const ColorInputs& inputs, Job& job) {
    if (!inputs.prior || !inputs.expression)
        throw Error(ErrorKind::Usage, "Regulon activity needs a prior and counts or log-normalised values",
                    {}, "Open a prior");
    RegulatoryNetwork alone;
    alone.name = inputs.prior->name;
    alone.genes = inputs.prior->genes;
    for (const Regulation& edge : inputs.prior->edges) {
        if (inputs.prior->genes[edge.tf] == tf) alone.edges.push_back(edge);
    }
    std::vector<std::string> genes(inputs.expression->genes());
    for (const auto& [name, column] : *inputs.geneColumns) genes[static_cast<std::size_t>(column)] = name;
    RegulonSet regulon;
    try {
        regulon = regulon_set(alone, genes, {1});
    } catch (const Error&) {
        throw Error(ErrorKind::Usage, "None of the targets of " + tf + " are in the data", inputs.prior->name,
                    "Choose another TF");
    }
    return tf_activity(*inputs.expression, regulon, all_cells(inputs.expression->cells()), job).values;
}

}  // namespace regulus

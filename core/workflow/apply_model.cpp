#include "core/workflow/apply_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "core/base/error.h"
#include "core/data/normalise.h"
#include "core/workflow/finish_training.h"
#include "core/workflow/learning_assay.h"

namespace regulus {
namespace {

std::size_t found_in(const std::vector<std::string>& tokens, const std::vector<std::string>& genes) {
    const std::unordered_set<std::string_view> known(genes.begin(), genes.end());
    return static_cast<std::size_t>(
        std::ranges::count_if(tokens, [&](const auto& t) { return known.contains(t); }));
}

// The names of the genes under which most tokens are found. The usual choice wins when it serves.
GeneNames names_for(const ModelFile& model, const Table& var, const std::string& gene_column) {
    GeneNames best = gene_names(var, gene_column);
    std::size_t found = found_in(model.genes, best.names);
    if (!gene_column.empty() || found * 2 >= model.genes.size()) return best;
    std::vector<std::string> columns{"index"};
    for (const Column& column : var.columns) {
        if (column.text() != nullptr || column.categorical() != nullptr) columns.push_back(column.name);
    }
    for (const auto& column : columns) {
        GeneNames names = gene_names(var, column);
        const std::size_t here = found_in(model.genes, names.names);
        if (here > found) {
            found = here;
            best = std::move(names);
        }
    }
    return best;
}

// The assay of the name the model learned from where there is one, else the usual choice.
const Assay& assay_for(const ModelFile& model, const Dataset& dataset) {
    const Assay* same = dataset.assay(model.record.assay);
    return same != nullptr && can_learn_from(*same) ? *same : learning_assay(dataset, {});
}

}  // namespace

ModelInput prepare_model(const Dataset& dataset, const ModelFile& model, const std::string& gene_column,
                         const std::string& assay_name) {
    const Assay& assay = assay_name.empty() ? assay_for(model, dataset) : learning_assay(dataset, assay_name);
    GeneNames names = names_for(model, *assay.var, gene_column);
    ModelInput input;
    input.assay = assay.name;
    input.gene_source = names.source;
    input.match = match_genes(model, names.names);
    input.expression = log_normalised(assay);
    const std::size_t tokens = model.genes.size();
    if (input.match.found < tokens) {
        input.warnings.push_back(
            fmt::format("{} of the model's {} genes are not in the data; each counts as at its mean",
                        tokens - input.match.found, tokens));
    }
    input.genes = std::move(names.names);
    return input;
}

PredictionColumns prediction_columns(const ModelFile& model, const Prediction& prediction) {
    Numeric confidence;
    confidence.values.reserve(prediction.probabilities.rows);
    for (std::size_t c = 0; c < prediction.probabilities.rows; ++c) {
        confidence.values.push_back(std::ranges::max(prediction.probabilities.row(c)));
    }
    Categorical predicted{model.classes, predicted_classes(prediction.probabilities), {}, false};
    return {{{"regulus_prediction", std::move(predicted)}, {"regulus_confidence", std::move(confidence)}},
            {"X_regulus", prediction.embedding}};
}

}  // namespace regulus

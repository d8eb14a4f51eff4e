#include "core/workflow/apply_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/data/counts_of_some_genes.h"
#include "core/data/normalise.h"
#include "core/data/selection_total.h"
#include "core/workflow/calibration_words.h"
#include "core/workflow/finish_training.h"
#include "core/workflow/learning_assay.h"
#include "core/workflow/prior_match.h"
#include "core/workflow/training_setup.h"

namespace regulus {
namespace {

std::string source_words(const std::string& column) {
    return column == "index" ? "the var index" : "'" + column + "'";
}

// The file the model's genes were mapped through, when the data may need it, too.
std::string mapping_note(const ModelFile& model, const GeneRequest& request) {
    if (model.record.gene_mapping.empty() || request.mapping) return {};
    return fmt::format("The model's genes were named with the mapping file {}; use it here too",
                       model.record.gene_mapping);
}

[[noreturn]] void refuse(const ModelFile& model, const MatchedNames& names, const GeneRequest& request) {
    const std::string mapping = mapping_note(model, request);
    const std::string species = species_note(names.genes.species, model.genes, "model", names.choice);
    std::string remedy = !mapping.empty()   ? mapping
                         : !species.empty() ? species
                                            : "Check that both use the same species and identifiers, choose "
                                              "another gene column, or give a mapping file";
    throw Error(
        ErrorKind::Model,
        fmt::format("Only {} of the model's {} genes are in the data. Model genes: {}; data genes: {}",
                    count_text(names.choice.genes), count_text(model.genes.size()), examples(model.genes),
                    examples(names.genes.names)),
        {}, remedy);
}

// What a person should know about how the genes were found.
std::vector<std::string> gene_warnings(const ModelFile& model, const Table& var, const MatchedNames& names,
                                       const GeneRequest& request) {
    std::vector<std::string> warnings;
    const std::size_t tokens = model.genes.size();
    const std::string usual = gene_names(var, request.column).source;
    const bool mapped_as_asked = names.choice.through_mapping == (request.mapping != nullptr);
    if (names.choice.column != usual || !mapped_as_asked ||
        names.choice.spelling != request.spelling.value_or(Spelling::Exact)) {
        const MatchedNames plain =
            matched_names(var, {usual, Spelling::Exact, nullptr}, std::span(model.genes));
        warnings.push_back(fmt::format("{} of the model's {} genes match by {}; exact names in {} match {}",
                                       count_text(names.choice.genes), count_text(tokens),
                                       describe_names(names.choice), source_words(usual),
                                       count_text(plain.choice.genes)));
    }
    if (names.choice.genes < tokens) {
        warnings.push_back(fmt::format("{} of the model's {} genes {} not in the data and set to {} mean",
                                       count_text(tokens - names.choice.genes), count_text(tokens),
                                       tokens - names.choice.genes == 1 ? "is" : "are",
                                       tokens - names.choice.genes == 1 ? "its" : "their"));
        if (auto note = mapping_note(model, request); !note.empty()) warnings.push_back(std::move(note));
    }
    if (auto note = species_note(names.genes.species, model.genes, "model", names.choice); !note.empty())
        warnings.push_back(std::move(note));
    return warnings;
}

// The assay of the name the model learned from, unless its scale is not known or only guessed and the usual
// choice is better off.
const Assay& assay_for(const ModelFile& model, const Dataset& dataset) {
    const auto certainty = [](const Assay& assay) {
        const ValueScale scale = scale_of(assay);
        return !scale.known ? 0 : scale.guessed ? 1 : 2;
    };
    const Assay* same = dataset.assay(model.record.assay);
    const bool serves = same != nullptr && can_learn_from(*same);
    if (serves && certainty(*same) == 2) return *same;
    const Assay& usual = learning_assay(dataset, {});
    return serves && certainty(*same) >= certainty(usual) ? *same : usual;
}

// A model of values on no known scale fits the like; all others need values that can be brought to theirs.
std::string scale_warning(const ModelFile& model, const Dataset& dataset, const Assay& assay,
                          bool learned_from) {
    const bool known = scale_of(assay).known;
    // The cells a model learned from may be here with other values.
    if (model.record.scale_known) require_known_scale(assay, dataset);
    if (learned_from && assay.name == model.record.assay) return {};
    if (model.record.scale_known) return values_warning(assay);
    return fmt::format(
        "The model learned from values on a scale that was not recognised{}: it fits values "
        "prepared in the same way alone",
        known ? fmt::format(", and {} holds {} values", assay.name, describe_values(assay)) : "");
}

// Totals over fewer genes are smaller, and what is divided by them is larger.
std::string totals_warning(const ModelFile& model, const Assay& assay) {
    if (!model.record.scale_known || !scale_of(assay).known) return {};
    const std::size_t here = genes_in_totals(assay), learned = model.record.genes_in_totals.value_or(0);
    const auto fewer = [](std::size_t some, std::size_t all) {
        return some > 0 && some < whole_transcriptome && (all == 0 || 10 * some < 9 * all);
    };
    if (fewer(here, learned)) {
        const std::string more = learned == 0 ? "more" : count_text(learned);
        const std::string how = model.record.genes_in_totals
                                    ? "The model learned from totals of " + more + " genes, so"
                                    : "If the model learned from totals of more genes,";
        return fmt::format(
            "{} has {} genes, and its cells are scaled to their total. {} all values are higher here, and "
            "predictions may be wrong. Add the total counts of each cell to obs as n_counts, or use the "
            "data with all genes",
            assay.name, count_text(here), how);
    }
    if (here > 0 && fewer(learned, here)) {
        return fmt::format(
            "The model learned from cells scaled to the total of {} genes; here the totals are of {} genes, "
            "so all values are lower, and predictions may be wrong",
            count_text(learned), count_text(here));
    }
    return {};
}

// One category a set that occurs, in the order in which they do.
Categorical set_column(const ModelFile& model, const Prediction& prediction) {
    Categorical sets;
    std::map<std::string, std::int32_t> codes;
    for (std::size_t c = 0; c < prediction.probabilities.rows; ++c) {
        const std::string text = class_list(
            prediction_set(*model.calibration, prediction.probabilities.row(c)), model.classes, "|");
        const auto [found, fresh] = codes.emplace(text, static_cast<std::int32_t>(codes.size()));
        if (fresh) sets.categories.push_back(text);
        sets.codes.push_back(found->second);
    }
    return sets;
}

Categorical fold_column(const CellUses& uses, const CellSet& out_of_fold) {
    Categorical fold{{"yes", "no"}, std::vector<std::int32_t>(uses.test.universe(), -1), {}, false};
    for (const std::uint32_t cell : uses.learned().rows())
        fold.codes[cell] = out_of_fold.contains(cell) ? 0 : 1;
    return fold;
}

Categorical split_column(const CellUses& uses) {
    Categorical split{
        {"train", "validation", "test"}, std::vector<std::int32_t>(uses.test.universe(), -1), {}, false};
    const CellSet* parts[] = {&uses.train, &uses.validation, &uses.test};
    for (std::int32_t part = 0; part < 3; ++part)
        for (const std::uint32_t cell : parts[part]->rows()) split.codes[cell] = part;
    return split;
}

}  // namespace

ModelInput prepare_model(const Dataset& dataset, const ModelFile& model, const GeneRequest& genes,
                         const std::string& assay_name) {
    const Assay& assay = assay_name.empty() ? assay_for(model, dataset) : learning_assay(dataset, assay_name);
    MatchedNames names = matched_names(*assay.var, genes, std::span(model.genes));
    if (names.choice.genes * 2 < model.genes.size()) refuse(model, names, genes);
    ModelInput input;
    input.assay = assay.name;
    input.choice = names.choice;
    input.match = match_genes(model, names.genes.names);
    input.expression = log_normalised(assay);
    input.warnings = gene_warnings(model, *assay.var, names, genes);
    input.learned_from = !model.record.data_checksum.empty() &&
                         fingerprint(dataset.obs, gene_names(*assay.var, names.choice.column).names) ==
                             model.record.data_checksum;
    input.values = values_used(assay);
    if (auto note = scale_warning(model, dataset, assay, input.learned_from); !note.empty())
        input.warnings.push_back(std::move(note));
    if (auto note = totals_warning(model, assay); !note.empty() && !input.learned_from)
        input.warnings.push_back(std::move(note));
    input.genes = std::move(names.genes.names);
    return input;
}

PredictionColumns prediction_columns(const ModelFile& model, const Prediction& prediction,
                                     const CellUses& uses, const CellSet& out_of_fold) {
    Numeric confidence;
    confidence.values.reserve(prediction.probabilities.rows);
    for (std::size_t c = 0; c < prediction.probabilities.rows; ++c) {
        confidence.values.push_back(std::ranges::max(prediction.probabilities.row(c)));
    }
    Categorical predicted{model.classes, predicted_classes(prediction.probabilities), {}, false};
    PredictionColumns added{{}, {"X_regulus", prediction.embedding}};
    added.columns.push_back({"regulus_prediction", predicted});
    added.columns.push_back({std::string("regulus_") + certainty_word(model), std::move(confidence)});
    if (model.calibration) {
        const auto decided = assignments(*model.calibration, prediction.probabilities, prediction.embedding);
        for (std::size_t c = 0; c < decided.size(); ++c) {
            if (decided[c] != Assignment::Assigned) predicted.codes[c] = -1;
        }
        added.columns.push_back({"regulus_assigned", std::move(predicted)});
        added.columns.push_back({"regulus_prediction_set", set_column(model, prediction)});
    }
    if (uses.known()) added.columns.push_back({"regulus_split", split_column(uses)});
    if (uses.known() && !out_of_fold.empty())
        added.columns.push_back({"regulus_out_of_fold", fold_column(uses, out_of_fold)});
    return added;
}

}  // namespace regulus

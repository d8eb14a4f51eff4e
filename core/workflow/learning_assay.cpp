#include "core/workflow/learning_assay.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/data/normalise.h"
#include "core/data/value_rounding.h"

namespace regulus {

bool can_learn_from(const Assay& assay) {
    return assay.kind != ValueKind::Scaled && assay.kind != ValueKind::NotFinite &&
           assay.kind != ValueKind::Empty;
}

const Assay& learning_assay(const Dataset& dataset, const std::string& name) {
    if (name.empty()) return modelling_assay(dataset);
    const Assay* assay = dataset.assay(name);
    if (assay == nullptr) {
        std::string names;
        for (const Assay& other : dataset.assays) names += (names.empty() ? "" : ", ") + other.name;
        throw Error(ErrorKind::Usage, fmt::format("No assay called {}", name), dataset.path,
                    "The file has " + names);
    }
    if (assay->kind == ValueKind::NotFinite) inspect_values(*assay->matrix);  // says where
    if (!can_learn_from(*assay)) {
        throw Error(
            ErrorKind::Data,
            fmt::format("No model can be trained on {}: it has {} values", name, to_string(assay->kind)),
            dataset.path, "Choose counts or log-normalised values");
    }
    return *assay;
}

namespace {

// Why the total of a selection of genes is not known.
std::string why_unknown(const Assay& assay) {
    constexpr double rough = 0.001;
    const double step = rounding_step(*assay.matrix);
    if (step < rough) return "size factors, CLR, or normalised together with other features";
    return fmt::format("they are rounded to {}", step);
}

}  // namespace

std::string values_used(const Assay& assay) {
    const ValueScale scale = scale_of(assay);
    std::string text = fmt::format("{} ({})", assay.name, describe_values(assay));
    const bool converted = scale.known && !is_usual(scale) && assay.kind != ValueKind::Counts;
    if (converted) text += ", converted to log1p of counts per 10,000";
    return text;
}

std::string values_warning(const Assay& assay) {
    const ValueScale scale = scale_of(assay);
    if (assay.kind == ValueKind::Levels) {
        return fmt::format(
            "{} holds whole numbers that are no counts (0 and 1, bins or ranks): the model fits "
            "values of the same kind alone",
            assay.name);
    }
    if (!scale.known && scale.selection) {
        return fmt::format(
            "{} was normalised cell by cell before genes were removed, and the total of each cell cannot be "
            "recovered from its values ({}): they are used as they are, and the model fits "
            "values prepared in the same way alone",
            assay.name, why_unknown(assay));
    }
    if (!scale.known) {
        return fmt::format(
            "The scale of {} was not recognised: its values are used as they are, and the model "
            "fits values prepared in the same way alone",
            assay.name);
    }
    if (scale.guessed) {
        return fmt::format(
            "{} was normalised before genes were left out, to a total that its values do not tell: it is "
            "taken as "
            "{}. If the total was another, predictions are wrong; a column of obs with the counts of each "
            "cell "
            "would settle it",
            assay.name, describe(scale));
    }
    return {};
}

namespace {

std::string unknown_scale(const Assay& assay) {
    if (assay.kind == ValueKind::Levels)
        return fmt::format("{} holds whole numbers that are no counts (0 and 1, bins or ranks)", assay.name);
    if (scale_of(assay).selection) {
        return fmt::format(
            "{} was normalised cell by cell before genes were removed, and its scale cannot be "
            "told from the values ({}): a model cannot be applied to it",
            assay.name, why_unknown(assay));
    }
    return fmt::format(
        "The scale of {} was not recognised, and a model cannot be applied to it: the values "
        "are neither counts nor counts per cell total, plain, as logarithm or as square root",
        assay.name);
}

}  // namespace

void require_known_scale(const Assay& assay, const Dataset& dataset) {
    if (scale_of(assay).known) return;
    std::string others;
    for (const Assay& other : dataset.assays) {
        if (can_learn_from(other) && scale_of(other).known)
            others += (others.empty() ? "" : ", ") + other.name;
    }
    const bool selection = scale_of(assay).selection;
    const char* const save = selection
                                 ? "Add the counts as a layer, save all genes, or add the total counts of "
                                   "each cell to obs"
                                 : "Save the counts, or log1p of counts per 10,000, and predict from those";
    throw Error(ErrorKind::Data, unknown_scale(assay), dataset.path,
                others.empty() ? save : "Use other values of the file: " + others);
}

namespace {

const Assay* scaled_alone(const Dataset& dataset) {
    if (std::ranges::any_of(dataset.assays, [](const Assay& assay) { return can_learn_from(assay); }))
        return nullptr;
    const auto scaled = std::ranges::find(dataset.assays, ValueKind::Scaled, &Assay::kind);
    return scaled == dataset.assays.end() ? nullptr : &*scaled;
}

}  // namespace

bool can_be_mapped(const Dataset& dataset) {
    return scaled_alone(dataset) != nullptr || std::ranges::any_of(dataset.assays, can_learn_from);
}

const Assay& mapping_assay(const Dataset& dataset) {
    const Assay* const scaled = scaled_alone(dataset);
    return scaled != nullptr ? *scaled : modelling_assay(dataset);
}

std::shared_ptr<const MatrixSource> mapping_values(const Dataset& dataset) {
    const Assay& assay = mapping_assay(dataset);
    return assay.kind == ValueKind::Scaled ? assay.matrix : log_normalised(assay);
}

}  // namespace regulus

#include "core/workflow/calibration_words.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/count_text.h"

namespace regulus {

const char* certainty_word(const ModelFile& model) {
    return model.calibration ? "probability" : "score";
}

std::string why_not_calibrated(const ModelFile& model) {
    if (model.calibration) return {};
    if (model.config.read == ReadMode::Genes) return "its embedding was trained on the same labels";
    return model.not_calibrated.empty() ? "its file holds no calibration" : model.not_calibrated;
}

std::string describe_calibration(const ModelFile& model) {
    if (!model.calibration) return "scores, not calibrated: " + why_not_calibrated(model);
    const Calibration& made = *model.calibration;
    std::vector<std::int32_t> few;
    for (std::size_t k = 0; k < model.classes.size(); ++k) {
        if (!made.tested(k)) few.push_back(static_cast<std::int32_t>(k));
    }
    return fmt::format("probabilities, calibrated on {} in {} folds{}{}",
                       count_text(made.cells(), "labelled cell", "labelled cells"), made.folds,
                       made.by_group ? " of whole groups" : "",
                       few.empty() ? "" : "; too few to test " + class_list(few, model.classes, ", "));
}

std::string level_text(const Calibration& calibration) {
    return fmt::format("{:g} %", std::round(1000 * calibration.level) / 10);
}

std::string class_list(const std::vector<std::int32_t>& classes, const std::vector<std::string>& names,
                       const char* between) {
    std::string list;
    for (const std::int32_t k : classes) {
        if (!list.empty()) list += between;
        list += names[static_cast<std::size_t>(k)];
    }
    return list;
}

std::vector<std::string> certainty_lines(const ModelFile& model) {
    const auto metric = [&](const char* key) {
        const auto found = model.record.metrics.find(key);
        return found == model.record.metrics.end() ? std::nan("") : found->second;
    };
    std::vector<std::string> said{"Predictions come with " + describe_calibration(model) + "."};
    if (!std::isfinite(metric("nll"))) return said;
    if (!model.calibration) {
        said.push_back(
            fmt::format("Test cells: negative log-likelihood {:.3f}, Brier score {:.3f}, "
                        "calibration error {:.3f}.",
                        metric("nll"), metric("brier"), metric("ece")));
        return said;
    }
    said.push_back(fmt::format(
        "Test cells: negative log-likelihood {:.3f} (before {:.3f}), Brier score {:.3f} ({:.3f}), "
        "calibration error {:.3f} ({:.3f}).",
        metric("nll"), metric("nll_before"), metric("brier"), metric("brier_before"), metric("ece"),
        metric("ece_before")));
    said.push_back(fmt::format(
        "The {} sets hold the label of {:.1f} % of the test cells, with {:.2f} classes on average.",
        level_text(*model.calibration), 100 * metric("set_coverage"), metric("set_size")));
    const std::string assigned =
        std::isfinite(metric("assigned_accuracy"))
            ? fmt::format("; of the others {:.1f} % are right", 100 * metric("assigned_accuracy"))
            : std::string();
    said.push_back(
        fmt::format("{:.1f} % of the test cells are unassigned{}.", 100 * metric("unassigned"), assigned));
    return said;
}

}  // namespace regulus

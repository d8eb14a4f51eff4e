#include "app/command_line/commands/calibration_json.h"

#include <cmath>

#include "core/workflow/calibration_words.h"

namespace regulus {
namespace {

using nlohmann::json;

json number(double value) {
    return std::isfinite(value) ? json(value) : json();
}

json quality_json(const ProbabilityQuality& quality) {
    json bins = json::array();
    for (const ReliabilityBin& bin : quality.bins) {
        if (bin.cells > 0)
            bins.push_back({{"cells", bin.cells}, {"said", bin.confidence}, {"right", bin.accuracy}});
    }
    return {{"nll", number(quality.nll)},
            {"brier", number(quality.brier)},
            {"ece", number(quality.ece)},
            {"reliability", bins}};
}

}  // namespace

json calibration_json(const ModelFile& model) {
    if (!model.calibration) return {{"calibrated", false}, {"why", why_not_calibrated(model)}};
    const Calibration& made = *model.calibration;
    return {{"calibrated", true},       {"temperature", made.temperature},
            {"level", made.level},      {"least_probability", made.least_probability},
            {"cells", made.cells()},    {"folds", made.folds},
            {"by_group", made.by_group}};
}

json calibration_json(const TrainingOutcome& outcome) {
    json object = calibration_json(*outcome.model);
    if (!outcome.calibration) {
        object["scores"] = quality_json(outcome.certainty);
        return object;
    }
    const CalibrationQuality& quality = *outcome.calibration;
    json by_class = json::object();
    for (std::size_t k = 0; k < quality.class_coverage.size(); ++k)
        by_class[outcome.model->classes[k]] = number(quality.class_coverage[k]);
    object.update({{"before", quality_json(quality.scores)},
                   {"after", quality_json(quality.probabilities)},
                   {"coverage", number(quality.coverage)},
                   {"class_coverage", by_class},
                   {"set_size", number(quality.set_size)},
                   {"unassigned", number(quality.unsure + quality.unlike)},
                   {"unsure", number(quality.unsure)},
                   {"unlike", number(quality.unlike)},
                   {"assigned_accuracy", number(quality.assigned_accuracy)}});
    return object;
}

}  // namespace regulus

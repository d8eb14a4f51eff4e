#include "core/evaluate/calibration_quality.h"

#include <algorithm>
#include <cassert>
#include <limits>

#include "core/stats/temperature.h"

namespace regulus {
namespace {

double share(std::size_t part, std::size_t whole) {
    return whole == 0 ? std::numeric_limits<double>::quiet_NaN()
                      : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

ProbabilityQuality probability_quality(const Matrix& probabilities, std::span<const std::int32_t> labels) {
    return {negative_log_likelihood(probabilities, labels), brier_score(probabilities, labels),
            expected_calibration_error(probabilities, labels), reliability(probabilities, labels)};
}

CalibrationQuality calibration_quality(const Calibration& calibration, const Prediction& prediction,
                                       std::span<const std::int32_t> labels) {
    const Matrix& probabilities = prediction.probabilities;
    assert(labels.size() == probabilities.rows);
    const std::size_t classes = probabilities.cols;
    const std::vector<double> nothing(classes, 0);
    CalibrationQuality quality;
    quality.scores = probability_quality(
        scaled_probabilities(balanced_logits(prediction.logits, calibration), nothing, 1), labels);
    quality.probabilities = probability_quality(probabilities, labels);
    std::vector<std::size_t> cells(classes, 0), covered(classes, 0);
    std::size_t judged = 0, held = 0, named = 0, unsure = 0, unlike = 0, right = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] < 0) continue;
        const auto row = probabilities.row(i);
        const auto label = static_cast<std::size_t>(labels[i]);
        const std::vector<std::int32_t> set = prediction_set(calibration, row);
        const bool holds = std::ranges::find(set, labels[i]) != set.end();
        ++judged;
        ++cells[label];
        named += set.size();
        held += holds ? 1 : 0;
        covered[label] += holds ? 1 : 0;
        const Assignment decided = assignment(calibration, row, prediction.embedding.row(i));
        unsure += decided == Assignment::Unsure ? 1 : 0;
        unlike += decided == Assignment::Unlike ? 1 : 0;
        right += decided == Assignment::Assigned && set.front() == labels[i] ? 1 : 0;
    }
    quality.coverage = share(held, judged);
    quality.set_size = share(named, judged);
    for (std::size_t k = 0; k < classes; ++k) quality.class_coverage.push_back(share(covered[k], cells[k]));
    quality.unsure = share(unsure, judged);
    quality.unlike = share(unlike, judged);
    quality.assigned_accuracy = share(right, judged - unsure - unlike);
    return quality;
}

}  // namespace regulus

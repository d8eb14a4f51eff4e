#include <utility>

#include "core/data/matrix_rows.h"
#include "core/evaluate/calibration_quality.h"
#include "core/evaluate/left_out_classes.h"
#include "core/evidence/label_draws.h"
#include "core/evidence/runs.h"
#include "core/evidence/test_reader.h"
#include "core/model/fitted_head.h"
#include "core/regulons/reader_decisions.h"
#include "core/stats/temperature.h"

namespace regulus {
namespace {

// The head that `train` would fit.
FittedHead head_of(const EvidenceInput& input, const Matrix& embedding, const Split& split,
                   std::uint64_t seed, Job& job) {
    const std::vector<std::uint32_t> rows = (split.train | split.validation).rows();
    std::vector<std::int32_t> labels, groups;
    for (const std::uint32_t row : rows) {
        labels.push_back(input.labels[row]);
        if (!input.groups.empty()) groups.push_back(input.groups[row]);
    }
    return fit_head(matrix_rows(embedding, rows), labels, input.classes.size(), groups, seed, job);
}

Prediction named(const ReaderHead& head, Matrix embedding) {
    Prediction prediction;
    prediction.logits = logits_of(head, embedding);
    prediction.probabilities =
        scaled_probabilities(prediction.logits, std::vector<double>(head.bias.size(), 0), 1);
    prediction.embedding = std::move(embedding);
    return prediction;
}

}  // namespace

void run_calibration(const EvidenceInput& input, RunResult& result, Job& job) {
    PartJob making(job, 0, 0.5), reading(job, 0.5, 0.6), fitting(job, 0.6, 0.7), leaving(job, 0.7, 1);
    const Split split = evidence_split(input, result.spec.split);
    result.numbers = split_numbers(split);
    const RegulonReader reader = test_reader(input, input.regulons, split.test.inverted(), making);
    const Matrix embedding = embedded(input, reader, bypass_of(input, reader), reading);
    const FittedHead fitted = head_of(input, embedding, split, result.spec.split, fitting);
    if (!fitted.outcome.calibration) return;
    std::vector<std::int32_t> judged = judged_labels(input.labels, split);
    for (std::size_t c = 0; c < judged.size(); ++c) {
        if (!split.test.contains(c)) judged[c] = -1;
    }
    const CalibrationQuality quality =
        calibration_quality(*fitted.outcome.calibration, named(fitted.head, embedding), judged);
    auto& numbers = result.numbers;
    numbers["nll"] = quality.probabilities.nll;
    numbers["brier"] = quality.probabilities.brier;
    numbers["ece"] = quality.probabilities.ece;
    numbers["nll_of_scores"] = quality.scores.nll;
    numbers["brier_of_scores"] = quality.scores.brier;
    numbers["ece_of_scores"] = quality.scores.ece;
    numbers["coverage"] = quality.coverage;
    numbers["set_size"] = quality.set_size;
    numbers["unassigned"] = quality.unsure + quality.unlike;
    numbers["assigned_accuracy"] = quality.assigned_accuracy;
    const auto left_out =
        left_out_classes(embedding, input.labels, input.classes.size(), split.train | split.validation,
                         split.test, input.groups, result.spec.split, leaving);
    if (left_out.empty()) return;
    double rejected = 0, rejected_known = 0;
    for (const LeftOutClass& one : left_out) {
        rejected += one.rejected / static_cast<double>(left_out.size());
        rejected_known += one.rejected_known / static_cast<double>(left_out.size());
    }
    numbers["left_out_rejected"] = rejected;
    numbers["known_rejected"] = rejected_known;
}

}  // namespace regulus

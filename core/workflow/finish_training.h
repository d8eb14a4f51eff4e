// What a training ends with: the best model, judged on the test cells beside the baseline.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/base/job.h"
#include "core/evaluate/baselines.h"
#include "core/evaluate/calibration_quality.h"
#include "core/model/predictor.h"
#include "core/model/trainer.h"
#include "core/workflow/training_setup.h"

namespace regulus {

struct TrainingOutcome {
    std::shared_ptr<const ModelFile> model;  // its record holds the scores below as metrics
    Prediction prediction;                   // all cells
    Scores scores;                           // of the test cells
    Scores direction, components;            // of the baselines, on the same genes and split: see Baselines
    ProbabilityQuality certainty;            // of the test cells, by the probabilities, or scores, shown
    std::optional<CalibrationQuality> calibration;  // of the test cells; none of a model without calibration
    std::size_t edges = 0, tfs = 0;                 // of the model's mask
};

// Takes trainer.best(), predicts all cells, scores the test cells, computes the baseline and writes into
// model->record: cells of each part, metrics accuracy, macro_f1, silhouette, baseline_accuracy,
// baseline_macro_f1, baseline_silhouette (of the direction of the principal components; with _components
// those of the components as they are), seconds, best_epoch (the last one, unless the trainer says which;
// none without epochs), and cancelled (1) if `cancelled`; of a model that reads regulons kept_without_bypass
// and kept_without_regulons, the share of test cells whose predicted class stays when that part of the
// embedding is cut (see Cut); detected, the genes of the model detected in a training cell (median); nll,
// brier and ece of the test cells; of a calibrated model also those of the scores before (nll_before ...),
// set_coverage, set_size, unassigned and assigned_accuracy. `seconds` is what training took. Throws what
// Predictor and pca_logistic throw.
TrainingOutcome finish_training(Trainer& trainer, const TrainingSetup& setup, double seconds, bool cancelled,
                                Job& job);

// Class of the largest probability, one a cell (-1 without classes, and where no probability is a number).
std::vector<std::int32_t> predicted_classes(const Matrix& probabilities);

}  // namespace regulus

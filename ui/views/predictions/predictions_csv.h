// Predictions as a CSV file.
#pragma once

#include <QString>
#include <span>

#include "core/base/job.h"
#include "ui/models/prediction_table.h"

namespace regulus {

// One line a cell, in that order: cell, label, prediction, score, second, second_score, agrees (yes, no,
// empty: nothing to compare). Of a calibrated model the scores are called probability and second_probability,
// and assigned (the prediction, empty where the cell is unassigned) and prediction_set (classes with |
// between) follow; and where it is known what the model was trained on, split and out_of_fold, as `regulus
// predict` writes them. Written beside `path` and renamed; nothing is left behind when it fails. Throws
// Error(Storage).
void writePredictions(const PredictionTable& table, std::span<const std::uint32_t> cells, const QString& path,
                      Job& job);

}  // namespace regulus

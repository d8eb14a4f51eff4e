// Predictions as a CSV file.
#pragma once

#include <QString>
#include <span>

#include "core/base/job.h"
#include "ui/models/prediction_table.h"

namespace regulus {

// One line a cell, in that order: cell, label, prediction, score, second, second_score, agrees (yes, no,
// empty: nothing to compare). Written beside `path` and renamed; nothing is left behind when it fails. Throws
// Error(Storage).
void writePredictions(const PredictionTable& table, std::span<const std::uint32_t> cells, const QString& path,
                      Job& job);

}  // namespace regulus

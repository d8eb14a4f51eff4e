// The table of `regulus predict`.
#pragma once

#include <string>

#include "core/data/table.h"
#include "core/model/predictor.h"
#include "core/workflow/cell_uses.h"

namespace regulus {

// Columns cell, prediction; of a calibrated model probability, assigned (the class predicted, empty where the
// cell is unassigned), prediction_set (classes with | between) and probability:<class> for every class, of
// others score and score:<class>; split (train, validation, test or empty) where it is known; last, where
// `out_of_fold` has a universe, out_of_fold: yes or no of a cell that was learned from, else empty. Throws
// Error(Storage).
void write_predictions(const Table& obs, const ModelFile& model, const Prediction& prediction,
                       const CellUses& uses, const CellSet& out_of_fold, const std::string& path);

}  // namespace regulus

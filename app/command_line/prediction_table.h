// The table of `regulus predict`.
#pragma once

#include <string>

#include "core/data/table.h"
#include "core/model/predictor.h"

namespace regulus {

// Columns cell, prediction, confidence, and probability:<class> for every class. Throws Error(Storage).
void write_predictions(const Table& obs, const ModelFile& model, const Prediction& prediction,
                       const std::string& path);

}  // namespace regulus

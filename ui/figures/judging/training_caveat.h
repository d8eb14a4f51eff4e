// What has to stand beside numbers that compare predictions with labels.
#pragma once

#include <QString>

#include "core/workflow/model_results.h"

namespace regulus {

// Why agreement of predictions and labels over `cells` (empty universe: all) says too much about the model:
// training cells are, or may be, among them. Empty when none is. Goes wherever such numbers are shown.
QString trainingCaveat(const ModelResults& results, const ModelFile& model, const CellSet& cells);

}  // namespace regulus

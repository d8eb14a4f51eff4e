// How sure a model may be taken to be, in words, for window and command line alike.
#pragma once

#include <string>
#include <vector>

#include "core/model/calibration.h"
#include "core/model/model_file.h"

namespace regulus {

// "probability" of a calibrated model, "score" of others: what its largest number for a cell is.
const char* certainty_word(const ModelFile& model);
// Why it has no calibration, as the end of a sentence; empty with one.
std::string why_not_calibrated(const ModelFile& model);
// "probabilities, calibrated on 2,110 labelled cells in 5 folds; too few to test Erythrocytes" or "scores,
// not calibrated: it learned from ...".
std::string describe_calibration(const ModelFile& model);
// "95 %"
std::string level_text(const Calibration& calibration);
// "CD4 T, CD8 T" with ", " between; `classes` as of prediction_set().
std::string class_list(const std::vector<std::int32_t>& classes, const std::vector<std::string>& names,
                       const char* between);
// Sentences about the test cells, as many as the metrics of the record allow; see finish_training().
std::vector<std::string> certainty_lines(const ModelFile& model);

}  // namespace regulus

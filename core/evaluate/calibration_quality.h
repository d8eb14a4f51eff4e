// How far the probabilities of a model can be believed, on cells that it did not learn from.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/model/calibration.h"
#include "core/model/predictor.h"
#include "core/stats/classification_metrics.h"

namespace regulus {

// NaN without cells; see core/stats/classification_metrics.h.
struct ProbabilityQuality {
    double nll = 0, brier = 0, ece = 0;
    std::vector<ReliabilityBin> bins;  // those of ece
};

struct CalibrationQuality {
    ProbabilityQuality scores;           // softmax of the class-balanced head
    ProbabilityQuality probabilities;    // calibrated
    double coverage = 0;                 // share of cells whose set holds their class
    double set_size = 0;                 // mean number of classes in a set
    std::vector<double> class_coverage;  // one a class; NaN of one without cells
    double unsure = 0, unlike = 0;       // share of cells left unassigned, by Assignment
    double assigned_accuracy = 0;        // of the others; NaN where there are none
};

// `labels`: one a cell, its class, or negative for cells that do not judge. `probabilities`: cells × classes.
ProbabilityQuality probability_quality(const Matrix& probabilities, std::span<const std::int32_t> labels);
// `prediction`: of the calibrated head, all cells.
CalibrationQuality calibration_quality(const Calibration& calibration, const Prediction& prediction,
                                       std::span<const std::int32_t> labels);

}  // namespace regulus

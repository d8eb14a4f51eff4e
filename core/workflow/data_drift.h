// Whether the cells that a model is applied to differ as a whole from those it learned from: as far as the
// model's file tells. Not whether its predictions are right; only cells with labels tell that.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/base/cell_share.h"
#include "core/base/job.h"
#include "core/model/predictor.h"
#include "core/workflow/apply_model.h"

namespace regulus {

struct DataDrift {
    double edges_lost = 0;  // share of the model's edges that the data lack an end of
    // Root mean square, over the model's genes that the data have, of the difference between mean expression
    // here and in the training cells, in standard deviations of these; what numbers of cells alone would make
    // of it is taken off.
    double shift = 0;
    // Genes of the model detected in a cell, medians; none where the file does not say it (older ones), and
    // where more than a tenth of the genes is missing.
    std::optional<double> detected, detected_in_training;
    std::optional<double> unlike;  // share of cells farther from the class named than its labelled cells;
                                   // of a calibrated model
    std::optional<double> composition;  // total variation distance between the shares of the classes
                                        // predicted and of those learned from: 0..1; of a calibrated model
    std::vector<std::string> words;     // what exceeds the limits below, in a person's words; empty: nothing
};

// Above these it is said. Measured (tests/bench/drift_protocol.md): no pair of halves of one dataset comes
// near them, and other data exceed some.
struct DriftLimits {
    static constexpr double edges_lost = 0.2;
    static constexpr double shift = 0.25;
    static constexpr double detected_ratio = 1.5;  // either way
    static constexpr double unlike = 0.15;
    static constexpr double composition = 0.3;
};

// `prediction`: of all cells. Reads at most 10,000 cells, the same every time. Nothing is said of cells that
// the model learned from. Throws what the source throws; Cancelled.
DataDrift data_drift(const ModelFile& model, const ModelInput& input, const Prediction& prediction, Job& job);

// Of cells that a model learns from, the median number of `columns` (genes) detected; for
// record.metrics["detected"]. `rows`: ascending, at most 10,000 of them are read; all ranks name the same.
double median_detected(const MatrixSource& expression, const std::vector<std::int32_t>& columns,
                       const std::vector<std::uint32_t>& rows, const CellShare& share, Job& job);

}  // namespace regulus

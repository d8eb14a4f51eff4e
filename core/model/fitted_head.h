// The head of a model that reads regulons, from labelled cells: class-balanced logistic regression,
// calibrated where there are cells enough.
#pragma once

#include <cstdint>
#include <span>

#include "core/model/calibration.h"

namespace regulus {

struct FittedHead {
    ReaderHead head;  // calibrated where there is a calibration; its bypass is left at 0
    CalibrationOutcome outcome;
};

// Arguments as of calibrate(), of at least two classes. A class without cells keeps a finite, very low logit.
// Throws what fit_logistic() throws; Cancelled.
FittedHead fit_head(const Matrix& embedding, std::span<const std::int32_t> labels, std::size_t classes,
                    std::span<const std::int32_t> groups, std::uint64_t seed, Job& job,
                    Ranks& ranks = *one_process());

}  // namespace regulus

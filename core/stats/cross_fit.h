// Logistic regression of each fold on the cells of the others.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/stats/folds.h"
#include "core/stats/logistic_regression.h"

namespace regulus {

struct OutOfFold {
    Matrix logits;                // cells × classes; -infinity of a class that the other folds do not hold
    std::vector<float> distance;  // one a cell: squared, from its class as the other folds show it
    // One a cell: its label, or -1 of a cell that says nothing because the other folds do not hold its class.
    std::vector<std::int32_t> labels;
    std::vector<LogisticModel>
        fits;  // one a fold, of the others; without classes where these are fewer than two
};

// `x`: cells × features; `labels` as for fit_logistic(), all of them 0 or more. The same bytes for any number
// of threads. A fold whose other folds hold fewer than two classes says nothing of its cells. Throws what
// fit_logistic() throws; Cancelled.
OutOfFold cross_fit(const Matrix& x, std::span<const std::int32_t> labels, std::size_t classes,
                    const Folds& folds, const LogisticOptions& options, Job& job);

}  // namespace regulus

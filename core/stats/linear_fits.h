// Least squares of many rows over one design. Only for the sources of core/stats.
#pragma once

#include <Eigen/Dense>

#include <cstddef>
#include <vector>

#include "core/base/job.h"
#include "core/stats/moderated_test.h"

namespace regulus {

using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct LinearFits {
    Rows coefficients;              // rows × terms
    std::vector<double> variances;  // residual, a row
    std::vector<double> unscaled;   // of the term: √ of the diagonal of (X'WX)⁻¹, a row
    double df = 0;                  // of the variances
};

Rows as_rows(const Design& design);

// `y`: rows × samples; `weights` as large, or empty for none. Cancelled.
LinearFits fit_rows(const Rows& y, const Rows& weights, const Rows& design, std::size_t term, Job& job);

// Tests of that term.
ModeratedTests tests_of(const LinearFits& fits, std::size_t term);

}  // namespace regulus

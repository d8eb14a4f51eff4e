// Multinomial logistic regression with an L2 penalty, the objective of scikit-learn's LogisticRegression:
// Σ_i weight_i · loss_i + |W|² / (2 C); intercepts are not penalised. Fitted with L-BFGS.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/base/ranks.h"
#include "core/data/matrix.h"

namespace regulus {

struct LogisticOptions {
    double c = 1;          // inverse strength of the penalty, > 0
    bool balanced = true;  // cells weigh n / (classes present · cells of their class); else 1 each
    int max_iterations = 1000;
    Ranks* ranks = nullptr;   // all have all cells, and each takes a part of the sums over them where
                              // there are many (32,768); null: one process
    double tolerance = 1e-6;  // stop when no element of the gradient of the mean objective is larger
};

struct LogisticModel {
    Matrix weights;                 // classes × features
    std::vector<float> intercepts;  // classes; -infinity for a class that no cell was labelled with
    int iterations = 0;
    bool converged = false;

    std::size_t classes() const { return weights.rows; }
};

// `x`: cells × features, `labels`: class below `classes`, or negative for cells to leave out. Two classes
// give the two-class regression of scikit-learn (half the penalty's weight on each). The result has the same
// bytes for any number of threads. Throws Error(Data) for fewer than two classes with a cell and for values
// that are not finite, Error(Usage) for c <= 0, Cancelled.
LogisticModel fit_logistic(const Matrix& x, std::span<const std::int32_t> labels, std::size_t classes,
                           const LogisticOptions& options, Job& job);

// Cells × classes, rows adding up to 1. x must have as many columns as the model has features.
Matrix predict_probabilities(const LogisticModel& model, const Matrix& x);
// The likeliest class of each cell; the first of equals.
std::vector<std::int32_t> predict_classes(const LogisticModel& model, const Matrix& x);

}  // namespace regulus

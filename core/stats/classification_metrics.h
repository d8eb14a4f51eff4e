// How well predicted classes and probabilities agree with the truth. The definitions are scikit-learn's, so
// that a figure printed here can be recomputed there.
//
// Rows whose truth or prediction is negative (not labelled) are left out. Where nothing is left, every
// score is NaN.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/data/matrix.h"

namespace regulus {

struct ConfusionMatrix {
    std::size_t classes = 0;
    std::vector<std::uint64_t> counts;  // truth × prediction, row-major

    std::uint64_t operator()(std::size_t truth, std::size_t predicted) const {
        return counts[truth * classes + predicted];
    }
    std::uint64_t total() const;
};

struct ClassMetrics {
    double precision = 0, recall = 0, f1 = 0;  // 0 where the denominator is 0
    std::uint64_t support = 0, predicted = 0;  // cells that are, and that were called, of the class
};

// Labels of both must be below `classes`.
ConfusionMatrix confusion_matrix(std::span<const std::int32_t> truth, std::span<const std::int32_t> predicted,
                                 std::size_t classes);

double accuracy(const ConfusionMatrix& confusion);
std::vector<ClassMetrics> class_metrics(const ConfusionMatrix& confusion);
// Mean F1 over the classes that occur in the truth or the prediction: f1_score(average="macro").
double macro_f1(const ConfusionMatrix& confusion);
// Mean recall over the classes that occur in the truth: balanced_accuracy_score.
double balanced_accuracy(const ConfusionMatrix& confusion);

// The following take probabilities (cells × classes, rows adding up to 1) and one label a cell.

// Mean of -ln p(true class), natural logarithm; p is kept at or above 1e-15: log_loss.
double negative_log_likelihood(const Matrix& probabilities, std::span<const std::int32_t> truth);
// Mean over cells of Σ_k (p_k - [k is the truth])², 0..2 (Brier 1950).
double brier_score(const Matrix& probabilities, std::span<const std::int32_t> truth);

struct ReliabilityBin {
    double confidence = 0, accuracy = 0;  // means over the bin's cells; 0 when it has none
    std::size_t cells = 0;
};
// Cells by the probability of their likeliest class, in equal bins (b/bins, (b+1)/bins]. `confidence`,
// `right`: one a cell, that probability, and whether the class is the true one. A cell whose confidence, or
// any of whose probabilities, is NaN is left out.
std::vector<ReliabilityBin> reliability(std::span<const float> confidence,
                                        std::span<const std::uint8_t> right, std::size_t bins = 15);
std::vector<ReliabilityBin> reliability(const Matrix& probabilities, std::span<const std::int32_t> truth,
                                        std::size_t bins = 15);
// Mean over cells of |confidence - accuracy| of the bin (Guo et al. 2017).
double expected_calibration_error(std::span<const ReliabilityBin> bins);
double expected_calibration_error(const Matrix& probabilities, std::span<const std::int32_t> truth,
                                  std::size_t bins = 15);

}  // namespace regulus

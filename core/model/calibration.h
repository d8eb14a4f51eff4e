// What makes the scores of a model probabilities, and what follows from them: the classes that cannot be
// excluded for a cell, and the cells that are left unassigned. All of it comes from labelled cells that were
// judged by a fit on others (cross-fitting); resources/help/model.md says how.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/base/ranks.h"
#include "core/data/matrix.h"
#include "core/regulons/reader_head.h"
#include "core/stats/class_shape.h"

namespace regulus {

// The head of a calibrated model gives (logits of the class-balanced regression + offsets) / temperature,
// whose softmax are the probabilities. d: dimensions of the embedding.
struct Calibration {
    double temperature = 1;  // > 0
    std::vector<double>
        offsets;          // classes: log of the class's share of the cells learned from; 0 without any
    double level = 0.95;  // of the sets and of what is assigned, between 0 and 1
    std::vector<double>
        excluded_below;                 // classes: a class is excluded where its probability is below, 0 to 1
    double least_probability = 0;       // of the class named, 0 to 1; below, a cell is unassigned
    ClassShape shape;                   // of the embedding of the cells learned from
    std::vector<double> most_distance;  // classes: squared distance from the class named, >= 0; beyond, a
                                        // cell is unassigned
    std::vector<std::size_t> judged;    // classes: labelled cells that it was made from
    std::size_t folds = 0;
    bool by_group = false;  // each fold holds whole groups of cells, such as donors

    std::size_t cells() const;  // labelled cells that it was made from
    // Whether enough of them are of a class for its probability to have been tested: at least
    // least_calibration_class.
    bool tested(std::size_t k) const;
};

// A calibration, or why there is none, as the end of a sentence: "it learned from 40 labelled cells, and 100
// are needed".
struct CalibrationOutcome {
    std::shared_ptr<const Calibration> calibration;  // null without one
    std::string why_not;                             // empty with one
};

// Labelled cells that a calibration needs in all, and of each of at least two classes.
inline constexpr std::size_t least_calibration_cells = 100, least_calibration_class = 5;
// And on average of each class that has any: with fewer, their shares are hardly known.
inline constexpr std::size_t least_calibration_mean = 20;

// Of a head that is the class-balanced logistic regression of `labels` (class below classes.size(), one a
// cell) on `embedding` (cells × d). `groups`: one a cell, or empty. The same seed gives the same bytes for
// any number of threads. Throws what fit_logistic() throws; Cancelled. All ranks give
// the same cells, and share the fits.
CalibrationOutcome calibrate(const Matrix& embedding, std::span<const std::int32_t> labels,
                             std::size_t classes, std::span<const std::int32_t> groups, std::uint64_t seed,
                             Job& job, Ranks& ranks = *one_process());

// The head whose logits' softmax are probabilities, of the class-balanced one.
ReaderHead calibrated_head(ReaderHead balanced, const Calibration& calibration);
// Logits of the class-balanced head again, cells × classes, from those of the calibrated one.
Matrix balanced_logits(const Matrix& logits, const Calibration& calibration);

// The classes that cannot be excluded at the level of the calibration, likeliest first, the class named among
// them always. `probabilities`: one a class.
std::vector<std::int32_t> prediction_set(const Calibration& calibration,
                                         std::span<const float> probabilities);

enum class Assignment {
    Assigned,
    Unsure,  // no class is probable enough
    Unlike,  // farther from the class named than its labelled cells lie
};
// Of the class with the largest of `probabilities` (one a class); `embedding`: d numbers.
Assignment assignment(const Calibration& calibration, std::span<const float> probabilities,
                      std::span<const float> embedding);
// One a cell; `probabilities`: cells × classes, `embedding`: cells × d.
std::vector<Assignment> assignments(const Calibration& calibration, const Matrix& probabilities,
                                    const Matrix& embedding);

}  // namespace regulus

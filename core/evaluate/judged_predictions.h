// Predictions beside the labels they are judged by: how far the probabilities are true (reliability), and
// what accuracy is left of the cells that pass a threshold on them (selective classification: El-Yaniv and
// Wiener, JMLR 11 (2010), 1605). On whichever cells the caller names: on cells that a model learned from both
// flatter it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/cell_set.h"
#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/stats/classification_metrics.h"

namespace regulus {

// The cells whose probability is at least the threshold.
struct KeptCells {
    float threshold = 0;
    std::size_t kept = 0, right = 0;

    double accuracy() const;  // NaN where none is kept
};

struct JudgedPredictions {
    // One entry a judged cell: its place, the probability of its likeliest class (the first of equal ones),
    // and whether that is its label.
    std::vector<std::uint32_t> cells;
    std::vector<float> confidence;
    std::vector<std::uint8_t> right;
    std::size_t foreign = 0;           // of them, those whose label is no class of the model: never right
    double brier = 0;                  // see brier_score(); that of a foreign cell is 1 + Σ p²
    std::vector<ReliabilityBin> bins;  // 15
    // The probabilities that occur, falling: all cells that pass each. Empty without cells.
    std::vector<KeptCells> coverage;

    double accuracy() const;  // of all; NaN without cells, as are the next two
    double ece() const;
    double share_kept(float threshold) const;
    KeptCells kept(float threshold) const;
    // The largest threshold that keeps at least this share of the cells, 0 to 1.
    float threshold_for(double share) const;
    CellSet below(float threshold, std::size_t universe) const;  // judged cells that do not pass it
};

// `probabilities`: cells × classes, 0 to 1. `label`: one a cell, a code below class_of_label.size() or
// negative (not judged). `class_of_label`: its class, or negative where the model has no such class.
// `within`: the cells that may be judged (empty universe: all). A cell with a probability of NaN was not
// predicted and is not judged. Throws Cancelled.
JudgedPredictions judge_predictions(const Matrix& probabilities, std::span<const std::int32_t> label,
                                    std::span<const std::int32_t> class_of_label, const CellSet& within,
                                    Job& job);

// At most `most` points of a coverage, spread evenly over the cells kept, the first and the last among them.
std::vector<KeptCells> thinned(std::span<const KeptCells> coverage, std::size_t most);

}  // namespace regulus

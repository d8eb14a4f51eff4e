// What every model is shown beside: principal components, or their direction, and class-balanced logistic
// regression.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/cell_share.h"
#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/data/matrix_source.h"
#include "core/evaluate/splits.h"

namespace regulus {

struct Scores {
    double accuracy = 0, macro_f1 = 0;
    double silhouette = 0;  // cosine, in the embedding
};

struct Baseline {
    Scores scores;                        // of the test cells
    Matrix components;                    // all cells × components: what the regression is given
    Matrix probabilities;                 // all cells × classes
    std::vector<std::int32_t> predicted;  // class, all cells
};

struct Baselines {
    Baseline components;  // as they are
    Baseline direction;   // divided by their length in each cell, times √components: the one to beat
};

// Each row divided by its length, times √columns.
void to_directions(Matrix& places);

// Baselines name classes as the model does that stands beside them.
struct BaselineNaming {
    bool calibrated = false;  // as calibrate() has it, where the labels allow it; else class-balanced scores
    std::span<const std::int32_t> groups = {};  // of calibrate(): one a cell, or empty
    std::uint64_t seed = 0;                     // of calibrate()
    CellShare share = {};                       // the cells of expression that this process reads
};

// 30 principal components of the standardised (clipped at ±10) log-normalised values of `genes` (columns of
// expression), fitted on all cells but the test ones, then multinomial logistic regression with balanced
// class weights (C = 1) on the labels of train and validation together, and what `naming` says. The same
// bytes for any number of threads. Throws as fit_pca and fit_logistic do.
Baselines pca_logistic(const MatrixSource& expression, std::span<const std::uint32_t> genes,
                       std::span<const std::int32_t> labels, std::size_t classes, const Split& split,
                       Job& job, const BaselineNaming& naming = {});

// Accuracy, macro-F1 and silhouette over those test cells that have a label (not negative), each NaN where
// there are none; silhouette is 0 when they are all of one class. labels and predicted: one a cell;
// embedding: all cells × dimensions.
Scores score(std::span<const std::int32_t> labels, std::span<const std::int32_t> predicted,
             const Matrix& embedding, std::size_t classes, const CellSet& test);

}  // namespace regulus

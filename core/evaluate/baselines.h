// What every model is shown beside: principal components and class-balanced logistic regression.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix.h"
#include "core/data/matrix_source.h"
#include "core/evaluate/splits.h"

namespace regulus {

struct Scores {
    double accuracy = 0, macro_f1 = 0,
           silhouette = 0;  // of the test cells; silhouette: cosine, in the embedding
};

struct Baseline {
    Scores scores;
    Matrix components;                    // all cells × components
    std::vector<std::int32_t> predicted;  // class, all cells
};

// 30 principal components of the standardised (clipped at ±10) log-normalised values of `genes` (columns of
// expression), fitted on all cells but the test ones, then multinomial logistic regression with balanced
// class weights (C = 1) on the labels of train and validation together.
Baseline pca_logistic(const MatrixSource& expression, std::span<const std::uint32_t> genes,
                      std::span<const std::int32_t> labels, std::size_t classes, const Split& split,
                      Job& job);

// Accuracy, macro-F1 and silhouette over the test cells.
Scores score(std::span<const std::int32_t> labels, std::span<const std::int32_t> predicted,
             const Matrix& embedding, std::size_t classes, const CellSet& test);

}  // namespace regulus

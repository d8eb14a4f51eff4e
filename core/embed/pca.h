// Principal components, exact: the covariance of the columns in one streaming pass over the rows, then its
// leading eigenvectors. For up to a few thousand columns and any number of rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/cell_set.h"
#include "core/base/job.h"
#include "core/base/ranks.h"
#include "core/data/matrix.h"
#include "core/data/matrix_source.h"

namespace regulus {

struct PcaOptions {
    std::size_t components = 30;  // at most; never more than columns or rows - 1
    bool standardise = true;      // divide each column by its standard deviation
    float clip = 10;              // standardised values are kept within ±clip; 0 means no limit
};

struct Pca {
    std::vector<std::uint32_t> columns;  // of the source that it was fitted on, in the order used here
    std::vector<float> mean, scale;      // a column: 1 / standard deviation (1 / n), 0 for a constant one
    float clip = 0;                      // 0: none
    std::vector<float> center;           // mean of the standardised, clipped values of the fitted rows
    Matrix components;              // columns × components, orthonormal; the largest loading is positive
    std::vector<double> variances;  // of the scores, 1 / (n - 1), descending
    std::vector<double> singular_values;  // of the centred matrix that was fitted
    double total_variance = 0;            // of all components there could be
    std::size_t fitted_rows = 0;
};

// Fits on all rows of `points` (rows × columns), on the named columns (unique, in range) of the cells in
// `rows`; of several ranks each names its own, none of which another one names, and all fit the same. Two
// passes over the source from the first to the last of them. The same bytes for any number of threads. Throws
// Error(Data) for fewer than two rows, no column, or values that are not finite; Cancelled; what the source
// throws.
Pca fit_pca(const Matrix& points, const PcaOptions& options, Job& job);
Pca fit_pca(const MatrixSource& source, std::span<const std::uint32_t> columns, const CellSet& rows,
            const PcaOptions& options, Job& job, Ranks& ranks = *one_process());

// Rows × components. `points` must have the columns that were fitted; `source` is read at pca.columns.
Matrix pca_scores(const Pca& pca, const Matrix& points, Job& job);
Matrix pca_scores(const Pca& pca, const MatrixSource& source, Job& job);
Matrix pca_scores(const Pca& pca, const MatrixSource& source, std::span<const std::uint32_t> rows, Job& job);

}  // namespace regulus

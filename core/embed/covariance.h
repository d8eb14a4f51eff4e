// The covariance of many columns from rows that come a few at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/ranks.h"
#include "core/data/sparse_matrix.h"
#include "core/embed/symmetric_matrix.h"

namespace regulus {

// Products of a block of rows are added up as Real, blocks in double precision.
template <class Real>
class CovarianceOf {
  public:
    explicit CovarianceOf(std::size_t columns);

    // One row (columns values). Products are formed by all threads once a block of rows is complete, so the
    // result has the same bytes for any number of them.
    void add(std::span<const float> row);
    // A row by its values that are not 0, columns ascending: costs the square of their number.
    void add(std::span<const std::int32_t> columns, std::span<const float> values);
    // Mean of the rows and covariance (1 / (n - 1)) of the columns, over the rows of all ranks; ends the
    // adding.
    void finish(std::vector<float>& mean, SymmetricMatrix& covariance, Ranks& ranks = *one_process());

  private:
    void flush();
    void flush_sparse();
    void multiply_sparse();

    std::size_t m_columns, m_rows = 0, m_pending = 0;
    std::vector<Real> m_narrow, m_wide;  // the pending rows, packed for either side of the product
    std::vector<double> m_sums;
    SymmetricMatrix m_products;
    CsrMatrix m_sparse;  // pending rows by their values
};
using Covariance = CovarianceOf<float>;
// Takes twice as long, for what an eigenvector or a regression makes more of than seven digits of.
using ExactCovariance = CovarianceOf<double>;

}  // namespace regulus

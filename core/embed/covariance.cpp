#include "core/embed/covariance.h"

#include <algorithm>
#include <cassert>

#include "core/base/parallel.h"
#include "core/embed/tile_product.h"

namespace regulus {
namespace {

constexpr std::size_t block = 512;  // rows whose products are added up in single precision
constexpr std::size_t sparse_values = std::size_t{1} << 20U;  // that are gathered before they are multiplied
constexpr double dense_share = 0.2;  // of values that are not 0, from which on whole rows are quicker

std::size_t groups(std::size_t columns, std::size_t width) {
    return (columns + width - 1) / width;
}

}  // namespace

template <class Real>
CovarianceOf<Real>::CovarianceOf(std::size_t columns)
    : m_columns(columns),
      m_narrow(groups(columns, tile_rows) * tile_rows * block, Real{0}),
      m_wide(groups(columns, tile_columns_of<Real>) * tile_columns_of<Real> * block, Real{0}),
      m_sums(columns, 0),
      m_products(columns) {}

template <class Real>
void CovarianceOf<Real>::add(std::span<const float> row) {
    assert(row.size() == m_columns);
    for (std::size_t c = 0; c < m_columns; ++c) {
        m_narrow[(c / tile_rows * block + m_pending) * tile_rows + c % tile_rows] = row[c];
        m_wide[(c / tile_columns_of<Real> * block + m_pending) * tile_columns_of<Real> +
               c % tile_columns_of<Real>] = row[c];
        m_sums[c] += row[c];
    }
    ++m_rows;
    if (++m_pending == block) flush();
}

template <class Real>
void CovarianceOf<Real>::flush() {
    const std::size_t depth = m_pending, wide_groups = groups(m_columns, tile_columns_of<Real>);
    m_pending = 0;
    parallel_for(groups(m_columns, tile_rows), 4, [&](std::size_t begin, std::size_t end) {
        alignas(64) Real tile[tile_rows * tile_columns_of<Real>];
        for (std::size_t i = begin; i < end; ++i) {
            for (std::size_t j = i * tile_rows / tile_columns_of<Real>; j < wide_groups; ++j) {
                tile_product(m_narrow.data() + i * tile_rows * block,
                             m_wide.data() + j * tile_columns_of<Real> * block, depth, tile);
                for (std::size_t c = 0;
                     c < std::min(tile_columns_of<Real>, m_columns - j * tile_columns_of<Real>); ++c) {
                    const std::span<double> to = m_products.upper(j * tile_columns_of<Real> + c);
                    for (std::size_t r = 0; r < tile_rows && i * tile_rows + r < to.size(); ++r)
                        to[i * tile_rows + r] += tile[r * tile_columns_of<Real> + c];
                }
            }
        }
    });
}

template <class Real>
void CovarianceOf<Real>::add(std::span<const std::int32_t> columns, std::span<const float> values) {
    m_sparse.push_row(columns, values);
    if (m_sparse.stored() >= sparse_values) flush_sparse();
}

template <class Real>
void CovarianceOf<Real>::flush_sparse() {
    const double all = static_cast<double>(m_sparse.rows) * static_cast<double>(m_columns);
    if (static_cast<double>(m_sparse.stored()) < dense_share * all) {
        multiply_sparse();
    } else {
        std::vector<float> row(m_columns);
        for (std::size_t r = 0; r < m_sparse.rows; ++r) {
            std::ranges::fill(row, 0.0F);
            for (std::size_t i = 0; i < m_sparse.row_columns(r).size(); ++i)
                row[static_cast<std::size_t>(m_sparse.row_columns(r)[i])] = m_sparse.row_values(r)[i];
            add(row);
        }
    }
    m_sparse = {};
}

// A column of the products at a time, which stays in the cache: of each row that has a value there, what
// stands before it.
template <class Real>
void CovarianceOf<Real>::multiply_sparse() {
    m_sparse.cols = m_columns;
    m_rows += m_sparse.rows;
    for (std::size_t i = 0; i < m_sparse.stored(); ++i)
        m_sums[static_cast<std::size_t>(m_sparse.columns[i])] += m_sparse.values[i];
    const CsrMatrix by_column = transposed(m_sparse);
    parallel_for(m_columns, 16, [&](std::size_t begin, std::size_t end) {
        for (std::size_t c = begin; c < end; ++c) {
            const std::span<double> to = m_products.upper(c);
            for (std::size_t i = 0; i < by_column.row_columns(c).size(); ++i) {
                const auto row = static_cast<std::size_t>(by_column.row_columns(c)[i]);
                const double value = by_column.row_values(c)[i];
                const auto columns = m_sparse.row_columns(row);
                const auto values = m_sparse.row_values(row);
                for (std::size_t k = 0; columns[k] < static_cast<std::int32_t>(c); ++k)
                    to[columns[k]] += value * values[k];
                to[c] += value * value;
            }
        }
    });
}

template <class Real>
void CovarianceOf<Real>::finish(std::vector<float>& mean, SymmetricMatrix& covariance, Ranks& ranks) {
    flush_sparse();
    flush();
    auto n = static_cast<double>(m_rows);
    ranks.sum(std::span(&n, 1));
    ranks.sum(std::span(m_sums));
    ranks.sum(m_products.numbers());
    assert(n >= 2);
    mean.resize(m_columns);
    for (std::size_t c = 0; c < m_columns; ++c) {
        const std::span<double> column = m_products.upper(c);
        for (std::size_t r = 0; r <= c; ++r) column[r] = (column[r] - m_sums[c] / n * m_sums[r]) / (n - 1);
        mean[c] = static_cast<float>(m_sums[c] / n);
    }
    covariance = std::move(m_products);
}

template class CovarianceOf<float>;
template class CovarianceOf<double>;

}  // namespace regulus

#include "core/embed/covariance.h"

#include <algorithm>
#include <cassert>

#include "core/base/parallel.h"
#include "core/embed/tile_product.h"

namespace regulus {
namespace {

constexpr std::size_t block = 512;  // rows whose products are added up in single precision

std::size_t groups(std::size_t columns, std::size_t width) {
    return (columns + width - 1) / width;
}

}  // namespace

Covariance::Covariance(std::size_t columns)
    : m_columns(columns),
      m_narrow(groups(columns, tile_rows) * tile_rows * block, 0.0F),
      m_wide(groups(columns, tile_columns) * tile_columns * block, 0.0F),
      m_sums(columns, 0),
      m_products(
          Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(columns), static_cast<Eigen::Index>(columns))) {}

void Covariance::add(std::span<const float> row) {
    assert(row.size() == m_columns);
    for (std::size_t c = 0; c < m_columns; ++c) {
        m_narrow[(c / tile_rows * block + m_pending) * tile_rows + c % tile_rows] = row[c];
        m_wide[(c / tile_columns * block + m_pending) * tile_columns + c % tile_columns] = row[c];
        m_sums[c] += row[c];
    }
    ++m_rows;
    if (++m_pending == block) flush();
}

void Covariance::flush() {
    const std::size_t depth = m_pending, wide_groups = groups(m_columns, tile_columns);
    m_pending = 0;
    parallel_for(groups(m_columns, tile_rows), 4, [&](std::size_t begin, std::size_t end) {
        alignas(64) float tile[tile_rows * tile_columns];
        for (std::size_t i = begin; i < end; ++i) {
            for (std::size_t j = i * tile_rows / tile_columns; j < wide_groups; ++j) {
                tile_product(m_narrow.data() + i * tile_rows * block,
                             m_wide.data() + j * tile_columns * block, depth, tile);
                for (std::size_t c = 0; c < std::min(tile_columns, m_columns - j * tile_columns); ++c) {
                    for (std::size_t r = 0; r < std::min(tile_rows, m_columns - i * tile_rows); ++r) {
                        m_products(static_cast<Eigen::Index>(i * tile_rows + r),
                                   static_cast<Eigen::Index>(j * tile_columns + c)) +=
                            tile[r * tile_columns + c];
                    }
                }
            }
        }
    });
}

void Covariance::finish(std::vector<float>& mean, Eigen::MatrixXd& covariance) {
    assert(m_rows >= 2);
    flush();
    const Eigen::VectorXd average =
        Eigen::Map<const Eigen::VectorXd>(m_sums.data(), m_products.cols()) / static_cast<double>(m_rows);
    covariance = std::move(m_products);
    covariance.triangularView<Eigen::StrictlyLower>() = covariance.transpose();
    covariance -= static_cast<double>(m_rows) * average * average.transpose();
    covariance /= static_cast<double>(m_rows - 1);
    mean.resize(m_columns);
    for (std::size_t c = 0; c < m_columns; ++c)
        mean[c] = static_cast<float>(average[static_cast<Eigen::Index>(c)]);
}

}  // namespace regulus

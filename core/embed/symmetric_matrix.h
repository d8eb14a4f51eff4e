// A symmetric matrix in the room of its upper triangle, half a square: a covariance of many genes.
#pragma once

#include <Eigen/Core>
#include <cassert>
#include <cstddef>
#include <span>
#include <vector>

namespace regulus {

class SymmetricMatrix {
  public:
    SymmetricMatrix() = default;
    // All 0.
    explicit SymmetricMatrix(std::size_t size) : m_size(size), m_upper(entries(size), 0) {}

    static std::size_t bytes(std::size_t size) { return entries(size) * sizeof(double); }
    std::size_t size() const { return m_size; }
    double operator()(std::size_t row, std::size_t column) const {
        return row <= column ? m_upper[entries(column) + row] : m_upper[entries(row) + column];
    }
    // Rows 0 to `column` of a column, contiguous.
    std::span<double> upper(std::size_t column) { return {m_upper.data() + entries(column), column + 1}; }
    std::span<const double> upper(std::size_t column) const {
        return {m_upper.data() + entries(column), column + 1};
    }

    // All that is kept of it, in the order of upper().
    std::span<double> numbers() { return m_upper; }

    double trace() const;
    Eigen::MatrixXd full() const;
    // The matrix times a vector of as many numbers. The same bytes for any number of threads.
    Eigen::VectorXd times(const Eigen::Ref<const Eigen::VectorXd>& vector) const;

  private:
    // Of the upper triangle of a square of that size, and where a column begins.
    static std::size_t entries(std::size_t size) { return size * (size + 1) / 2; }

    std::size_t m_size = 0;
    std::vector<double> m_upper;
};

}  // namespace regulus

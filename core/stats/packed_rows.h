// Distances from one point to all points of a set, sixteen points at a time.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/data/matrix.h"
#include "core/data/metric.h"

namespace regulus {

// Owns a copy of the points: for every sixteen of them their first coordinates, then their second, ...
// Immutable, so any thread may ask.
class PackedRows {
  public:
    // For Metric::Cosine the rows are brought to length 1.
    PackedRows(const Matrix& points, Metric metric);

    std::size_t rows() const { return m_rows; }
    // Room that the result of distances() needs: rows() rounded up to a multiple of 16.
    std::size_t padded() const { return m_tiles * lanes; }
    // Distances of point `from` to all points; what stands at rows() and after is meaningless. Euclidean
    // distances are squared.
    void distances(std::size_t from, std::span<float> result) const;

    static constexpr std::size_t lanes = 16;

  private:
    Metric m_metric;
    std::size_t m_rows, m_dimensions, m_tiles;
    std::vector<float> m_values;
};

}  // namespace regulus

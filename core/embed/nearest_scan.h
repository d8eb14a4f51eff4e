// Scans groups of packed points for the nearest ones of six queries at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/data/matrix.h"
#include "core/embed/tile_product.h"

namespace regulus {

// Points in groups of sixteen (tile_product.h), with |p|² and the index of each. Places that hold no point
// have an infinite |p|².
class PackedPoints {
  public:
    // `which`: rows of points; `squares`: |p|² of all rows of points.
    PackedPoints(const Matrix& points, std::span<const std::uint32_t> which, std::span<const float> squares);

    std::size_t groups() const { return m_indices.size() / tile_columns; }
    const float* group(std::size_t g) const { return m_values.data() + g * tile_columns * m_depth; }
    const float* squares(std::size_t g) const { return m_squares.data() + g * tile_columns; }
    const std::uint32_t* indices(std::size_t g) const { return m_indices.data() + g * tile_columns; }

  private:
    std::size_t m_depth;
    std::vector<float> m_values, m_squares;
    std::vector<std::uint32_t> m_indices;
};

struct Candidate {
    float value;  // |p|² - 2 p · q: the squared distance less |q|²
    std::uint32_t index;
    bool operator<(const Candidate& other) const {
        return value < other.value || (value == other.value && index < other.index);
    }
};

// The k nearest candidates seen so far of up to six queries.
class NearestScan {
  public:
    NearestScan(const Matrix& points, std::size_t k);

    // Starts again with up to tile_rows rows of points as queries.
    void start(std::span<const std::uint32_t> queries);
    // Looks at groups begin..end-1. A query does not find itself.
    void scan(const PackedPoints& points, std::size_t begin, std::size_t end);
    // The k nearest of one query, nearest first; fewer when fewer were seen.
    std::span<const Candidate> nearest(std::size_t query);

  private:
    void take(std::size_t query, const float* values, const std::uint32_t* indices);
    void shrink(std::size_t query);

    const Matrix& m_points;
    std::size_t m_k, m_capacity;
    std::vector<std::uint32_t> m_queries;
    std::vector<float> m_packed;
    std::vector<Candidate> m_kept[tile_rows];
    float m_limits[tile_rows];
};

}  // namespace regulus

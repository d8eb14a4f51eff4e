#include "core/stats/packed_rows.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/base/instruction_sets.h"

namespace regulus {
namespace {

constexpr std::size_t lanes = PackedRows::lanes;

REGULUS_CLONES void squared_distances(const float* tiles, std::size_t tile_count, std::size_t dimensions,
                                      const float* point, float* result) {
    for (std::size_t t = 0; t < tile_count; ++t) {
        float sums[lanes] = {};
        const float* tile = tiles + t * dimensions * lanes;
        for (std::size_t k = 0; k < dimensions; ++k) {
            const float at = point[k];
            for (std::size_t l = 0; l < lanes; ++l) {
                const float off = tile[k * lanes + l] - at;
                sums[l] += off * off;
            }
        }
        std::copy(sums, sums + lanes, result + t * lanes);
    }
}

REGULUS_CLONES void cosine_distances(const float* tiles, std::size_t tile_count, std::size_t dimensions,
                                     const float* point, float* result) {
    for (std::size_t t = 0; t < tile_count; ++t) {
        float sums[lanes] = {};
        const float* tile = tiles + t * dimensions * lanes;
        for (std::size_t k = 0; k < dimensions; ++k) {
            const float at = point[k];
            for (std::size_t l = 0; l < lanes; ++l) sums[l] += tile[k * lanes + l] * at;
        }
        for (std::size_t l = 0; l < lanes; ++l) {
            const float distance = 1 - sums[l];
            result[t * lanes + l] = distance < 0 ? 0.0F : distance;
        }
    }
}

}  // namespace

PackedRows::PackedRows(const Matrix& points, Metric metric)
    : m_metric(metric),
      m_rows(points.rows),
      m_dimensions(points.cols),
      m_tiles((points.rows + lanes - 1) / lanes),
      m_values(m_tiles * lanes * points.cols, 0.0F) {
    for (std::size_t r = 0; r < m_rows; ++r) {
        const auto row = points.row(r);
        double scale = 1;
        if (metric == Metric::Cosine) {
            double squares = 0;
            for (const float v : row) squares += static_cast<double>(v) * v;
            scale = squares > 0 ? 1 / std::sqrt(squares) : 0;
        }
        float* to = m_values.data() + (r / lanes) * m_dimensions * lanes + r % lanes;
        for (std::size_t k = 0; k < m_dimensions; ++k) to[k * lanes] = static_cast<float>(row[k] * scale);
    }
}

void PackedRows::distances(std::size_t from, std::span<float> result) const {
    assert(from < m_rows && result.size() >= padded());
    std::vector<float> point(m_dimensions);
    const float* at = m_values.data() + (from / lanes) * m_dimensions * lanes + from % lanes;
    for (std::size_t k = 0; k < m_dimensions; ++k) point[k] = at[k * lanes];
    const auto kernel = m_metric == Metric::Cosine ? cosine_distances : squared_distances;
    kernel(m_values.data(), m_tiles, m_dimensions, point.data(), result.data());
}

}  // namespace regulus

#include "core/embed/nearest_scan.h"

#include <algorithm>
#include <cassert>

#include "core/base/instruction_sets.h"

namespace regulus {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

// Turns products into values of candidates; bit q says that query q has one at or below its limit.
REGULUS_CLONES unsigned below_limits(float* tile, const float* squares, const float* limits) {
    unsigned found = 0;
    for (std::size_t q = 0; q < tile_rows; ++q) {
        int any = 0;
        for (std::size_t l = 0; l < tile_columns; ++l) {
            const float value = squares[l] - 2 * tile[q * tile_columns + l];
            tile[q * tile_columns + l] = value;
            any |= value <= limits[q] ? 1 : 0;
        }
        found |= static_cast<unsigned>(any) << q;
    }
    return found;
}

}  // namespace

PackedPoints::PackedPoints(const Matrix& points, std::span<const std::uint32_t> which,
                           std::span<const float> squares)
    : m_depth(points.cols) {
    const std::size_t count = (which.size() + tile_columns - 1) / tile_columns * tile_columns;
    m_values.assign(count * m_depth, 0.0F);
    m_squares.assign(count, infinity);
    m_indices.assign(count, std::numeric_limits<std::uint32_t>::max());
    for (std::size_t i = 0; i < which.size(); ++i) {
        const auto row = points.row(which[i]);
        float* to = m_values.data() + (i / tile_columns) * tile_columns * m_depth + i % tile_columns;
        for (std::size_t d = 0; d < m_depth; ++d) to[d * tile_columns] = row[d];
        m_squares[i] = squares[which[i]];
        m_indices[i] = which[i];
    }
}

NearestScan::NearestScan(const Matrix& points, std::size_t k)
    : m_points(points), m_k(k), m_capacity(2 * k + 32), m_packed(points.cols * tile_rows) {
    for (auto& kept : m_kept) kept.reserve(m_capacity + tile_columns);
}

void NearestScan::start(std::span<const std::uint32_t> queries) {
    assert(queries.size() <= tile_rows);
    m_queries.assign(queries.begin(), queries.end());
    std::fill(m_packed.begin(), m_packed.end(), 0.0F);
    for (std::size_t q = 0; q < tile_rows; ++q) {
        m_kept[q].clear();
        m_limits[q] = q < queries.size() ? infinity : -infinity;
        if (q >= queries.size()) continue;
        const auto row = m_points.row(queries[q]);
        for (std::size_t d = 0; d < row.size(); ++d) m_packed[d * tile_rows + q] = row[d];
    }
}

void NearestScan::scan(const PackedPoints& points, std::size_t begin, std::size_t end) {
    alignas(64) float tile[tile_rows * tile_columns];
    for (std::size_t g = begin; g < end; ++g) {
        tile_product(m_packed.data(), points.group(g), m_points.cols, tile);
        const unsigned found = below_limits(tile, points.squares(g), m_limits);
        if (found == 0) continue;
        for (std::size_t q = 0; q < m_queries.size(); ++q) {
            if ((found >> q) & 1U) take(q, tile + q * tile_columns, points.indices(g));
        }
    }
}

void NearestScan::take(std::size_t query, const float* values, const std::uint32_t* indices) {
    auto& kept = m_kept[query];
    for (std::size_t l = 0; l < tile_columns; ++l) {
        if (values[l] <= m_limits[query] && values[l] < infinity && indices[l] != m_queries[query]) {
            kept.push_back({values[l], indices[l]});
        }
    }
    if (kept.size() > m_capacity) shrink(query);
}

void NearestScan::shrink(std::size_t query) {
    auto& kept = m_kept[query];
    if (kept.size() <= m_k) return;
    std::nth_element(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(m_k - 1), kept.end());
    m_limits[query] = kept[m_k - 1].value;
    kept.resize(m_k);
}

std::span<const Candidate> NearestScan::nearest(std::size_t query) {
    shrink(query);
    std::sort(m_kept[query].begin(), m_kept[query].end());
    return m_kept[query];
}

}  // namespace regulus

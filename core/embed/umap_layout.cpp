#include "core/embed/umap_layout.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <numeric>

#include "core/base/parallel.h"

namespace regulus {
namespace {

constexpr std::size_t grain = 256;              // points of one chunk of a part
constexpr std::size_t points_per_part = 50000;  // so that a part takes well under 100 ms
constexpr std::size_t least_parts = 4;

std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

}  // namespace

UmapLayout::UmapLayout(const CsrMatrix& graph, const Matrix& start, int epochs, const UmapForces& forces)
    : m_epochs(epochs), m_dimensions(start.cols), m_forces(forces) {
    assert(start.rows == graph.rows && (start.cols == 2 || start.cols == 3));
    order_points(graph);
    take_edges(graph);
    m_positions.resize(start.values.size());
    for (std::size_t place = 0; place < m_point_of.size(); ++place) {
        const auto from = start.row(m_point_of[place]);
        std::copy(from.begin(), from.end(),
                  m_positions.begin() + static_cast<std::ptrdiff_t>(place * start.cols));
    }
    m_moved = m_positions;
}

void UmapLayout::order_points(const CsrMatrix& graph) {
    const std::size_t n = graph.rows;
    const std::size_t count = std::max(least_parts, (n + points_per_part - 1) / points_per_part);
    std::vector<float> pulls(n, 0.0F);
    std::vector<std::uint64_t> keys(n);
    for (std::size_t i = 0; i < n; ++i) {
        for (const float w : graph.row_values(i)) pulls[i] += w;
        keys[i] = mixed(mixed(m_forces.seed) + i);
    }
    m_point_of.resize(n);
    std::iota(m_point_of.begin(), m_point_of.end(), 0U);
    // Which part a point is in is drawn, so that neighbours in the file do not stand still for each other.
    std::sort(m_point_of.begin(), m_point_of.end(), [&](std::uint32_t a, std::uint32_t b) {
        return keys[a] < keys[b] || (keys[a] == keys[b] && a < b);
    });
    for (std::size_t p = 0; p <= count; ++p) m_part_begins.push_back(n * p / count);
    for (std::size_t p = 0; p < count; ++p) {
        const auto begin = m_point_of.begin();
        std::sort(begin + static_cast<std::ptrdiff_t>(m_part_begins[p]),
                  begin + static_cast<std::ptrdiff_t>(m_part_begins[p + 1]),
                  [&](std::uint32_t a, std::uint32_t b) {
                      return pulls[a] > pulls[b] || (pulls[a] == pulls[b] && a < b);
                  });
    }
    m_place_of.resize(n);
    for (std::size_t place = 0; place < n; ++place)
        m_place_of[m_point_of[place]] = static_cast<std::uint32_t>(place);
}

void UmapLayout::take_edges(const CsrMatrix& graph) {
    const float most = graph.values.empty() ? 0 : *std::max_element(graph.values.begin(), graph.values.end());
    const float least = most / static_cast<float>(std::max(m_epochs, 1));
    m_offsets.assign(1, 0);
    for (const std::uint32_t point : m_point_of) {
        const auto columns = graph.row_columns(point);
        const auto weights = graph.row_values(point);
        for (std::size_t e = 0; e < columns.size(); ++e) {
            if (weights[e] < least) continue;
            m_tails.push_back(m_place_of[static_cast<std::size_t>(columns[e])]);
            m_rates.push_back(weights[e] / most);
        }
        m_offsets.push_back(static_cast<std::int64_t>(m_tails.size()));
    }
}

void UmapLayout::step() {
    assert(m_epoch < m_epochs);
    const std::size_t begin = m_part_begins[m_part], end = m_part_begins[m_part + 1];
    const float remaining = 1 - static_cast<float>(m_epoch) / static_cast<float>(m_epochs);
    const UmapStep step{
        .offsets = m_offsets.data(),
        .tails = m_tails.data(),
        .rates = m_rates.data(),
        .positions = m_positions.data(),
        .moved = m_moved.data(),
        .points = m_point_of.size(),
        .epoch = m_epoch,
        .learning_rate = m_forces.learning_rate * remaining,
        .a = static_cast<float>(m_forces.curve.a),
        .b = static_cast<float>(m_forces.curve.b),
        .negatives = m_forces.negatives,
        .seed = mixed(m_forces.seed ^ mixed(static_cast<std::uint64_t>(m_epoch) + 1)),
    };
    m_tail_forces.resize((end - begin + grain - 1) / grain);
    parallel_for(end - begin, grain, [&](std::size_t first, std::size_t last) {
        TailForces& tails = m_tail_forces[first / grain];
        tails.resize((m_point_of.size() + tail_range - 1) / tail_range);
        umap_move(step, m_dimensions, begin + first, begin + last, tails);
    });
    const auto at = [&](std::vector<float>& values, std::size_t place) {
        return values.begin() + static_cast<std::ptrdiff_t>(place * m_dimensions);
    };
    std::copy(at(m_moved, begin), at(m_moved, end), at(m_positions, begin));
    move_tails(step.learning_rate);
    if (++m_part == parts()) {
        m_part = 0;
        ++m_epoch;
    }
}

void UmapLayout::move_tails(float learning_rate) {
    const std::size_t ranges = (m_point_of.size() + tail_range - 1) / tail_range;
    parallel_for(ranges, 1, [&](std::size_t range, std::size_t) {
        for (TailForces& chunk : m_tail_forces) {
            for (const TailForce& pull : chunk[range]) {
                float* position = m_positions.data() + pull.tail * m_dimensions;
                for (std::size_t d = 0; d < m_dimensions; ++d) position[d] += learning_rate * pull.force[d];
            }
            chunk[range].clear();
        }
    });
}

Matrix UmapLayout::coordinates() const {
    Matrix result(m_point_of.size(), m_dimensions);
    for (std::size_t place = 0; place < m_point_of.size(); ++place) {
        const auto to = result.row(m_point_of[place]);
        for (std::size_t d = 0; d < m_dimensions; ++d) to[d] = m_positions[place * m_dimensions + d];
    }
    return result;
}

}  // namespace regulus

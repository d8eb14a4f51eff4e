#include "ui/render/space_index.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace regulus {
namespace {

constexpr std::size_t leaf_points = 16;

using Found = std::pair<float, std::uint32_t>;  // by distance, then by number

}  // namespace

struct SpaceIndex::Search {
    SpacePlace place;
    std::size_t count;
    std::vector<Found> found;  // a heap, the farthest at its front

    // Whether a point at that distance along one direction alone can be among the nearest.
    bool reaches(float away) const { return found.size() < count || away * away <= found.front().first; }
    void offer(const Point& point) {
        const float x = point.at[0] - place[0], y = point.at[1] - place[1], z = point.at[2] - place[2];
        const Found one{x * x + y * y + z * z, point.number};
        if (found.size() == count) {
            if (!(one < found.front())) return;
            std::ranges::pop_heap(found);
            found.pop_back();
        }
        found.push_back(one);
        std::ranges::push_heap(found);
    }
};

SpaceIndex::SpaceIndex(const Matrix& points, const DrawnPoint& drawn) {
    m_points.reserve(points.rows);
    for (std::uint32_t i = 0; i < points.rows; ++i) {
        const SpacePlace place = placeOf(points, i);
        const bool placed = std::ranges::all_of(place, [](float v) { return std::isfinite(v); });
        if (placed && drawn(i)) m_points.push_back({place, i});
    }
    // Of two halves the larger is the second one, and so is the last node of each level.
    std::size_t nodes = 1;
    for (std::size_t n = m_points.size(); n > leaf_points; n -= n / 2) nodes = 2 * nodes + 1;
    m_splits.resize(nodes);
    build(0, 0, m_points.size());
}

void SpaceIndex::build(std::size_t node, std::size_t begin, std::size_t end) {
    if (end - begin <= leaf_points) return;
    SpacePlace low = m_points[begin].at, high = low;
    for (std::size_t i = begin; i < end; ++i)
        for (std::size_t d = 0; d < 3; ++d) {
            low[d] = std::min(low[d], m_points[i].at[d]);
            high[d] = std::max(high[d], m_points[i].at[d]);
        }
    std::size_t widest = 0;
    for (std::size_t d = 1; d < 3; ++d)
        if (high[d] - low[d] > high[widest] - low[widest]) widest = d;
    const std::size_t middle = begin + (end - begin) / 2;
    const auto at = [this](std::size_t i) { return m_points.begin() + static_cast<std::ptrdiff_t>(i); };
    std::nth_element(at(begin), at(middle), at(end),
                     [&](const Point& a, const Point& b) { return a.at[widest] < b.at[widest]; });
    m_splits[node] = {m_points[middle].at[widest], static_cast<std::uint8_t>(widest)};
    build(2 * node + 1, begin, middle);
    build(2 * node + 2, middle, end);
}

void SpaceIndex::visit(std::size_t node, std::size_t begin, std::size_t end, Search& search) const {
    if (end - begin <= leaf_points) {
        for (std::size_t i = begin; i < end; ++i) search.offer(m_points[i]);
        return;
    }
    const Split& split = m_splits[node];
    const float away = search.place[split.direction] - split.at;
    const std::size_t middle = begin + (end - begin) / 2;
    const auto lower = [&] { visit(2 * node + 1, begin, middle, search); };
    const auto upper = [&] { visit(2 * node + 2, middle, end, search); };
    away < 0 ? lower() : upper();
    if (!search.reaches(away)) return;
    away < 0 ? upper() : lower();
}

std::vector<std::uint32_t> SpaceIndex::nearest(const SpacePlace& place, std::size_t count) const {
    std::vector<std::uint32_t> nearest;
    if (count == 0 || !std::ranges::all_of(place, [](float v) { return std::isfinite(v); })) return nearest;
    Search search{place, count, {}};
    visit(0, 0, m_points.size(), search);
    std::ranges::sort_heap(search.found);
    for (const Found& one : search.found) nearest.push_back(one.second);
    return nearest;
}

}  // namespace regulus

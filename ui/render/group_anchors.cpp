#include "ui/render/group_anchors.h"

#include <algorithm>
#include <cmath>

#include "core/base/parallel.h"

namespace regulus {
namespace {

// Of a large group every n-th point of the grid's order, which is even over the plane, tells as much.
constexpr std::size_t most_members = 5000;
// A group whose radius comes this near to that of all cells together lies all over the map.
constexpr double scattered_share = 0.85;

using Members = std::vector<std::uint32_t>;  // places in the grid's order

double medianOf(const Members& of, std::span<const float> values) {
    std::vector<float> v;
    v.reserve(of.size());
    for (const std::uint32_t i : of) v.push_back(values[i]);
    const auto middle = v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2);
    std::nth_element(v.begin(), middle, v.end());
    return static_cast<double>(*middle);
}

GroupAnchor anchorOf(int category, const Members& members, const SpatialGrid& grid) {
    const auto at = [&grid](std::uint32_t i) {
        return QPointF(static_cast<double>(grid.x()[i]), static_cast<double>(grid.y()[i]));
    };
    const auto distance = [&at](std::uint32_t i, QPointF from) {
        const QPointF d = at(i) - from;
        return std::hypot(d.x(), d.y());
    };
    const QPointF median(medianOf(members, grid.x()), medianOf(members, grid.y()));
    const auto nearest = std::min_element(
        members.begin(), members.end(),
        [&](std::uint32_t a, std::uint32_t b) { return distance(a, median) < distance(b, median); });
    GroupAnchor anchor{category, at(*nearest), members.size(), 0};
    std::vector<double> distances;
    for (const std::uint32_t i : members) distances.push_back(distance(i, anchor.at));
    const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
    std::nth_element(distances.begin(), middle, distances.end());
    anchor.radius = *middle;
    return anchor;
}

}  // namespace

std::vector<GroupAnchor> groupAnchors(const SpatialGrid& grid, const PointColors& colors,
                                      const std::function<bool(std::uint32_t)>& drawn) {
    std::vector<GroupAnchor> anchors;
    if (colors.legend.kind != Legend::Kind::Categories) return anchors;
    std::vector<std::uint16_t> group(grid.placed());
    parallel_for(group.size(), 1U << 16U, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const std::uint32_t row = grid.rows()[i];
            if (drawn(row)) group[i] = colors.index[row];  // else as one without a value
        }
    });
    std::vector<std::size_t> counts(colors.legend.entries.size()), seen(counts.size());
    for (const std::size_t c : group)
        if (c > 0) ++counts[c - 1];
    std::vector<Members> groups(counts.size());
    for (std::size_t i = 0; i < group.size(); ++i) {
        const std::size_t c = group[i];
        if (c == 0) continue;
        const std::size_t step = 1 + counts[c - 1] / most_members;
        if (seen[c - 1]++ % step == 0) groups[c - 1].push_back(static_cast<std::uint32_t>(i));
    }
    Members all;
    const std::size_t step = 1 + group.size() / most_members;
    for (std::size_t i = 0; i < group.size(); i += step)
        if (group[i] > 0) all.push_back(static_cast<std::uint32_t>(i));
    const double spread = all.empty() ? 0 : anchorOf(-1, all, grid).radius;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        if (groups[g].empty()) continue;
        anchors.push_back(anchorOf(static_cast<int>(g), groups[g], grid));
        anchors.back().count = counts[g];
        anchors.back().scattered = anchors.back().radius > scattered_share * spread;
    }
    if (anchors.size() == 1) anchors.front().scattered = false;
    std::stable_sort(anchors.begin(), anchors.end(),
                     [](const GroupAnchor& a, const GroupAnchor& b) { return a.count > b.count; });
    return anchors;
}

}  // namespace regulus

#include "ui/render/group_anchors.h"

#include <algorithm>
#include <cmath>

#include "ui/render/group_members.h"

namespace regulus {
namespace {

constexpr std::size_t most_members = 5000;  // of a larger group a part tells as much
// A group that is hardly more frequent where its name would be than anywhere lies all over the map.
constexpr double least_gain = 0.2;
// The neighbourhood: half of a small group, at most this share of all points.
constexpr std::size_t neighbourhood = 50;
// Nobody reads more names.
constexpr std::size_t most_named = 100;

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

// Whether the points nearest to its anchor are of it hardly more often than all are. `all`: an even sample.
bool isScattered(const GroupAnchor& anchor, Members all, const std::vector<std::uint16_t>& group,
                 const SpatialGrid& grid) {
    const auto own = [&](std::uint32_t i) { return group[i] == anchor.category + 1; };
    const auto members = static_cast<std::size_t>(std::ranges::count_if(all, own));
    const std::size_t near = std::min(members / 2, all.size() / neighbourhood + 1);
    if (near < 2) return false;  // too few to tell
    const auto distance = [&](std::uint32_t i) {
        return std::hypot(static_cast<double>(grid.x()[i]) - anchor.at.x(),
                          static_cast<double>(grid.y()[i]) - anchor.at.y());
    };
    const auto last = all.begin() + static_cast<std::ptrdiff_t>(near);
    std::nth_element(all.begin(), last, all.end(),
                     [&](std::uint32_t i, std::uint32_t j) { return distance(i) < distance(j); });
    const double there = static_cast<double>(std::count_if(all.begin(), last, own)) / double(near);
    const double anywhere = static_cast<double>(members) / double(all.size());
    return there < anywhere + least_gain * (1 - anywhere);
}

}  // namespace

bool nameable(const std::vector<GroupAnchor>& anchors) {
    return 2 * static_cast<std::size_t>(std::ranges::count_if(anchors, &GroupAnchor::scattered)) <=
           anchors.size();
}

std::vector<GroupAnchor> groupAnchors(const SpatialGrid& grid, const PointColors& colors,
                                      const std::function<bool(std::uint32_t)>& drawn) {
    std::vector<GroupAnchor> anchors;
    if (colors.legend.kind != Legend::Kind::Categories) return anchors;
    const auto [group, counts, groups] = groupMembers(grid, colors, drawn, most_members);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        if (groups[g].empty()) continue;
        anchors.push_back(anchorOf(static_cast<int>(g), groups[g], grid));
        anchors.back().count = counts[g];
    }
    std::stable_sort(anchors.begin(), anchors.end(),
                     [](const GroupAnchor& a, const GroupAnchor& b) { return a.count > b.count; });
    if (anchors.size() < 2) return anchors;
    Members all;
    const std::size_t step = 1 + group.size() / most_members;
    for (std::size_t i = 0; i < group.size(); i += step)
        if (group[i] > 0) all.push_back(static_cast<std::uint32_t>(i));
    for (std::size_t a = 0; a < std::min(anchors.size(), most_named); ++a)
        anchors[a].scattered = isScattered(anchors[a], all, group, grid);
    return anchors;
}

}  // namespace regulus

#include "ui/render/space_points.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace regulus {
namespace {

// Every n-th point of a large group tells as much.
constexpr std::size_t most_members = 5000;

bool isPlaced(const SpacePlace& place) {
    return std::ranges::all_of(place, [](float v) { return std::isfinite(v); });
}

float medianOf(const std::vector<SpacePlace>& places, std::size_t dimension) {
    std::vector<float> values;
    values.reserve(places.size());
    for (const SpacePlace& place : places) values.push_back(place[dimension]);
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

double distance(const SpacePlace& a, const SpacePlace& b) {
    double sum = 0;
    for (std::size_t d = 0; d < 3; ++d) sum += std::pow(double(a[d]) - double(b[d]), 2);
    return sum;
}

}  // namespace

SpacePlace placeOf(const Matrix& points, std::size_t point) {
    return {points(point, 0), points(point, 1), points(point, 2)};
}

SeenPoints seenPoints(const Matrix& points, const DrawnPoint& drawn, const Camera3d& camera) {
    std::vector<float> xyz(3 * points.rows, std::numeric_limits<float>::quiet_NaN());
    for (std::size_t i = 0; i < points.rows; ++i) {
        if (!drawn(static_cast<std::uint32_t>(i))) continue;
        for (std::size_t d = 0; d < 3; ++d) xyz[3 * i + d] = points(i, d);
    }
    Projected seen = project(xyz, camera);
    return {SpatialGrid(seen.x, seen.y), std::move(seen.depth)};
}

std::optional<std::uint32_t> pointAt(const SeenPoints& seen, QPointF at, double cover, double reach,
                                     std::span<const SpaceRank> ranks) {
    const auto above = [&](std::uint32_t a, std::uint32_t b) {
        if (!ranks.empty() && ranks[a] != ranks[b]) return ranks[a] > ranks[b];
        return seen.depth[a] < seen.depth[b];
    };
    const double wide = std::max(cover, reach);
    std::optional<std::uint32_t> front, nearest;
    double closest = reach;
    for (const auto& [begin, end] :
         seen.grid.runs(QRectF(at.x() - wide, at.y() - wide, 2 * wide, 2 * wide))) {
        for (std::size_t i = begin; i < end; ++i) {
            const double away =
                std::hypot(double(seen.grid.x()[i]) - at.x(), double(seen.grid.y()[i]) - at.y());
            const std::uint32_t point = seen.grid.rows()[i];
            if (away <= cover && (!front || above(point, *front))) front = point;
            if (away > closest || (nearest && away == closest && point > *nearest)) continue;
            closest = away;
            nearest = point;
        }
    }
    return front ? front : nearest;
}

CellSet seenIn(const SeenPoints& seen, const QPolygonF& outline) {
    return seen.grid.inside(outline);
}

std::optional<SpaceBall> ballAround(const Matrix& points, const CellSet& of) {
    std::vector<SpacePlace> places;
    SpaceBall ball;
    for (const std::uint32_t i : of.rows()) {
        const SpacePlace place = placeOf(points, i);
        if (!isPlaced(place)) continue;
        places.push_back(place);
        for (std::size_t d = 0; d < 3; ++d) ball.middle[d] += double(place[d]);
    }
    if (places.empty()) return std::nullopt;
    for (double& coordinate : ball.middle) coordinate /= double(places.size());
    std::vector<double> away;
    for (const SpacePlace& place : places) {
        double sum = 0;
        for (std::size_t d = 0; d < 3; ++d) sum += std::pow(double(place[d]) - ball.middle[d], 2);
        away.push_back(std::sqrt(sum));
    }
    const auto most = away.begin() + static_cast<std::ptrdiff_t>((away.size() - 1) * 19 / 20);
    std::nth_element(away.begin(), most, away.end());
    ball.radius = *most;
    return ball;
}

std::vector<SpaceAnchor> spaceAnchors(const Matrix& points, const PointColors& colors,
                                      const DrawnPoint& drawn) {
    std::vector<SpaceAnchor> anchors;
    if (colors.legend.kind != Legend::Kind::Categories) return anchors;
    const std::size_t n = colors.legend.entries.size();
    const auto group = [&](std::size_t i) {
        return drawn(static_cast<std::uint32_t>(i)) && isPlaced(placeOf(points, i))
                   ? std::size_t(colors.index[i])
                   : std::size_t(0);
    };
    std::vector<std::size_t> counts(n + 1), seen(n + 1);
    for (std::size_t i = 0; i < points.rows; ++i) ++counts[group(i)];
    std::vector<std::vector<SpacePlace>> members(n + 1);
    for (std::size_t i = 0; i < points.rows; ++i) {
        const std::size_t g = group(i);
        if (g > 0 && seen[g]++ % (1 + counts[g] / most_members) == 0)
            members[g].push_back(placeOf(points, i));
    }
    for (std::size_t g = 1; g <= n; ++g) {
        if (members[g].empty()) continue;
        const SpacePlace median{medianOf(members[g], 0), medianOf(members[g], 1), medianOf(members[g], 2)};
        const auto nearest = std::ranges::min_element(
            members[g], {}, [&](const SpacePlace& place) { return distance(place, median); });
        std::vector<double> away;
        away.reserve(members[g].size());
        for (const SpacePlace& place : members[g]) away.push_back(std::sqrt(distance(place, *nearest)));
        const auto middle = away.begin() + static_cast<std::ptrdiff_t>(away.size() / 2);
        std::nth_element(away.begin(), middle, away.end());
        anchors.push_back({static_cast<int>(g) - 1, *nearest, counts[g], *middle});
    }
    std::ranges::stable_sort(anchors, std::greater<>(), &SpaceAnchor::count);
    return anchors;
}

}  // namespace regulus

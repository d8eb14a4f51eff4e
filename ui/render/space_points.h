// Points in space as a camera sees them: which of them is under the cursor, and where the names of groups
// belong. Made in jobs; knows no widget.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/base/cell_set.h"
#include "core/data/matrix.h"
#include "ui/render/camera_3d.h"
#include "ui/render/point_colors.h"
#include "ui/render/space_order.h"
#include "ui/render/spatial_grid.h"

namespace regulus {

using SpacePlace = std::array<float, 3>;
using DrawnPoint = std::function<bool(std::uint32_t)>;

struct SeenPoints {
    SpatialGrid grid;          // of the picture: heights of it from its middle, y upwards
    std::vector<float> depth;  // one a point
};
// `points`: points × 3 or more. Those that are not drawn are not seen.
SeenPoints seenPoints(const Matrix& points, const DrawnPoint& drawn, const Camera3d& camera);

// Of the points within `cover` of the place the one that lies above the others; where there is none, the
// nearest within `reach`. ranks: one a point, as they are drawn, or empty.
std::optional<std::uint32_t> pointAt(const SeenPoints& seen, QPointF at, double cover, double reach,
                                     std::span<const SpaceRank> ranks = {});

// The point of each category that is nearest to the median of its drawn points, the largest category first.
// Empty when the colours are no categories.
struct SpaceAnchor {
    int category = -1;
    SpacePlace at{};
    std::size_t count = 0;
    double radius = 0;  // median distance of its points from there
};
std::vector<SpaceAnchor> spaceAnchors(const Matrix& points, const PointColors& colors,
                                      const DrawnPoint& drawn);

// Those seen inside an outline on the picture, in heights of it from its middle; whatever lies behind
// another.
CellSet seenIn(const SeenPoints& seen, const QPolygonF& outline);
// The ball around most of some points: their mean, and how far all but the last twentieth lie from it;
// nullopt where none of them has a place.
struct SpaceBall {
    std::array<double, 3> middle{};
    double radius = 0;
};
std::optional<SpaceBall> ballAround(const Matrix& points, const CellSet& of);

SpacePlace placeOf(const Matrix& points, std::size_t point);

}  // namespace regulus

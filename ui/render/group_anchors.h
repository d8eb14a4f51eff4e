// Where the name of a group belongs on a map: at the point of the group nearest to its median.
#pragma once

#include <QPointF>
#include <cstdint>
#include <functional>
#include <vector>

#include "ui/render/point_colors.h"
#include "ui/render/spatial_grid.h"

namespace regulus {

struct GroupAnchor {
    int category = -1;
    QPointF at;              // in the plane
    std::size_t count = 0;   // points of it that are drawn
    double radius = 0;       // median distance of its points from there
    bool scattered = false;  // over the whole map, as donors may be: no place is its own
};

// Whether names belong on the map at all: where most groups lie all over it, one alone would mislead.
bool nameable(const std::vector<GroupAnchor>& anchors);

// Of every category with a point for which drawn(point) holds; the largest first. Empty when the colours are
// no categories. drawn() is asked by several threads at once.
std::vector<GroupAnchor> groupAnchors(const SpatialGrid& grid, const PointColors& colors,
                                      const std::function<bool(std::uint32_t)>& drawn);

}  // namespace regulus

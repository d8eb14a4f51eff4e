// Which points of a plane belong to which group, as far as they are drawn.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "ui/render/point_colors.h"
#include "ui/render/spatial_grid.h"

namespace regulus {

struct GroupMembers {
    std::vector<std::uint16_t> group;                 // one a placed point: 1 + category, 0 of none
    std::vector<std::size_t> counts;                  // of each category
    std::vector<std::vector<std::uint32_t>> members;  // places in the grid's order, see `most`
};

// Of the categories of `colors`; nothing where it has none. Of a group of more than `most` points every n-th
// of the grid's order, which is even over the plane. drawn(point) is asked by several threads at once.
GroupMembers groupMembers(const SpatialGrid& grid, const PointColors& colors,
                          const std::function<bool(std::uint32_t)>& drawn, std::size_t most);

}  // namespace regulus

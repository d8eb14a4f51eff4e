// What lies above what where points in space overlap on screen: the nearer above the farther, unless
// something else is asked for first.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/cell_set.h"
#include "ui/render/point_colors.h"

namespace regulus {

using SpaceRank = std::uint16_t;  // of a point; a higher one lies above all lower ones, however far it is

// One a point: selected points above the others, then values in their drawing order (see drawing_order.h),
// points without a value at the bottom. Empty when the distance alone decides: nothing is selected, and the
// colours are of categories, or the order is mixed. `selected` may have an empty universe.
std::vector<SpaceRank> spaceRanks(const PointColors& colors, const CellSet& selected, bool mixedOrder);

// The points from the first to be painted to the last: by rank, then from the farthest to the nearest.
// ranks: one a point, below 4096, or empty. depth: one a point; where it is NaN the point is left out.
std::vector<std::uint32_t> paintingOrder(std::span<const SpaceRank> ranks, std::span<const float> depth);

}  // namespace regulus

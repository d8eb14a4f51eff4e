// Outlines of the groups on a map. Around each group lies the smallest region that holds a share of its
// points, its highest density region (Hyndman 1996), by a Gaussian kernel estimate on a grid.
#pragma once

#include <QPolygonF>
#include <cstdint>
#include <functional>
#include <vector>

#include "ui/render/point_colors.h"
#include "ui/render/spatial_grid.h"
#include "ui/render/theme.h"

namespace regulus {

constexpr double contour_share = 0.9;       // of a group's points within its outlines
constexpr std::size_t most_outlined = 100;  // groups, the largest: nobody tells more apart

struct GroupContour {
    int category = -1;
    // In the plane, each closed by itself: several where the group lies in several places, or has holes.
    std::vector<QPolygonF> lines;
};

// Of the categories, the `most_outlined` largest, with at least ten points for which drawn(point) holds;
// empty when the colours are no categories. drawn() is asked by several threads at once.
std::vector<GroupContour> groupContours(const SpatialGrid& grid, const PointColors& groups,
                                        const std::function<bool(std::uint32_t)>& drawn,
                                        double share = contour_share);

// Of the outlines of a category of `contours`: its colour, darker or lighter than its points are, where these
// are coloured by the same groups; else the colour of text, which is no value's.
QColor contourColor(const PointColors& contours, const PointColors& points, std::size_t category,
                    const Theme& theme);

// Closed lines where the field, `columns` × `rows` values in rows from the bottom with a step of 1 between
// neighbours from (0, 0), has that level: marching squares, linear between neighbours. What lies on the rim
// of the field has to be below the level.
std::vector<QPolygonF> levelLines(const std::vector<double>& field, int columns, int rows, double level);

}  // namespace regulus

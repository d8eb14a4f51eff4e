// What a map of cells shows, as values: enough to draw it elsewhere and later, without the widget or the
// session it came from. Copying one costs two bytes a cell.
#pragma once

#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/cell_set.h"
#include "ui/render/plane_marks.h"
#include "ui/render/plane_view.h"
#include "ui/render/point_colors.h"
#include "ui/render/spatial_grid.h"

namespace regulus {

struct MapPicture {
    std::shared_ptr<const SpatialGrid> points;    // null: nothing
    std::shared_ptr<const SpatialGrid> ground;    // in grey below them; null: nothing
    PointColors colors;                           // one a point
    CellSet selected;                             // if there are any, the others step back
    bool stepBack = false;                        // they do so also where none is selected
    std::optional<CellSet> shown;                 // nullopt: all
    std::vector<std::uint8_t> hidden;             // one a legend entry, or empty
    std::shared_ptr<const PointColors> contours;  // groups with outlines; null: none
    bool contoursNamed = true;                    // on the map, where the colours are of numbers
    bool mixedOrder = false;                      // of numbers, see drawing_order.h
    QString title, xName, yName;                  // of the picture, of its directions (empty: none)
    bool axes = false;                            // the directions are axes with ticks, in units of their own
    PlaneMarks marks;                             // over the points
    QString note;                                 // below the plot; may be empty
    bool simulated = false;
    bool names = false;                // of groups, on the map
    double pointSize = 0;              // logical pixels; 0: chosen from the number of points in view
    std::optional<double> pointShare;  // instead: the diameter, as a share of the height of the plot
    double opacity = 0.75;             // of a single point
    std::optional<PlaneView> view;     // nullopt: all points
    std::optional<double> aspect;      // width / height of what is seen; nullopt: the points' own
    std::vector<std::uint32_t> over;   // one a placed point: drawn above those of lower numbers; empty: mixed

    bool drawn(std::uint32_t point) const {
        if (shown && !shown->contains(point)) return false;
        const unsigned c = point < colors.index.size() ? colors.index[point] : 0U;
        return c == 0 || c - 1 >= hidden.size() || hidden[c - 1] == 0;
    }
    // Whose groups have their names on the map.
    const PointColors& named() const {
        return contours && contoursNamed && colors.legend.kind != Legend::Kind::Categories ? *contours
                                                                                           : colors;
    }
};

}  // namespace regulus

// Points of a plane sorted into the cells of a uniform grid: nearest point, points in a rectangle or lasso,
// and the runs of points that a drawing loop walks through. Immutable; any number of threads may read it.
#pragma once

#include <QPointF>
#include <QPolygonF>
#include <QRectF>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/base/cell_set.h"
#include "core/data/matrix.h"

namespace regulus {

class SpatialGrid {
  public:
    SpatialGrid() = default;
    // x and y have one value a point. A point with NaN or infinity is not placed: never drawn or found.
    SpatialGrid(std::span<const float> x, std::span<const float> y);
    // Two columns of an embedding (cells × dimensions); a missing second dimension is taken as 0.
    static SpatialGrid fromMatrix(const Matrix& coordinates, std::size_t xColumn = 0,
                                  std::size_t yColumn = 1);

    std::size_t size() const noexcept { return m_size; }  // points given, placed or not
    std::size_t placed() const noexcept { return m_row.size(); }
    QRectF bounds() const noexcept { return m_bounds; }  // of placed points
    // The bounds without the outermost 0.05 % on each side where these are far away, for a first view.
    QRectF coreBounds() const noexcept { return m_core; }

    // Arrays of placed(), sorted by grid row, then column; within a grid cell by point.
    std::span<const float> x() const noexcept { return m_x; }
    std::span<const float> y() const noexcept { return m_y; }
    std::span<const std::uint32_t> rows() const noexcept { return m_row; }  // the point's index as given

    // The points that may lie in the rectangle, as one run [begin, end) a grid row (a superset: whole cells).
    struct Run {
        std::size_t begin, end;
    };
    std::vector<Run> runs(const QRectF& rectangle) const;
    std::size_t countIn(const QRectF& rectangle) const;          // of those runs
    std::optional<QPointF> position(std::uint32_t point) const;  // nullopt: not placed. Slow: a search.

    // The placed point nearest to `at` within `radius` for which accept (if any) says yes; ties: lowest
    // index. A unit of y counts `stretch` times as much as one of x, in which the radius is.
    std::optional<std::uint32_t> nearest(QPointF at, double radius,
                                         const std::function<bool(std::uint32_t)>& accept = {},
                                         double stretch = 1) const;
    // The points nearest to `at` for which accept says yes, the nearest first; ties: lowest index. Fewer than
    // `count` where there are no more among the `most_seen` that lie around.
    std::vector<std::uint32_t> nearestPoints(QPointF at, std::size_t count,
                                             const std::function<bool(std::uint32_t)>& accept) const;
    static constexpr std::size_t most_seen = 100'000;
    // Points in the rectangle (edges belong to it), or inside the polygon (odd-even rule, closed by itself).
    CellSet inside(const QRectF& rectangle) const;
    CellSet inside(const QPolygonF& polygon) const;

  private:
    int column(double x) const noexcept;
    int line(double y) const noexcept;
    void sortIntoCells(std::span<const float> x, std::span<const float> y);
    void trimBounds();

    std::size_t m_size = 0;
    QRectF m_bounds, m_core;
    int m_columns = 1, m_lines = 1;
    double m_cell_width = 1, m_cell_height = 1;
    std::vector<std::uint32_t> m_start;  // lines × columns + 1
    std::vector<std::uint32_t> m_row;
    std::vector<float> m_x, m_y;
};

}  // namespace regulus

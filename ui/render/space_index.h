// Which points lie nearest to a place in space: a k-d tree over those that are drawn. Made in a job, in
// n log n; asked in microseconds. Immutable.
#pragma once

#include <cstdint>
#include <vector>

#include "ui/render/space_points.h"

namespace regulus {

class SpaceIndex {
  public:
    // `points`: points × 3 or more, which need not outlive it. Those without a place are in no tree.
    SpaceIndex(const Matrix& points, const DrawnPoint& drawn);

    std::size_t size() const { return m_points.size(); }
    // The nearest first, of equal distances the lower number; nothing where `place` is not finite.
    std::vector<std::uint32_t> nearest(const SpacePlace& place, std::size_t count) const;

  private:
    struct Point {
        SpacePlace at;
        std::uint32_t number;
    };
    struct Split {
        float at = 0;
        std::uint8_t direction = 0;
    };
    struct Search;
    void build(std::size_t node, std::size_t begin, std::size_t end);
    void visit(std::size_t node, std::size_t begin, std::size_t end, Search& search) const;

    std::vector<Point> m_points;  // each half of a node side by side
    std::vector<Split> m_splits;  // node i has the nodes 2i + 1 and 2i + 2
};

}  // namespace regulus

#include "ui/figures/clipped_line.h"

#include <algorithm>

namespace regulus {

std::optional<QLineF> clipped(const QRectF& box, const QLineF& line) {
    double first = 0, last = 1;
    const auto cut = [&](double along, double room) {  // along · t <= room
        if (along == 0) return room >= 0;
        const double t = room / along;
        along > 0 ? last = std::min(last, t) : first = std::max(first, t);
        return first <= last;
    };
    const bool any = cut(-line.dx(), line.x1() - box.left()) && cut(line.dx(), box.right() - line.x1()) &&
                     cut(-line.dy(), line.y1() - box.top()) && cut(line.dy(), box.bottom() - line.y1());
    if (!any) return std::nullopt;
    return QLineF(first > 0 ? line.pointAt(first) : line.p1(), last < 1 ? line.pointAt(last) : line.p2());
}

}  // namespace regulus

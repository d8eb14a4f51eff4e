#include "ui/figures/contour_drawing.h"

#include "ui/figures/clipped_line.h"
#include "ui/render/group_contours.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double rim_width = 0.6, line_width = 0.3;  // mm

// What lies within the plot of a closed line: one path, or several where it leaves the plot.
std::vector<QPolygonF> within(const QRectF& plot, const QPolygonF& closed) {
    std::vector<QPolygonF> paths;
    for (qsizetype i = 0; i < closed.size(); ++i) {
        const auto seen = clipped(plot, {closed[i], closed[(i + 1) % closed.size()]});
        if (!seen) continue;
        if (paths.empty() || paths.back().back() != seen->p1()) paths.push_back({{seen->p1()}});
        paths.back() << seen->p2();
    }
    // One that begins inside the plot goes on where it ended.
    if (paths.size() > 1 && paths.back().back() == paths.front().front()) {
        paths.back() << paths.front().mid(1);
        paths.front() = std::move(paths.back());
        paths.pop_back();
    }
    return paths;
}

}  // namespace

void drawContours(FigureDrawing& drawing, const MapPicture& picture, const QRectF& plot,
                  const PlaneToPixels& plane) {
    if (!picture.contours) return;
    const Theme paper = Theme::figure();
    for (const GroupContour& contour :
         groupContours(*picture.points, *picture.contours,
                       [&picture](std::uint32_t point) { return picture.drawn(point); })) {
        const QColor ink = contourColor(*picture.contours, picture.colors,
                                        static_cast<std::size_t>(contour.category), paper);
        for (const QPolygonF& line : contour.lines) {
            QPolygonF onPage;
            for (const QPointF p : line) onPage << plane.toPixel(p.x(), p.y()) + plot.topLeft();
            for (const QPolygonF& path : within(plot, onPage)) {
                drawing.path(path, paper.surface, rim_width);
                drawing.path(path, ink, line_width);
            }
        }
    }
}

}  // namespace regulus

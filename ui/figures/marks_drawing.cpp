#include "ui/figures/marks_drawing.h"

#include <algorithm>

#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double inset = 0.8, line_width = 0.25;  // mm

// The part of a line within a box (Liang and Barsky 1984), or nothing.
std::optional<QLineF> within(const QRectF& box, const QLineF& line) {
    double first = 0, last = 1;
    const auto cut = [&](double along, double room) {  // along · t <= room
        if (along == 0) return room >= 0;
        const double t = room / along;
        along > 0 ? last = std::min(last, t) : first = std::max(first, t);
        return first <= last;
    };
    const bool any = cut(-line.dx(), line.x1() - box.left()) && cut(line.dx(), box.right() - line.x1()) &&
                     cut(-line.dy(), line.y1() - box.top()) && cut(line.dy(), box.bottom() - line.y1());
    return any ? std::optional(QLineF(line.pointAt(first), line.pointAt(last))) : std::nullopt;
}

void write(FigureDrawing& drawing, const QString& text, QPointF topLeft, double points) {
    drawing.write({text}, topLeft, {points, true}, Theme::figure().text);
    drawing.texts.back().halo = true;
}

}  // namespace

void drawMarks(FigureDrawing& drawing, const PlaneMarks& marks, const QRectF& plot,
               const PlaneToPixels& plane, double points) {
    const ToPixel toMm = [&](QPointF at) { return plane.toPixel(at.x(), at.y()) + plot.topLeft(); };
    const QColor ink = Theme::figure().text;
    const double line = lineHeight(points);
    for (const PlaneMarks::Outline& outline : marks.outlines) {
        const QPolygonF corners = pixelsOf(outline.corners, plot, toMm);
        for (qsizetype i = 0; i < corners.size(); ++i)
            if (const auto side = within(plot, {corners[i], corners[(i + 1) % corners.size()]}))
                drawing.stroke(*side, ink, line_width);
        const QRectF seen = corners.boundingRect().intersected(plot);
        if (seen.isEmpty()) continue;
        const double width = textWidth(outline.name, {points, true});
        write(drawing, outline.name,
              {std::clamp(seen.center().x() - width / 2, plot.left(),
                          std::max(plot.left(), plot.right() - width)),
               std::max(plot.top(), seen.top() - line - 0.3)},
              points);
    }
    if (marks.cross) {
        const QPointF at = toMm(*marks.cross);
        for (const QLineF& whole : {QLineF(at.x(), plot.top(), at.x(), plot.bottom()),
                                    QLineF(plot.left(), at.y(), plot.right(), at.y())})
            if (const auto seen = within(plot, whole)) drawing.stroke(*seen, ink, 0.15);
    }
    for (std::size_t k = 0; k < marks.corners.size(); ++k) {
        const QString& text = marks.corners[k];
        if (text.isEmpty()) continue;
        const double width = textWidth(text, {points, true});
        write(drawing, text,
              {k % 2 == 1 ? plot.right() - inset - width : plot.left() + inset,
               k >= 2 ? plot.bottom() - inset - line : plot.top() + inset},
              points);
    }
}

}  // namespace regulus

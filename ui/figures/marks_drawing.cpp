#include "ui/figures/marks_drawing.h"

#include <algorithm>

#include "ui/figures/clipped_line.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double inset = 0.8, line_width = 0.25;  // mm

void write(FigureDrawing& drawing, const QString& text, QPointF topLeft, double points) {
    drawing.write({text}, topLeft, {points, true}, Theme::figure().text);
    drawing.texts.back().halo = true;
}

}  // namespace

void drawMarks(FigureDrawing& drawing, const PlaneMarks& marks, const QRectF& plot,
               const PlaneToPixels& plane, double points) {
    const ToPixel toMm = [&](QPointF at) { return plane.toPixel(at.x(), at.y()) + plot.topLeft(); };
    const QColor ink = Theme::figure().text;
    const auto sizeOf = [&](const QString& text) {
        return text.isEmpty() ? QSizeF() : QSizeF(textWidth(text, {points, true}), lineHeight(points));
    };
    if (marks.cross) {
        const QPointF at = toMm(*marks.cross);
        for (const QLineF& whole : {QLineF(at.x(), plot.top(), at.x(), plot.bottom()),
                                    QLineF(plot.left(), at.y(), plot.right(), at.y())})
            if (const auto seen = clipped(plot, whole)) drawing.stroke(*seen, ink, 0.15);
    }
    std::array<QSizeF, 4> sizes;
    for (std::size_t k = 0; k < sizes.size(); ++k) sizes[k] = sizeOf(marks.corners[k]);
    const auto boxes = cornerBoxes(sizes, plot, inset);
    std::vector<QRectF> taken;
    for (std::size_t k = 0; k < boxes.size(); ++k) {
        if (boxes[k].isEmpty()) continue;
        taken.push_back(boxes[k]);
        write(drawing, marks.corners[k], boxes[k].topLeft(), points);
    }
    for (const PlaneMarks::Outline& outline : marks.outlines) {
        const QPolygonF corners = pixelsOf(outline.corners, plot, toMm);
        for (qsizetype i = 0; i < corners.size(); ++i)
            if (const auto side = clipped(plot, {corners[i], corners[(i + 1) % corners.size()]}))
                drawing.stroke(*side, ink, line_width);
    }
    const std::vector<QRectF> gates = seenBoxes(marks, plot, toMm);
    for (std::size_t i = 0; i < gates.size(); ++i) {
        const QString& name = marks.outlines[i].name;
        if (gates[i].isEmpty() || name.isEmpty()) continue;
        if (const auto box = nameBox(gates, i, plot, sizeOf(name), taken))
            write(drawing,
                  shortenedName(name, box->width() + 0.01,
                                [&](const QString& text) {
                                    return textWidth(text, {points, true});
                                }),
                  box->topLeft(), points);
    }
}

}  // namespace regulus

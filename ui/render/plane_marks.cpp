#include "ui/render/plane_marks.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "ui/render/legend_painter.h"

namespace regulus {
namespace {

constexpr double reach = 6, grip_size = 7, far_outside = 1e4, inset = 8;  // pixels

double heldNear(double value, double low, double high) {
    return std::isnan(value) ? low : std::clamp(value, low - far_outside, high + far_outside);
}

void paintCross(QPainter& painter, const PlaneMarks& marks, const QRectF& box, const ToPixel& toPixel,
                const PaintStyle& style) {
    const QPointF at = toPixel(*marks.cross);
    painter.setPen(QPen(style.theme.text, 1, Qt::DashLine));
    if (at.x() > box.left() && at.x() < box.right())
        painter.drawLine(QPointF(at.x(), box.top()), QPointF(at.x(), box.bottom()));
    if (at.y() > box.top() && at.y() < box.bottom())
        painter.drawLine(QPointF(box.left(), at.y()), QPointF(box.right(), at.y()));
}

void paintCorners(QPainter& painter, const PlaneMarks& marks, const QRectF& box, const PaintStyle& style) {
    const QFont font = style.font(painter, 12, QFont::DemiBold);
    const QFontMetricsF metrics(font, painter.device());
    painter.setFont(font);
    for (std::size_t k = 0; k < marks.corners.size(); ++k) {
        const QString& text = marks.corners[k];
        if (text.isEmpty()) continue;
        const bool right = k % 2 == 1, low = k >= 2;
        const double x = right ? box.right() - inset - metrics.horizontalAdvance(text) : box.left() + inset;
        const double y =
            low ? box.bottom() - inset - metrics.descent() : box.top() + inset + metrics.ascent();
        drawHaloText(painter, {x, y}, text, style.theme.text, style.theme.surface, 4);
    }
}

void paintOutline(QPainter& painter, const PlaneMarks::Outline& outline, const QRectF& box,
                  const ToPixel& toPixel, const PaintStyle& style) {
    const QPolygonF pixels = pixelsOf(outline.corners, box, toPixel);
    QColor fill = style.theme.accent;
    fill.setAlphaF(outline.chosen ? 0.10F : 0.0F);
    painter.setPen(QPen(outline.chosen ? style.theme.accent : style.theme.text, outline.chosen ? 2 : 1.25));
    painter.setBrush(fill);
    painter.drawPolygon(pixels, Qt::OddEvenFill);
    if (outline.chosen) {
        painter.setBrush(style.theme.surface);
        painter.setPen(QPen(style.theme.accent, 1.5));
        for (const QPointF& p : pixels)
            painter.drawRect(QRectF(p.x() - grip_size / 2, p.y() - grip_size / 2, grip_size, grip_size));
    }
    const QFont font = style.font(painter, 12, QFont::DemiBold);
    const QFontMetricsF metrics(font, painter.device());
    painter.setFont(font);
    const QRectF seen = pixels.boundingRect().intersected(box);
    if (seen.isEmpty()) return;
    const double width = metrics.horizontalAdvance(outline.name);
    const double x = std::clamp(seen.center().x() - width / 2, box.left() + 2,
                                std::max(box.left() + 2, box.right() - width - 2));
    const double y = std::max(seen.top() - metrics.descent() - 4, box.top() + metrics.ascent() + 2);
    drawHaloText(painter, {x, y}, outline.name, outline.chosen ? style.theme.accent : style.theme.text,
                 style.theme.surface, 4);
}

}  // namespace

QPolygonF pixelsOf(const QPolygonF& corners, const QRectF& box, const ToPixel& toPixel) {
    QPolygonF pixels;
    for (const QPointF& corner : corners) {
        const QPointF at = toPixel(corner);
        pixels << QPointF(heldNear(at.x(), box.left(), box.right()),
                          heldNear(at.y(), box.top(), box.bottom()));
    }
    return pixels;
}

void paintMarks(QPainter& painter, const PlaneMarks& marks, const QRectF& box, const ToPixel& toPixel,
                const PaintStyle& style) {
    painter.save();
    painter.setClipRect(box);
    for (const bool chosen : {false, true})  // that above the others
        for (const PlaneMarks::Outline& outline : marks.outlines)
            if (outline.chosen == chosen) paintOutline(painter, outline, box, toPixel, style);
    painter.setBrush(Qt::NoBrush);
    if (marks.cross) paintCross(painter, marks, box, toPixel, style);
    paintCorners(painter, marks, box, style);
    painter.restore();
}

std::optional<MarkGrip> gripAt(const PlaneMarks& marks, QPointF position, const QRectF& box,
                               const ToPixel& toPixel) {
    if (!box.adjusted(-reach, -reach, reach, reach).contains(position)) return std::nullopt;
    for (const PlaneMarks::Outline& outline : marks.outlines) {
        if (!outline.chosen) continue;
        const QPolygonF pixels = pixelsOf(outline.corners, box, toPixel);
        for (int i = 0; i < pixels.size(); ++i)
            if ((pixels[i] - position).manhattanLength() <= 1.5 * reach)
                return MarkGrip{MarkGrip::Part::Corner, outline.id, i};
    }
    if (!marks.cross) return std::nullopt;
    const QPointF away = toPixel(*marks.cross) - position;
    const bool onX = std::abs(away.x()) <= reach, onY = std::abs(away.y()) <= reach;
    if (onX && onY) return MarkGrip{MarkGrip::Part::Cross};
    if (onX) return MarkGrip{MarkGrip::Part::CrossX};
    if (onY) return MarkGrip{MarkGrip::Part::CrossY};
    return std::nullopt;
}

void moveGrip(PlaneMarks& marks, const MarkGrip& grip, QPointF to) {
    if (grip.part != MarkGrip::Part::Corner) {
        if (!marks.cross) return;
        if (grip.part != MarkGrip::Part::CrossY) marks.cross->setX(to.x());
        if (grip.part != MarkGrip::Part::CrossX) marks.cross->setY(to.y());
        return;
    }
    for (PlaneMarks::Outline& outline : marks.outlines) {
        if (outline.id != grip.outline || grip.corner < 0 || grip.corner >= outline.corners.size()) continue;
        QPolygonF& corners = outline.corners;
        if (!outline.box || corners.size() != 4) {
            corners[grip.corner] = to;
            continue;
        }
        // Corners go round: 0 low left, 1 low right, 2 high right, 3 high left. The neighbours share a side.
        const int k = grip.corner;
        const int sameX = k ^ 3, sameY = k ^ 1;
        corners[k] = to;
        corners[sameX].setX(to.x());
        corners[sameY].setY(to.y());
    }
}

namespace {

double awayFrom(QPointF a, QPointF b, QPointF p) {
    const QPointF along = b - a;
    const double length = QPointF::dotProduct(along, along);
    const double t = length > 0 ? std::clamp(QPointF::dotProduct(p - a, along) / length, 0.0, 1.0) : 0;
    const QPointF away = p - (a + t * along);
    return std::hypot(away.x(), away.y());
}

void keepBetween(const QPolygonF& points, qsizetype first, qsizetype last, double tolerance,
                 std::vector<bool>& kept) {
    double most = tolerance;
    qsizetype farthest = -1;
    for (qsizetype i = first + 1; i < last; ++i) {
        const double away = awayFrom(points[first], points[last], points[i]);
        if (away <= most) continue;
        most = away;
        farthest = i;
    }
    if (farthest < 0) return;
    kept[static_cast<std::size_t>(farthest)] = true;
    keepBetween(points, first, farthest, tolerance, kept);
    keepBetween(points, farthest, last, tolerance, kept);
}

}  // namespace

QPolygonF simplified(const QPolygonF& outline, double tolerance) {
    if (outline.size() < 4) return outline;
    // Two halves, from the first point to the one farthest from it and back.
    qsizetype opposite = 0;
    double most = -1;
    for (qsizetype i = 0; i < outline.size(); ++i) {
        const QPointF away = outline[i] - outline[0];
        const double far = QPointF::dotProduct(away, away);
        if (far > most) most = far, opposite = i;
    }
    QPolygonF closed = outline;
    closed << outline[0];
    std::vector<bool> kept(static_cast<std::size_t>(closed.size()), false);
    kept[0] = kept[static_cast<std::size_t>(opposite)] = true;
    keepBetween(closed, 0, opposite, tolerance, kept);
    keepBetween(closed, opposite, closed.size() - 1, tolerance, kept);
    QPolygonF out;
    for (qsizetype i = 0; i < outline.size(); ++i)
        if (kept[static_cast<std::size_t>(i)]) out << outline[i];
    return out.size() >= 3 ? out : outline;
}

}  // namespace regulus

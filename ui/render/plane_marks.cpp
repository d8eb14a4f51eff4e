#include "ui/render/plane_marks.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>
#include <iterator>

#include "ui/render/legend_painter.h"

namespace regulus {
namespace {

constexpr double reach = 6, grip_size = 7, far_outside = 1e4, inset = 8;  // pixels
constexpr double far_off = 0.5;   // of the side of the box around the cells
constexpr double least_name = 3;  // width of what is left of a name, in its heights

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

bool meetsAny(const QRectF& box, const std::vector<QRectF>& others) {
    return std::ranges::any_of(others, [&](const QRectF& other) { return other.intersects(box); });
}

// In the middle of the room, as far up as nothing is in the way.
std::optional<QRectF> freeIn(const QRectF& room, QSizeF size, const std::vector<QRectF>& taken) {
    if (size.width() > room.width()) return std::nullopt;
    QRectF box(QPointF(room.center().x() - size.width() / 2, room.top()), size);
    while (box.bottom() <= room.bottom()) {
        const auto met =
            std::ranges::find_if(taken, [&](const QRectF& other) { return other.intersects(box); });
        if (met == taken.end()) return box;
        box.moveTop(met->bottom());
    }
    return std::nullopt;
}

void paintText(QPainter& painter, const QRectF& box, const QString& text, const QColor& color,
               const PaintStyle& style) {
    const QFontMetricsF metrics(painter.font(), painter.device());
    drawHaloText(painter, {box.left(), box.top() + metrics.ascent()}, text, color, style.theme.surface, 4);
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

QRectF withOutlines(const QRectF& cells, const PlaneMarks& marks) {
    const double across = far_off * cells.width(), up = far_off * cells.height();
    const QRectF near = cells.adjusted(-across, -up, across, up);
    QRectF box = cells;
    for (const PlaneMarks::Outline& outline : marks.outlines)
        for (const QPointF& corner : outline.corners) {
            if (corner.x() >= near.left() && corner.x() <= near.right()) {
                box.setLeft(std::min(box.left(), corner.x()));
                box.setRight(std::max(box.right(), corner.x()));
            }
            if (corner.y() >= near.top() && corner.y() <= near.bottom()) {
                box.setTop(std::min(box.top(), corner.y()));
                box.setBottom(std::max(box.bottom(), corner.y()));
            }
        }
    return box;
}

std::vector<QRectF> seenBoxes(const PlaneMarks& marks, const QRectF& plot, const ToPixel& toPixel) {
    std::vector<QRectF> boxes;
    for (const PlaneMarks::Outline& outline : marks.outlines)
        boxes.push_back(pixelsOf(outline.corners, plot, toPixel).boundingRect().intersected(plot));
    return boxes;
}

std::array<QRectF, 4> cornerBoxes(const std::array<QSizeF, 4>& sizes, const QRectF& plot, double inset) {
    const QRectF room = plot.adjusted(inset, inset, -inset, -inset);
    std::array<QRectF, 4> boxes;
    for (std::size_t k = 0; k < sizes.size(); ++k) {
        if (sizes[k].isEmpty()) continue;
        boxes[k] = QRectF(QPointF(k % 2 == 1 ? room.right() - sizes[k].width() : room.left(),
                                  k >= 2 ? room.bottom() - sizes[k].height() : room.top()),
                          sizes[k]);
    }
    return boxes;
}

std::optional<QRectF> nameBox(const std::vector<QRectF>& gates, std::size_t own, const QRectF& plot,
                              QSizeF size, std::vector<QRectF>& taken) {
    const QRectF& gate = gates[own];
    const double height = size.height(), pad = 0.3 * height;
    const QRectF room = gate.adjusted(pad, 0.2 * height, -pad, -0.1 * height);
    std::vector<QRectF> others;  // not those that it lies in
    std::ranges::copy_if(gates, std::back_inserter(others),
                         [&](const QRectF& other) { return !other.contains(gate); });
    std::optional<QRectF> box = freeIn(room, size, taken);
    for (const double top : {gate.top() - 1.2 * height, gate.bottom() + 0.2 * height}) {
        if (box || size.width() > plot.width()) break;
        const double left =
            std::clamp(gate.center().x() - size.width() / 2, plot.left(), plot.right() - size.width());
        const QRectF beside(QPointF(left, top), size);
        if (beside.top() >= plot.top() && beside.bottom() <= plot.bottom() && !meetsAny(beside, taken) &&
            !meetsAny(beside, others))
            box = beside;
    }
    if (!box && room.width() >= least_name * height)
        box = freeIn(room, {std::min(size.width(), room.width()), height}, taken);
    if (box) taken.push_back(*box);
    return box;
}

QString shortenedName(const QString& name, double room,
                      const std::function<double(const QString&)>& widthOf) {
    if (widthOf(name) <= room) return name;
    const qsizetype end = name.lastIndexOf(QStringLiteral(" · "));
    const QString rest = end < 0 ? QString() : name.mid(end);
    for (qsizetype kept = (end < 0 ? name.size() : end) - 1; kept > 0; --kept) {
        const QString shown = name.left(kept).trimmed() + QChar(0x2026) + rest;
        if (widthOf(shown) <= room) return shown;
    }
    const QString share = rest.mid(3);
    return widthOf(share) <= room ? share : QString();
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
    painter.setFont(style.font(painter, 12, QFont::DemiBold));
    const QFontMetricsF metrics(painter.font(), painter.device());
    const auto sizeOf = [&](const QString& text) {
        return text.isEmpty() ? QSizeF() : QSizeF(metrics.horizontalAdvance(text), metrics.height());
    };
    std::array<QSizeF, 4> sizes;
    for (std::size_t k = 0; k < sizes.size(); ++k) sizes[k] = sizeOf(marks.corners[k]);
    const auto corners = cornerBoxes(sizes, box, inset);
    std::vector<QRectF> taken;
    for (std::size_t k = 0; k < corners.size(); ++k) {
        if (corners[k].isEmpty()) continue;
        taken.push_back(corners[k]);
        paintText(painter, corners[k], marks.corners[k], style.theme.text, style);
    }
    const std::vector<QRectF> gates = seenBoxes(marks, box, toPixel);
    for (std::size_t i = 0; i < gates.size(); ++i) {
        const PlaneMarks::Outline& outline = marks.outlines[i];
        if (gates[i].isEmpty() || outline.name.isEmpty()) continue;
        const auto place = nameBox(gates, i, box, sizeOf(outline.name), taken);
        // A hair of room, or rounding would shorten a name that fits.
        if (place)
            paintText(painter, *place,
                      shortenedName(outline.name, place->width() + 0.5,
                                    [&](const QString& text) { return metrics.horizontalAdvance(text); }),
                      outline.chosen ? style.theme.accent : style.theme.text, style);
    }
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
    if (outline.empty()) return outline;
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
    return out;
}

}  // namespace regulus

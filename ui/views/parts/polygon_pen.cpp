#include "ui/views/parts/polygon_pen.h"

#include <QLineF>
#include <QPainterPath>

namespace regulus {
namespace {

constexpr double closing_radius = 8;  // pixels around the first corner
constexpr double handle = 3;          // half the side of a corner's square

}  // namespace

void PolygonPen::add(QPointF corner) {
    m_next = corner;
    if (m_corners.isEmpty() || m_corners.back() != corner) m_corners << corner;
}

void PolygonPen::removeLast() {
    if (!m_corners.isEmpty()) m_corners.removeLast();
}

bool PolygonPen::closesAt(QPointF pixel, const ToPixel& toPixel) const {
    return m_corners.size() >= 3 && QLineF(toPixel(m_corners.front()), pixel).length() <= closing_radius;
}

void PolygonPen::paint(QPainter& painter, const ToPixel& toPixel, const QColor& color) const {
    if (!drawing()) return;
    QPolygonF pixels;
    for (const QPointF& corner : m_corners) pixels << toPixel(corner);
    const QPointF next = toPixel(m_next);
    const bool closes = closesAt(next, toPixel);
    QColor fill = color;
    fill.setAlphaF(0.10F);
    QPainterPath area;
    area.addPolygon(pixels);  // what Enter would take
    area.closeSubpath();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(area, fill);
    painter.setPen(QPen(color, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(pixels);
    if (!closes) painter.setPen(QPen(color, 1.5, Qt::DashLine));
    painter.drawLine(pixels.back(), closes ? pixels.front() : next);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    for (const QPointF& corner : pixels) {
        const double half = closes && corner == pixels.front() ? 2 * handle : handle;
        painter.drawRect(QRectF(corner - QPointF(half, half), QSizeF(2 * half, 2 * half)));
    }
}

}  // namespace regulus

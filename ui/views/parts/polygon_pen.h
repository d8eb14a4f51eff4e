// A polygon whose corners are clicked one by one: it stays open until it is closed, and where it is when the
// view moves.
#pragma once

#include <QPainter>
#include <QPointF>
#include <QPolygonF>

#include "ui/render/plane_marks.h"

namespace regulus {

class PolygonPen {
  public:
    bool drawing() const { return !m_corners.isEmpty(); }
    const QPolygonF& corners() const { return m_corners; }  // in units of the plane
    void add(QPointF corner);                               // nothing where the last one is
    void removeLast();
    void clear() { m_corners.clear(); }
    void moveTo(QPointF next) { m_next = next; }  // where a click would set a corner
    // A click there, in pixels, is on the first of at least three corners.
    bool closesAt(QPointF pixel, const ToPixel& toPixel) const;
    void paint(QPainter& painter, const ToPixel& toPixel, const QColor& color) const;

  private:
    QPolygonF m_corners;
    QPointF m_next;
};

}  // namespace regulus

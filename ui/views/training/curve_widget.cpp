#include "ui/views/training/curve_widget.h"

#include <QMouseEvent>
#include <QPainter>

namespace regulus {

CurveWidget::CurveWidget(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void CurveWidget::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    m_scene.paint(painter, QRectF(rect()), PaintStyle::screen());
}

void CurveWidget::mouseMoveEvent(QMouseEvent* event) {
    m_scene.setHover(event->position());
    update();
}

void CurveWidget::leaveEvent(QEvent*) {
    m_scene.setHover(std::nullopt);
    update();
}

}  // namespace regulus

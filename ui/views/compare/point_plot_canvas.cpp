#include "ui/views/compare/point_plot_canvas.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <numeric>

namespace regulus {

PointPlotCanvas::PointPlotCanvas(const QString& name, QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(name);
}

void PointPlotCanvas::setPlot(PointPlot plot) {
    m_scene.setPlot(std::move(plot));
    if (m_scene.plot().empty()) QToolTip::hideText();
    update();
}

void PointPlotCanvas::setChosen(std::optional<std::uint32_t> id) {
    m_scene.setChosen(id);
    update();
}

void PointPlotCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    m_scene.paint(painter, rect(), PaintStyle::screen());
    if (!hasFocus()) return;
    painter.setPen(QPen(Theme::current().accent, 1));
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

QPoint PointPlotCanvas::globalOf(std::size_t point) const {
    return mapToGlobal(m_scene.pixelOf(point).toPoint());
}

void PointPlotCanvas::setHovered(std::optional<std::size_t> point, const QPoint& global) {
    if (point == m_scene.hovered()) return;
    m_scene.setHovered(point);
    const QString text = point && m_describe ? m_describe(m_scene.plot().points[*point].id) : QString();
    point ? QToolTip::showText(global + QPoint(10, 8), text, this) : QToolTip::hideText();
    setAccessibleDescription(text);
    Q_EMIT hovered(text);
    update();
}

void PointPlotCanvas::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    if (m_dragged) {
        const double value = m_scene.valueAt(m_dragged->axis, at);
        // Of two that mirror each other it is the one on this side of 0.
        if (m_dragged->axis == PointPlotScene::AxisName::X) m_dragged->place = value < 0 ? 0 : 1;
        m_scene.moveThreshold(*m_dragged, value);
        Q_EMIT thresholdMoved(*m_dragged, value);
        return update();
    }
    if (m_pressed) {
        if (!m_frame && (at - *m_pressed).manhattanLength() < QApplication::startDragDistance()) return;
        m_frame = QRectF(*m_pressed, at).normalized() & m_scene.plotBox();
        m_scene.setFrame(m_frame);
        return update();
    }
    const auto point = m_scene.pointAt(at);
    const auto line = m_scene.thresholdAt(at);
    setCursor(point  ? Qt::PointingHandCursor
              : line ? (line->axis == PointPlotScene::AxisName::X ? Qt::SplitHCursor : Qt::SplitVCursor)
                     : Qt::ArrowCursor);
    setHovered(point, event->globalPosition().toPoint());
}

void PointPlotCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_scene.plot().empty()) return;
    m_pressed = event->position();
    m_dragged = m_scene.thresholdAt(event->position());
}

void PointPlotCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_pressed) return;
    const auto frame = std::exchange(m_frame, std::nullopt);
    const auto dragged = std::exchange(m_dragged, std::nullopt);
    m_pressed.reset();
    m_scene.setFrame(std::nullopt);
    update();
    if (dragged) return;
    if (frame) return Q_EMIT framed(m_scene.idsIn(*frame));
    if (const auto point = m_scene.pointAt(event->position()))
        Q_EMIT clicked(m_scene.plot().points[*point].id);
}

void PointPlotCanvas::leaveEvent(QEvent* event) {
    if (!hasFocus()) setHovered(std::nullopt, {});
    QWidget::leaveEvent(event);
}

// From left to right, through what passes the filters; through all points where nothing does.
void PointPlotCanvas::stepHovered(int by) {
    const auto& points = m_scene.plot().points;
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < points.size(); ++i)
        if (points[i].tone != PointPlot::Tone::Muted) order.push_back(i);
    if (order.empty()) {
        order.resize(points.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
    }
    if (order.empty()) return;
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return points[i].x; });
    const auto now = m_scene.hovered() ? std::ranges::find(order, *m_scene.hovered()) : order.end();
    const std::ptrdiff_t last = std::ssize(order) - 1;
    const std::ptrdiff_t next = now == order.end()
                                    ? (by > 0 ? 0 : last)
                                    : std::clamp(now - order.begin() + by, std::ptrdiff_t{0}, last);
    const std::size_t point = order[static_cast<std::size_t>(next)];
    setHovered(point, globalOf(point));
}

void PointPlotCanvas::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Down:
            return stepHovered(-1);
        case Qt::Key_Right:
        case Qt::Key_Up:
            return stepHovered(1);
        case Qt::Key_Home:
            setHovered(std::nullopt, {});
            return stepHovered(1);
        case Qt::Key_End:
            setHovered(std::nullopt, {});
            return stepHovered(-1);
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Space:
            if (m_scene.hovered()) Q_EMIT clicked(m_scene.plot().points[*m_scene.hovered()].id);
            return;
        default:
            QWidget::keyPressEvent(event);
    }
}

}  // namespace regulus

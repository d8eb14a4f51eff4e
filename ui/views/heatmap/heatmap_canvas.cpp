#include "ui/views/heatmap/heatmap_canvas.h"

#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace regulus {

namespace {

constexpr int least_width = 240, least_height = 120, most_asked = 250;

}  // namespace

HeatmapCanvas::HeatmapCanvas(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(least_width, least_height);
    setAccessibleName(tr("Regulon heatmap"));
}

void HeatmapCanvas::makeRoomForRows() {
    QImage nowhere(1, 1, QImage::Format_ARGB32_Premultiplied);
    QPainter painter(&nowhere);
    m_scene.paint(painter, QRectF(0, 0, std::max(width(), least_width), least_height), PaintStyle::screen());
    const double missing =
        m_scene.empty() ? 0 : m_scene.contentSize().height() - m_scene.viewportSize().height();
    setMinimumHeight(
        std::clamp(least_height + static_cast<int>(std::ceil(missing)), least_height, most_asked));
}

void HeatmapCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    m_scene.paint(painter, rect(), PaintStyle::screen());
}

void HeatmapCanvas::setHovered(std::optional<HeatmapScene::Cell> cell) {
    if (cell == m_scene.hovered()) return;
    m_scene.setHovered(cell);
    update();
    Q_EMIT hovered(cell);
}

void HeatmapCanvas::mouseMoveEvent(QMouseEvent* event) {
    const auto cell = m_scene.cellAt(event->position());
    setCursor(cell ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setHovered(cell);
    if (cell)
        QToolTip::showText(event->globalPosition().toPoint() + QPoint(10, 8), m_scene.tooltip(*cell), this);
    else
        QToolTip::hideText();
}

void HeatmapCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (const auto cell = m_scene.cellAt(event->position())) Q_EMIT clicked(*cell, event->modifiers());
}

void HeatmapCanvas::leaveEvent(QEvent* event) {
    setHovered(std::nullopt);
    QWidget::leaveEvent(event);
}

// Ctrl and wheel zooms, the wheel alone scrolls: sideways when there is nothing to scroll up and down.
void HeatmapCanvas::wheelEvent(QWheelEvent* event) {
    const QPointF steps = QPointF(event->angleDelta()) / 120.0;
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        zoom(std::pow(1.2, steps.y()), event->position().x());
    } else {
        const bool tall = m_scene.contentSize().height() > m_scene.viewportSize().height() + 1;
        const QPointF by = tall ? QPointF(-steps.x(), -steps.y()) : QPointF(-steps.x() - steps.y(), 0);
        m_scene.setScroll(m_scene.scroll() + by * 60);
    }
    update();
    event->accept();
}

void HeatmapCanvas::zoom(double factor, double atX) {
    if (m_scene.empty() || m_scene.shownGenes().empty()) return;
    const auto across = m_scene.transposed() ? m_scene.shownGroups().size() : m_scene.shownGenes().size();
    const double now = m_scene.contentSize().width() / double(across);
    m_scene.setColumnWidth(now * factor);
    const double real = m_scene.columnWidth().value_or(now) / now;
    const double offset = atX - (width() - m_scene.viewportSize().width()) / 2;
    m_scene.setScroll({(m_scene.scroll().x() + offset) * real - offset, m_scene.scroll().y()});
    update();
}

void HeatmapCanvas::moveHovered(int lines, int columns) {
    const std::vector<int> groups = m_scene.shownGroups(), genes = m_scene.shownGenes();
    if (groups.empty() || genes.empty()) return;
    if (m_scene.transposed()) std::swap(lines, columns);
    const auto moved = [](const std::vector<int>& order, int now, int by) {
        const auto at = std::find(order.begin(), order.end(), now);
        const auto from = at == order.end() ? 0 : at - order.begin() + by;
        return order[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(from, 0, std::ssize(order) - 1))];
    };
    const HeatmapScene::Cell now = m_scene.hovered().value_or(HeatmapScene::Cell{});
    setHovered(HeatmapScene::Cell{moved(groups, now.group, lines), moved(genes, now.gene, columns)});
}

void HeatmapCanvas::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
            return moveHovered(0, -1);
        case Qt::Key_Right:
            return moveHovered(0, 1);
        case Qt::Key_Up:
            return moveHovered(-1, 0);
        case Qt::Key_Down:
            return moveHovered(1, 0);
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoom(1.25, width() / 2.0);
        case Qt::Key_Minus:
            return zoom(0.8, width() / 2.0);
        case Qt::Key_0:
            m_scene.setColumnWidth(std::nullopt);
            m_scene.setScroll({});
            return update();
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_scene.hovered()) Q_EMIT clicked(*m_scene.hovered(), event->modifiers());
            return;
        case Qt::Key_Space:  // as a click on the name of the TF
            if (m_scene.hovered()) Q_EMIT clicked({-1, m_scene.hovered()->gene}, event->modifiers());
            return;
        case Qt::Key_Escape:
            Q_EMIT escapePressed();
            return;
        default:
            QWidget::keyPressEvent(event);
    }
}

}  // namespace regulus

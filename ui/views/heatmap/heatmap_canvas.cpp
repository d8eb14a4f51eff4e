#include "ui/views/heatmap/heatmap_canvas.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <utility>

namespace regulus {

namespace {

constexpr int least_width = 240, least_height = 120;  // rows that do not fit scroll

}  // namespace

HeatmapCanvas::HeatmapCanvas(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(least_width, least_height);
    setAccessibleName(tr("Regulon heatmap"));
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

void HeatmapCanvas::setHoveredBranch(std::optional<HeatmapScene::Branch> branch) {
    if (branch == m_scene.hoveredBranch()) return;
    m_scene.setHoveredBranch(branch);
    update();
    Q_EMIT branchHovered(branch);
}

void HeatmapCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_doubled = false;
    const auto cell = m_scene.cellAt(event->position());
    m_pressed = cell && cell->group >= 0 ? std::optional(event->position()) : std::nullopt;
}

void HeatmapCanvas::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    if (m_pressed && (event->buttons() & Qt::LeftButton) &&
        (m_scene.draggedFrom() || (at - *m_pressed).manhattanLength() >= QApplication::startDragDistance())) {
        QToolTip::hideText();
        m_scene.setDragged(std::pair(*m_pressed, at));
        return update();
    }
    const auto cell = m_scene.cellAt(at);
    const auto branch = cell ? std::nullopt : m_scene.branchAt(at);
    setCursor(cell || branch ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setHovered(cell);
    setHoveredBranch(branch);
    const QPoint beside = event->globalPosition().toPoint() + QPoint(10, 8);
    if (cell)
        QToolTip::showText(beside, m_scene.tooltip(*cell, at), this);
    else if (branch)
        QToolTip::showText(beside, m_scene.branchTooltip(*branch), this);
    else
        QToolTip::hideText();
}

// After a click, which opened the TF, and maybe a family, by which names move.
void HeatmapCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_doubled = true;
    if (m_last && m_last->gene >= 0) Q_EMIT doubleClicked(*m_last);
}

void HeatmapCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || std::exchange(m_doubled, false)) return;
    const auto from = std::exchange(m_pressed, std::nullopt);
    if (m_scene.draggedFrom()) {
        m_scene.setDragged(std::nullopt);
        update();
        if (from) Q_EMIT dragged(*from, event->position(), event->modifiers());
        return;
    }
    m_last = m_scene.cellAt(event->position());
    if (m_last)
        Q_EMIT clicked(*m_last, event->modifiers());
    else if (const auto branch = m_scene.branchAt(event->position()))
        Q_EMIT branchClicked(*branch, event->modifiers());
}

void HeatmapCanvas::leaveEvent(QEvent* event) {
    setHovered(std::nullopt);
    setHoveredBranch(std::nullopt);
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
    setHoveredBranch(std::nullopt);
    setHovered(HeatmapScene::Cell{moved(groups, now.group, lines), moved(genes, now.gene, columns)});
}

void HeatmapCanvas::climb(bool ofGenes) {
    const auto now = m_scene.hoveredBranch();
    const auto next = now && now->ofGenes == ofGenes
                          ? m_scene.branchAbove(*now)
                          : m_scene.branchAbove(m_scene.hovered().value_or(HeatmapScene::Cell{}), ofGenes);
    if (next) setHoveredBranch(next);
}

void HeatmapCanvas::choose(Qt::KeyboardModifiers modifiers) {
    if (m_scene.hoveredBranch())
        Q_EMIT branchClicked(*m_scene.hoveredBranch(), modifiers);
    else if (m_scene.hovered())
        Q_EMIT clicked(*m_scene.hovered(), modifiers);
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
            return choose(event->modifiers());
        case Qt::Key_C:  // as a double click on the name of the TF
            if (event->modifiers() != Qt::NoModifier) return QWidget::keyPressEvent(event);
            if (m_scene.hovered() && m_scene.hovered()->gene >= 0)
                Q_EMIT doubleClicked({-1, m_scene.hovered()->gene});
            return;
        case Qt::Key_B:  // branches of TFs, with Shift of groups
            return climb(!event->modifiers().testFlag(Qt::ShiftModifier));
        case Qt::Key_Space:  // as a click on the name of the TF
            if (m_scene.hovered()) Q_EMIT clicked({-1, m_scene.hovered()->gene}, event->modifiers());
            return;
        case Qt::Key_Escape:
            if (m_scene.hoveredBranch() || m_scene.draggedFrom()) {
                m_pressed.reset();
                m_scene.setDragged(std::nullopt);
                setHoveredBranch(std::nullopt);
                return update();
            }
            Q_EMIT escapePressed();
            return;
        default:
            QWidget::keyPressEvent(event);
    }
}

}  // namespace regulus

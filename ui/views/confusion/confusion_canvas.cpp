#include "ui/views/confusion/confusion_canvas.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/models/number_text.h"

namespace regulus {

ConfusionCanvas::ConfusionCanvas(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Confusion matrix"));
}

void ConfusionCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    m_scene.paint(painter, QRectF(rect()), PaintStyle::screen());
}

void ConfusionCanvas::mouseMoveEvent(QMouseEvent* event) {
    const auto field = m_scene.fieldAt(event->position());
    const bool name = m_scene.rowAt(event->position()) || m_scene.columnAt(event->position());
    setCursor(field || name ? Qt::PointingHandCursor : Qt::ArrowCursor);
    m_scene.setHover(field);
    if (field) {
        const ConfusionTable& m = m_scene.table();
        const std::size_t count = m.at(field->first, field->second), total = m.rowTotals[field->first],
                          predicted = m.columnTotals[field->second];
        const QString label = QString::fromStdString(m.labels[field->first]),
                      called = QString::fromStdString(m.classes[field->second]);
        QToolTip::showText(
            event->globalPosition().toPoint(),
            tr("%1 of %2 %3 predicted as %4 (%5); %6 of %7 predicted as %4")
                .arg(countText(count), countText(total), label, called, percentText(count, total),
                     percentText(count, predicted), countText(predicted)),
            this);
    } else {
        QToolTip::hideText();
    }
    update();
}

void ConfusionCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (const auto field = m_scene.fieldAt(event->position())) {
        m_cursor = field;
        Q_EMIT fieldClicked(field->first, field->second, event->modifiers());
    } else if (const auto row = m_scene.rowAt(event->position())) {
        Q_EMIT rowClicked(*row, event->modifiers());
    } else if (const auto column = m_scene.columnAt(event->position())) {
        Q_EMIT columnClicked(*column, event->modifiers());
    }
}

void ConfusionCanvas::leaveEvent(QEvent*) {
    m_scene.setHover(std::nullopt);
    update();
}

void ConfusionCanvas::keyPressEvent(QKeyEvent* event) {
    const ConfusionTable& m = m_scene.table();
    if (m.empty()) return QWidget::keyPressEvent(event);
    ConfusionScene::Field at = m_cursor.value_or(ConfusionScene::Field{0, 0});
    at.first = std::min(at.first, m.labels.size() - 1);
    at.second = std::min(at.second, m.classes.size() - 1);
    switch (event->key()) {
        case Qt::Key_Up:
            at.first -= at.first > 0 ? 1 : 0;
            break;
        case Qt::Key_Down:
            at.first += at.first + 1 < m.labels.size() ? 1 : 0;
            break;
        case Qt::Key_Left:
            at.second -= at.second > 0 ? 1 : 0;
            break;
        case Qt::Key_Right:
            at.second += at.second + 1 < m.classes.size() ? 1 : 0;
            break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Space:
            Q_EMIT fieldClicked(at.first, at.second, event->modifiers());
            return;
        default:
            return QWidget::keyPressEvent(event);
    }
    m_cursor = at;
    m_scene.setHover(at);
    update();
}

}  // namespace regulus

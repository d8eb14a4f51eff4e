#include "ui/views/inspector/network_widget.h"

#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/models/number_text.h"

namespace regulus {
namespace {

QString explained(const TargetRow& row) {
    const QString prior = row.sign > 0   ? NetworkWidget::tr("activates (prior)")
                          : row.sign < 0 ? NetworkWidget::tr("represses (prior)")
                                         : NetworkWidget::tr("sign unknown");
    const double ratio = beyondUniform(row);
    if (!std::isfinite(ratio)) {
        return NetworkWidget::tr("%1: no other regulator, so attention is uninformative; %2")
            .arg(row.gene, prior);
    }
    return NetworkWidget::tr("%1: %2 uniform attention, expression %3; %4")
        .arg(row.gene, timesText(ratio), decimalText(row.expression, 2), prior);
}

}  // namespace

NetworkWidget::NetworkWidget(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void NetworkWidget::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    m_scene.paint(painter, QRectF(rect()).adjusted(2, 2, -2, -2), PaintStyle::screen());
}

void NetworkWidget::mouseMoveEvent(QMouseEvent* event) {
    const auto target = m_scene.targetAt(event->position());
    m_scene.setHighlighted(target ? target->gene : QString());
    setCursor(target ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (target) {
        QToolTip::showText(event->globalPosition().toPoint(), explained(*target), this);
    } else {
        QToolTip::hideText();
    }
    update();
}

void NetworkWidget::mouseReleaseEvent(QMouseEvent* event) {
    const auto target = m_scene.targetAt(event->position());
    if (target && event->button() == Qt::LeftButton) Q_EMIT geneClicked(target->gene);
}

void NetworkWidget::leaveEvent(QEvent*) {
    m_scene.setHighlighted({});
    update();
}

}  // namespace regulus

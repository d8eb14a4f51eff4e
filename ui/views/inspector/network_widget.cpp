#include "ui/views/inspector/network_widget.h"

#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/models/number_text.h"

namespace regulus {
namespace {

QString explained(const NetworkWidget& widget, const TargetPair& pair) {
    const TargetRow& row = pair.first;
    const QString prior = row.sign > 0   ? NetworkWidget::tr("activates (prior)")
                          : row.sign < 0 ? NetworkWidget::tr("represses (prior)")
                                         : NetworkWidget::tr("sign unknown");
    const bool reader = std::isfinite(row.evidence);
    if (!reader && !std::isfinite(beyondUniform(row)))
        return NetworkWidget::tr("%1: no other regulator, so attention is uninformative; %2")
            .arg(row.gene, prior);
    if (widget.scene().ofPairs())
        return (reader ? NetworkWidget::tr("%1: adds %2 in %3 and %4 in %5 to the evidence; %6")
                       : NetworkWidget::tr("%1: %2 uniform attention in %3, %4 in %5; %6"))
            .arg(row.gene, reader ? decimalText(row.evidence, 2) : timesText(beyondUniform(row)),
                 widget.firstName(),
                 reader ? decimalText(pair.second.evidence, 2) : timesText(beyondUniform(pair.second)),
                 widget.secondName(), prior);
    if (reader)
        return NetworkWidget::tr("%1: adds %2 to the evidence, %3 standard deviations from its mean; %4")
            .arg(row.gene, decimalText(row.evidence, 2), decimalText(row.expression, 2), prior);
    return NetworkWidget::tr("%1: %2 uniform attention, expression %3; %4")
        .arg(row.gene, timesText(beyondUniform(row)), decimalText(row.expression, 2), prior);
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
    m_scene.setHighlighted(target ? target->first.gene : QString());
    setCursor(target ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (target) {
        QToolTip::showText(event->globalPosition().toPoint(), explained(*this, *target), this);
    } else {
        QToolTip::hideText();
    }
    update();
}

void NetworkWidget::mouseReleaseEvent(QMouseEvent* event) {
    const auto target = m_scene.targetAt(event->position());
    if (target && event->button() == Qt::LeftButton) Q_EMIT geneClicked(target->first.gene);
}

void NetworkWidget::leaveEvent(QEvent*) {
    m_scene.setHighlighted({});
    update();
}

}  // namespace regulus

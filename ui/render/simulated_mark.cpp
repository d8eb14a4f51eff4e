#include "ui/render/simulated_mark.h"

#include <QFontMetricsF>

namespace regulus {

namespace {

QString mark() {
    return QStringLiteral("Simulated data");
}

QFont markFont(const QPainter& painter, const PaintStyle& style) {
    return style.font(painter, 11.5, QFont::DemiBold);
}

}  // namespace

QSizeF simulatedMarkSize(const QPainter& painter, const PaintStyle& style) {
    const QFontMetricsF wide(markFont(painter, style), painter.device());
    return {wide.horizontalAdvance(mark()) + 16, wide.height() + 6};
}

void paintSimulatedMark(QPainter& painter, QPointF at, const PaintStyle& style) {
    const QFont bold = markFont(painter, style);
    const QRectF pill(at, simulatedMarkSize(painter, style));
    QColor fill = style.theme.warning;
    fill.setAlphaF(0.12F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter.setFont(bold);
    painter.setPen(style.theme.warning);
    const double ascent = QFontMetricsF(bold, painter.device()).ascent();
    painter.drawText(QPointF(pill.left() + 8, pill.top() + 3 + ascent), mark());
}

}  // namespace regulus

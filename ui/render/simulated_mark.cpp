#include "ui/render/simulated_mark.h"

#include <QFontMetricsF>

namespace regulus {

void paintSimulatedMark(QPainter& painter, QPointF at, const PaintStyle& style) {
    const QString mark = QStringLiteral("Simulated data");
    const QFont bold = style.font(painter, 11.5, QFont::DemiBold);
    const QFontMetricsF wide(bold, painter.device());
    const QRectF pill(at, QSizeF(wide.horizontalAdvance(mark) + 16, wide.height() + 6));
    QColor fill = style.theme.warning;
    fill.setAlphaF(0.12F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter.setFont(bold);
    painter.setPen(style.theme.warning);
    painter.drawText(QPointF(pill.left() + 8, pill.top() + 3 + wide.ascent()), mark);
}

}  // namespace regulus

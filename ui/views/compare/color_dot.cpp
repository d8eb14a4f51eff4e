#include "ui/views/compare/color_dot.h"

#include <QPainter>
#include <QPixmap>

namespace regulus {

QIcon colorDot(const QColor& color) {
    constexpr int side = 32;  // also for screens of twice the resolution
    QPixmap picture(side, side);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QRectF(0, 0, side, side).adjusted(6, 6, -6, -6));
    return QIcon(picture);
}

}  // namespace regulus

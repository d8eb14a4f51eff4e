#include "ui/render/plot_axes.h"

#include <QFontMetricsF>
#include <algorithm>

#include "ui/render/palettes.h"

namespace regulus {
namespace {

constexpr double font_size = 11;

QPointF placeOf(const QRectF& box, const PlotAxis& x, const PlotAxis& y, double atX, double atY) {
    return {box.left() + alongAxis(x, atX) * box.width(), box.bottom() - alongAxis(y, atY) * box.height()};
}

}  // namespace

AxisTicks::AxisTicks(const PlotAxis& axis, double room, double each)
    : at(niceTicks(axis.low, axis.high, std::max(2, static_cast<int>(room / each)))), texts(tickLabels(at)) {}

QFont axisFont(const QPainter& painter, const PaintStyle& style) {
    return style.font(painter, font_size);
}

void paintAxes(QPainter& painter, const QRectF& box, double left, const PlotAxis& x, const PlotAxis& y,
               const PaintStyle& style) {
    const QFont font = axisFont(painter, style);
    const QFontMetricsF metrics(font, painter.device());
    const double line = metrics.height();
    painter.setFont(font);
    painter.setPen(QPen(style.theme.line, 1));
    painter.drawLine(box.bottomLeft(), box.bottomRight());
    painter.drawLine(box.bottomLeft(), box.topLeft());
    painter.setPen(style.theme.mutedText);
    const AxisTicks xTicks(x, box.width(), x_tick_room), yTicks(y, box.height(), y_tick_room);
    for (std::size_t i = 0; i < xTicks.at.size(); ++i) {
        const double at = placeOf(box, x, y, xTicks.at[i], y.low).x();
        painter.drawText(QRectF(at - 40, box.bottom() + tick_gap, 80, line), Qt::AlignHCenter,
                         xTicks.texts[i]);
    }
    for (std::size_t i = 0; i < yTicks.at.size(); ++i) {
        const double at = placeOf(box, x, y, x.low, yTicks.at[i]).y();
        painter.drawText(QRectF(left, at - line / 2, box.left() - tick_gap - left, line),
                         Qt::AlignRight | Qt::AlignVCenter, yTicks.texts[i]);
    }
    painter.drawText(QRectF(box.left(), box.bottom() + tick_gap + line, box.width(), line), Qt::AlignHCenter,
                     metrics.elidedText(x.title, Qt::ElideRight, box.width()));
    painter.save();
    painter.translate(left, box.center().y());
    painter.rotate(-90);
    painter.drawText(QRectF(-box.height() / 2, 0, box.height(), line), Qt::AlignHCenter,
                     metrics.elidedText(y.title, Qt::ElideRight, box.height()));
    painter.restore();
}

}  // namespace regulus

#include "ui/views/parts/canvas_painting.h"

#include <QCoreApplication>
#include <QPainterPath>

#include "ui/render/blend_legend.h"
#include "ui/render/figure_scene.h"

namespace regulus {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("EmbeddingCanvas", text);
}

}  // namespace

void paintPick(QPainter& painter, const QPolygonF& outline) {
    if (outline.size() < 2) return;
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = Theme::current().accent;
    fill.setAlphaF(0.10F);
    QPainterPath path;
    path.addPolygon(outline);
    path.closeSubpath();
    painter.fillPath(path, fill);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Theme::current().accent, 1.5, Qt::DashLine));
    painter.drawPath(path);
}

void paintNote(QPainter& painter, const QRectF& plot, const QString& text) {
    const PaintStyle style = PaintStyle::screen();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(style.font(painter, 12));
    const QSizeF size = QFontMetricsF(painter.font(), painter.device()).size(Qt::TextSingleLine, text);
    const QRectF box(plot.center().x() - size.width() / 2 - 10, plot.top() + 12, size.width() + 20,
                     size.height() + 8);
    painter.setPen(style.theme.line);
    painter.setBrush(style.theme.surface);
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
    painter.setPen(style.theme.mutedText);
    painter.drawText(box, Qt::AlignCenter, text);
}

QString polygonNote() {
    return tr("Enter or double click: close · Backspace: last corner · Esc: drop");
}

QString scaleEndTip(const Legend& scale, bool high) {
    return (high ? tr("Upper end of the scale: %1") : tr("Lower end of the scale: %1"))
               .arg(valueText(high ? scale.high : scale.low)) +
           tr("\nDrag it. Double click: automatic scale");
}

QString blendTip(int entry) {
    if (entry == blend_plot_link) return tr("Plot the two numbers against each other");
    return tr("Click: select these cells. Shift adds them, Ctrl takes them away");
}

}  // namespace regulus

#include "ui/render/figure_scene.h"

#include <QFontMetricsF>
#include <QPaintDevice>
#include <algorithm>

namespace regulus {

PaintStyle PaintStyle::screen(bool moving) {
    PaintStyle style;
    style.moving = moving;
    return style;
}

QFont PaintStyle::font(const QPainter& painter, double logicalPixels, QFont::Weight weight,
                       bool italic) const {
    QFont f = theme.font(12, weight, italic);
    // Points keep fractions; a font's pixel size is a whole number.
    f.setPointSizeF(std::max(0.5, logicalPixels * 72 / painter.device()->logicalDpiY()));
    return f;
}

namespace {

double digitWidth(const QFontMetricsF& metrics) {
    double widest = 0;
    for (char d = '0'; d <= '9'; ++d) widest = std::max(widest, metrics.horizontalAdvance(QLatin1Char(d)));
    return widest;
}

}  // namespace

double tabularWidth(const QFont& font, const QString& text) {
    const QFontMetricsF metrics(font);
    const double digit = digitWidth(metrics);
    double width = 0;
    for (const QChar c : text) width += c.isDigit() ? digit : metrics.horizontalAdvance(c);
    return width;
}

void drawTabular(QPainter& painter, const QRectF& box, const QString& text) {
    const QFontMetricsF metrics(painter.font());
    const double digit = digitWidth(metrics);
    const double baseline = box.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    double x = box.right() - tabularWidth(painter.font(), text);
    for (const QChar c : text) {
        const double own = metrics.horizontalAdvance(c);
        painter.drawText(QPointF(c.isDigit() ? x + (digit - own) / 2 : x, baseline), c);
        x += c.isDigit() ? digit : own;
    }
}

}  // namespace regulus

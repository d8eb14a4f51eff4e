#include "ui/render/legend_painter.h"

#include <QFontMetricsF>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace regulus {
namespace {

constexpr double row_height = 22, title_height = 26, line_height = 16, dot = 9, text_gap = 8, bar_width = 12,
                 bar_height = 120, widest_title = 320;

QFontMetricsF metricsOf(const QFont& font, const QPainter& painter) {
    return {font, painter.device()};
}

struct RowLook {
    bool hidden, hovered;
};

void paintRow(QPainter& painter, const QRectF& box, const LegendEntry& entry, RowLook look,
              const PaintStyle& style) {
    const Theme& theme = style.theme;
    if (look.hovered) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.raised);
        painter.drawRoundedRect(box.adjusted(-6.0, 0, 6.0, 0), 4.0, 4.0);
    }
    const QRectF mark(box.left(), box.center().y() - dot / 2, dot, dot);
    const QColor color = shownColor(entry.color, theme.missing);
    painter.setPen(look.hidden ? QPen(color, 1.5) : QPen(Qt::NoPen));
    painter.setBrush(look.hidden ? QBrush(Qt::NoBrush) : QBrush(color));
    painter.drawEllipse(mark);
    QFont font = style.font(painter, 12.5);
    font.setStrikeOut(look.hidden);
    const auto metrics = metricsOf(font, painter);
    const QString count = countText(entry.count);
    const QFont small = style.font(painter, 12);
    const double count_width = metricsOf(small, painter).horizontalAdvance(count) + 4.0;
    const QRectF label(mark.right() + text_gap, box.top(), 0, box.height());
    const double room = box.right() - label.left() - count_width - 8.0;
    painter.setFont(font);
    painter.setPen(look.hidden ? theme.mutedText : theme.text);
    painter.drawText(QPointF(label.left(), baselineIn(box, metrics)),
                     metrics.elidedText(entry.label, Qt::ElideRight, room));
    painter.setFont(small);
    painter.setPen(theme.mutedText);
    drawTabular(painter, box, count);
}

QString more(std::size_t n) {
    return QStringLiteral("+%1 more").arg(countText(n));
}

}  // namespace

double baselineIn(const QRectF& box, const QFontMetricsF& metrics) {
    return box.center().y() + (metrics.ascent() - metrics.descent()) / 2;
}

void paintLegendTitle(QPainter& painter, const QRectF& box, const Legend& legend, const PaintStyle& style) {
    const QFont font = style.font(painter, 12.5, QFont::DemiBold, legend.italicTitle);
    const auto metrics = metricsOf(font, painter);
    painter.setFont(font);
    painter.setPen(style.theme.text);
    painter.drawText(QPointF(box.left(), baselineIn(box, metrics)),
                     metrics.elidedText(legend.title, Qt::ElideRight, box.width()));
}

double PaintedScale::valueAt(QPointF position) const {
    const QPointF along = line.p2() - line.p1(), reached = position - line.p1();
    const double t = QPointF::dotProduct(reached, along) / QPointF::dotProduct(along, along);
    return from + t * (to - from);
}

QPointF PaintedScale::placeOf(double value) const {
    return line.pointAt((value - from) / (to - from));
}

std::optional<ScaleEnd> scaleEndAt(const std::vector<PaintedScale>& scales, bool blended, QPointF position) {
    constexpr double along = 7, inside = 7, outside = 24;
    for (const PaintedScale& scale : scales) {
        const QPointF low = position - scale.line.p1(), high = position - scale.line.p2();
        const bool standing = scale.line.dx() == 0;
        // Inwards of a blend's axes lies its square.
        const double aside = standing ? low.x() : -low.y();
        const double left = standing && blended ? outside : inside;
        const double right = blended ? 0 : outside;
        if (standing ? (aside < -left || aside > right) : (aside < -outside || aside > 0)) continue;
        const double toLow = std::abs(standing ? low.y() : low.x()),
                     toHigh = std::abs(standing ? high.y() : high.x());
        if (std::min(toLow, toHigh) <= along) return ScaleEnd{scale.axis, toHigh < toLow};
    }
    return std::nullopt;
}

std::optional<int> scaleAt(const std::vector<PaintedScale>& scales, QPointF position) {
    constexpr double near = 10;
    for (const PaintedScale& scale : scales) {
        const QRectF box = QRectF(scale.line.p1(), scale.line.p2()).normalized();
        if (box.adjusted(-near, -near, near, near).contains(position)) return scale.axis;
    }
    return std::nullopt;
}

// A bar across the scale; it may have been dragged beyond it.
void paintGrip(QPainter& painter, const PaintedScale& scale, double value, const PaintStyle& style) {
    const QPointF at = scale.placeOf(value);
    const bool standing = scale.line.dx() == 0;
    constexpr double across = 20, thick = 6;
    const QSizeF size = standing ? QSizeF(across, thick) : QSizeF(thick, across);
    painter.setPen(QPen(style.theme.surface, 1.5));
    painter.setBrush(style.theme.accent);
    painter.drawRoundedRect(QRectF(at - QPointF(size.width(), size.height()) / 2, size), 3, 3);
}

QPolygonF pointedEnd(const QRectF& bar, Qt::Edge side, double tip) {
    const QPointF middle = bar.center();
    switch (side) {
        case Qt::TopEdge:
            return {{bar.topLeft(), bar.topRight(), {middle.x(), bar.top() - tip}}};
        case Qt::BottomEdge:
            return {{bar.bottomLeft(), bar.bottomRight(), {middle.x(), bar.bottom() + tip}}};
        case Qt::LeftEdge:
            return {{bar.topLeft(), bar.bottomLeft(), {bar.left() - tip, middle.y()}}};
        case Qt::RightEdge:
            break;
    }
    return {{bar.topRight(), bar.bottomRight(), {bar.right() + tip, middle.y()}}};
}

void paintPointedEnds(QPainter& painter, const QRectF& bar, const Legend& legend, double tip) {
    const bool standing = bar.height() > bar.width();
    painter.setPen(Qt::NoPen);
    if (legend.clippedHigh) {
        painter.setBrush(QColor::fromRgb(colorAt(legend.map, 1)));
        painter.drawPolygon(pointedEnd(bar, standing ? Qt::TopEdge : Qt::RightEdge, tip));
    }
    if (legend.clippedLow) {
        painter.setBrush(QColor::fromRgb(colorAt(legend.map, 0)));
        painter.drawPolygon(pointedEnd(bar, standing ? Qt::BottomEdge : Qt::LeftEdge, tip));
    }
}

void drawHaloText(QPainter& painter, QPointF baseline, const QString& text, const QColor& color,
                  const QColor& halo, double haloWidth) {
    // addText() knows nothing of the device, and what it makes of a small font is not the same every time:
    // the outline is made large and brought to size.
    constexpr int large = 200;
    QFont font = painter.font();
    font.setPixelSize(large);
    QPainterPath path;
    path.addText(0, 0, font, text);
    const QFont shown = painter.font();
    const double pixels =
        shown.pixelSize() > 0 ? shown.pixelSize() : shown.pointSizeF() * painter.device()->logicalDpiY() / 72;
    const double factor = pixels / large;
    path = QTransform().translate(baseline.x(), baseline.y()).scale(factor, factor).map(path);
    painter.strokePath(path, QPen(halo, haloWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setPen(color);
    painter.drawText(baseline, text);
}

double legendWidth(const QPainter& painter, const Legend& legend, const PaintStyle& style, double most) {
    if (legend.kind == Legend::Kind::None || legend.kind == Legend::Kind::Blend) return 0;
    if (legend.kind == Legend::Kind::Scale)
        return std::min(most, scaleBarSize(painter, legend, style).width());
    const auto metrics = metricsOf(style.font(painter, 12.5), painter);
    const auto title = metricsOf(style.font(painter, 12.5, QFont::DemiBold), painter);
    double width = title.horizontalAdvance(legend.title);
    for (const LegendEntry& e : legend.entries) {
        width = std::max(width, metrics.horizontalAdvance(e.label) +
                                    metrics.horizontalAdvance(countText(e.count)) + (dot + text_gap + 22));
    }
    return std::min(most, width);
}

double categoryListHeight(const Legend& legend) {
    const std::size_t rows = legend.entries.size() + (legend.missing > 0 ? 1 : 0);
    return title_height + static_cast<double>(rows) * row_height;
}

std::vector<LegendRow> paintCategoryList(QPainter& painter, const QRectF& area, const Legend& legend,
                                         const std::vector<std::uint8_t>& hidden, std::optional<int> hovered,
                                         double scroll, const PaintStyle& style) {
    std::vector<LegendRow> out;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double height = row_height;
    paintLegendTitle(painter, QRectF(area.left(), area.top(), area.width(), title_height), legend, style);
    const QRectF list = area.adjusted(0, title_height, 0, 0);
    std::vector<LegendEntry> entries;
    for (const std::size_t category : legend.listed) entries.push_back(legend.entries[category]);
    if (legend.missing > 0) entries.push_back({QStringLiteral("no value"), missing_color, legend.missing});
    const auto fits = static_cast<std::size_t>(std::max(1.0, std::floor(list.height() / height + 0.01)));
    const auto first = static_cast<std::size_t>(std::max(0.0, std::floor(scroll / height)));
    for (std::size_t line = 0; line < fits && first + line < entries.size(); ++line) {
        const std::size_t i = first + line;
        const QRectF box(list.left(), list.top() + static_cast<double>(line) * height, list.width(), height);
        if (line + 1 == fits && i + 1 < entries.size()) {
            painter.setFont(style.font(painter, 12));
            painter.setPen(style.theme.mutedText);
            const auto metrics = metricsOf(painter.font(), painter);
            painter.drawText(QPointF(box.left(), baselineIn(box, metrics)), more(entries.size() - i));
            break;
        }
        const int category = i < legend.listed.size() ? static_cast<int>(legend.listed[i]) : -1;
        const auto place = static_cast<std::size_t>(category);
        const bool is_hidden = category >= 0 && place < hidden.size() && hidden[place] != 0;
        paintRow(painter, box, entries[i], {is_hidden, hovered && *hovered == category && category >= 0},
                 style);
        if (category >= 0) out.push_back({box, category});
    }
    painter.restore();
    return out;
}

QSizeF scaleBarSize(const QPainter& painter, const Legend& legend, const PaintStyle& style) {
    const auto metrics = metricsOf(style.font(painter, 11.5), painter);
    double widest = 0;
    for (const QString& label : tickLabels(niceTicks(legend.low, legend.high)))
        widest = std::max(widest, metrics.horizontalAdvance(label));
    const double clip = metrics.horizontalAdvance(QStringLiteral("≥ "));
    const auto title = metricsOf(style.font(painter, 12.5, QFont::DemiBold, legend.italicTitle), painter);
    const double width = std::max({(bar_width + 8) + widest + clip,
                                   std::min(title.horizontalAdvance(legend.title), widest_title),
                                   std::min(metrics.horizontalAdvance(legend.unit), widest_title),
                                   metrics.horizontalAdvance(legend.order)});
    const double lines = title_height + (legend.unit.isEmpty() ? 0 : line_height) +
                         (legend.order.isEmpty() ? 0 : line_height) + (legend.missing > 0 ? 22.0 : 0);
    return {std::ceil(width), lines + bar_height + 12.0};
}

PaintedScale paintScaleBar(QPainter& painter, const QRectF& area, const Legend& legend,
                           const PaintStyle& style, const ScaleLook& look) {
    painter.save();
    double top = area.top();
    paintLegendTitle(painter, QRectF(area.left(), top, area.width(), title_height), legend, style);
    top += title_height;
    const QFont font = style.font(painter, 11.5);
    const auto metrics = metricsOf(font, painter);
    painter.setFont(font);
    painter.setPen(style.theme.mutedText);
    for (const QString& line : {legend.unit, legend.order}) {
        if (line.isEmpty()) continue;
        painter.drawText(QPointF(area.left(), top + metrics.ascent() - 3.0),
                         metrics.elidedText(line, Qt::ElideRight, area.width()));
        top += line_height;
    }
    top += 6.0;
    const double below = legend.missing > 0 ? 22.0 : 0;
    const QRectF bar(area.left(), top, bar_width, area.bottom() - top - below - 6.0);
    const QPointF foot(bar.center().x(), bar.bottom()), head(bar.center().x(), bar.top());
    PaintedScale scale{0, {foot, head}, legend.low, legend.high};
    if (look.held) scale.from = look.held->from, scale.to = look.held->to;
    QImage strip(1, 256, QImage::Format_RGB32);
    for (int i = 0; i < 256; ++i) {
        const double value = scale.from + (i + 0.5) / 256 * (scale.to - scale.from);
        strip.setPixel(0, 255 - i, colorAt(legend.map, (value - legend.low) / (legend.high - legend.low)));
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(bar, strip);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!look.held) paintPointedEnds(painter, bar, legend, 5);
    const auto ticks = niceTicks(scale.from, scale.to);
    const auto labels = tickLabels(ticks);
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const double y = scale.placeOf(ticks[i]).y();
        painter.setPen(QPen(style.theme.mutedText, 1.0));
        painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 3.0, y));
        painter.setPen(style.theme.text);
        painter.drawText(QPointF(bar.right() + 7.0, y + (metrics.ascent() - metrics.descent()) / 2),
                         labels[i]);
    }
    if (look.end) paintGrip(painter, scale, look.end->high ? legend.high : legend.low, style);
    if (legend.missing > 0) {
        const QRectF mark(bar.left(), area.bottom() - 13.0, dot, dot);
        painter.setPen(Qt::NoPen);
        painter.setBrush(style.theme.missing);
        painter.drawEllipse(mark);
        painter.setPen(style.theme.mutedText);
        painter.drawText(QPointF(mark.right() + 6.0, baselineIn(mark, metrics)), legend.missingText);
    }
    painter.restore();
    return scale;
}

}  // namespace regulus

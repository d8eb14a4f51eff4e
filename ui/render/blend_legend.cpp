#include "ui/render/blend_legend.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/render/blend_colors.h"

namespace regulus {
namespace {

constexpr double largest = 92, smallest = 48, title_height = 26, line_height = 16, row_height = 18, dot = 9,
                 dot_gap = 8, column_gap = 12, beside_gap = 24, tick = 3, label_gap = 4, widest = 300;

QFontMetricsF metricsOf(const QFont& font, const QPainter& painter) {
    return {font, painter.device()};
}

struct Ticks {
    std::vector<double> at;
    std::vector<QString> labels;
    double widest = 0;
    Ticks(const PaintedScale& scale, const QFontMetricsF& metrics) {
        const bool standing = scale.axis == 1;
        at = looseTicks(scale.from, scale.to, scale.line.length(), [&](const QString& label) {
            return standing ? metrics.ascent() : metrics.horizontalAdvance(label);
        });
        labels = tickLabels(at);
        for (const QString& label : labels) widest = std::max(widest, metrics.horizontalAdvance(label));
    }
};

std::size_t known(const Legend& legend) {
    std::size_t cells = 0;
    for (const LegendEntry& entry : legend.entries) cells += entry.count;
    return cells;
}

// Widths of what stands in a row: name, count, share.
struct RowWidths {
    double name = 0, count = 0, share = 0;
    RowWidths(const Legend& legend, const QFontMetricsF& metrics) {
        for (const LegendEntry& entry : legend.entries) {
            name = std::max(name, metrics.horizontalAdvance(entry.label));
            count = std::max(count, metrics.horizontalAdvance(countText(entry.count)));
            share = std::max(share, metrics.horizontalAdvance(percentText(entry.count, known(legend))));
        }
    }
    double total() const { return dot + dot_gap + name + 2 * column_gap + count + share; }
};

double gutter(const Legend& legend, const QFontMetricsF& metrics) {
    const Legend& up = legend.axes[1];
    return std::ceil(Ticks({1, {0, 0, 0, largest}, up.low, up.high}, metrics).widest + tick + label_gap);
}

double lines(const Legend& legend) {
    return (legend.unit.isEmpty() ? 3 : 4) * line_height;  // unit, both axes, ticks
}

double rows(const Legend& legend, bool plotLink) {
    return (4 + (legend.missing > 0 ? 1 : 0) + (plotLink ? 1 : 0)) * row_height + line_height;
}

// How it is arranged in so much height.
struct Shape {
    bool wide = false;  // rows beside the square
    double side = largest, height = 0;
    Shape(const Legend& legend, bool plotLink, double room) {
        const double fixed = title_height + lines(legend) + 2 + tick;
        height = fixed + largest + 4 + rows(legend, plotLink);
        if (height <= room + 0.5) return;
        wide = true;
        side = std::clamp(std::floor(room - fixed), smallest, largest);
        height = std::max(fixed + side, title_height + rows(legend, plotLink));
    }
};

double squareWidth(const Legend& legend, const QFontMetricsF& metrics, double side) {
    const double name = metrics.horizontalAdvance(legend.axes[0].title + QStringLiteral(" →"));
    return gutter(legend, metrics) + std::max(side + 12, name);
}

class Painter {
  public:
    Painter(QPainter& painter, const QRectF& area, const Legend& legend, const PaintStyle& style,
            const BlendLook& look)
        : m_painter(painter),
          m_legend(legend),
          m_style(style),
          m_look(look),
          m_area(area),
          m_shape(legend, look.plotLink, area.height()),
          m_font(style.font(painter, 11.5)),
          m_metrics(metricsOf(m_font, painter)),
          m_top(area.top()) {}

    PaintedBlend paint() {
        paintLegendTitle(m_painter, {m_area.left(), m_top, m_area.width(), title_height}, m_legend, m_style);
        m_top += title_height;
        if (!m_legend.unit.isEmpty()) write(m_legend.unit, m_style.theme.mutedText);
        const double left = m_area.left() + gutter(m_legend, m_metrics);
        write(m_legend.axes[1].title + QStringLiteral(" ↑"), m_style.theme.text);
        const QRectF box(left, m_top + 2, m_shape.side, m_shape.side);
        paintSquare(box);
        m_top = box.bottom() + tick + line_height;
        write(m_legend.axes[0].title + QStringLiteral(" →"), m_style.theme.text, box.left());
        m_top += 4;
        if (m_shape.wide) {
            m_area.setLeft(m_area.left() + squareWidth(m_legend, m_metrics, m_shape.side) + beside_gap);
            m_top = m_area.top() + title_height;
        }
        for (const std::size_t entry : m_legend.listed) paintRow(static_cast<int>(entry));
        if (m_legend.missing > 0) paintMissing();
        write(highText(m_legend), m_style.theme.mutedText);
        if (m_look.plotLink) paintLink();
        return std::move(m_out);
    }

  private:
    void write(const QString& text, const QColor& color, std::optional<double> left = {}) {
        const QRectF line(left.value_or(m_area.left()), m_top, 0, line_height);
        m_painter.setFont(m_font);
        m_painter.setPen(color);
        m_painter.drawText(QPointF(line.left(), baselineIn(line, m_metrics)),
                           m_metrics.elidedText(text, Qt::ElideRight, m_area.right() - line.left()));
        m_top += line_height;
    }

    std::optional<PaintedScale> held(int axis) const {
        const auto& held = m_look.scale.held;
        return held && held->axis == axis ? held : std::nullopt;
    }

    void paintSquare(const QRectF& box) {
        m_painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
        m_painter.drawImage(box, blendSquare(m_legend, static_cast<int>(m_shape.side), m_look.scale.held));
        m_painter.setRenderHint(QPainter::Antialiasing);
        const QPointF origin = box.bottomLeft();
        for (const int axis : {0, 1}) {
            const Legend& own = m_legend.axes[static_cast<std::size_t>(axis)];
            PaintedScale scale{
                axis, {origin, axis == 0 ? box.bottomRight() : box.topLeft()}, own.low, own.high};
            if (const auto old = held(axis)) scale.from = old->from, scale.to = old->to;
            paintTicks(scale, box);
            m_out.scales.push_back(scale);
        }
        const QSizeF half = box.size() / 2;
        const QPointF middle = box.center();
        const std::array<std::pair<BlendClass, QPointF>, 4> quarters{
            {{BlendClass::Neither, {box.left(), middle.y()}},
             {BlendClass::First, middle},
             {BlendClass::Second, box.topLeft()},
             {BlendClass::Both, {middle.x(), box.top()}}}};
        for (const auto& [of, corner] : quarters)
            m_out.spots.push_back({{corner, half}, static_cast<int>(of)});
        const auto& end = m_look.scale.end;
        if (!end) return;
        const Legend& own = m_legend.axes[static_cast<std::size_t>(end->axis)];
        paintGrip(m_painter, m_out.scales[static_cast<std::size_t>(end->axis)],
                  end->high ? own.high : own.low, m_style);
    }

    void paintTicks(const PaintedScale& scale, const QRectF& box) {
        const Ticks ticks(scale, m_metrics);
        m_painter.setFont(m_font);
        for (std::size_t i = 0; i < ticks.at.size(); ++i) {
            const QPointF at = scale.placeOf(ticks.at[i]);
            const double width = m_metrics.horizontalAdvance(ticks.labels[i]);
            m_painter.setPen(QPen(m_style.theme.mutedText, 1));
            m_painter.drawLine(at, at + (scale.axis == 0 ? QPointF(0, tick) : QPointF(-tick, 0)));
            m_painter.setPen(m_style.theme.text);
            if (scale.axis == 0)
                m_painter.drawText(QPointF(at.x() - width / 2, box.bottom() + tick + m_metrics.ascent()),
                                   ticks.labels[i]);
            else
                m_painter.drawText(QPointF(at.x() - tick - label_gap - width,
                                           at.y() + (m_metrics.ascent() - m_metrics.descent()) / 2),
                                   ticks.labels[i]);
        }
    }

    void disc(const QRectF& row, const QColor& color) {
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(color);
        m_painter.drawEllipse(QRectF(row.left(), row.center().y() - dot / 2, dot, dot));
    }

    void paintRow(int entry) {
        const QRectF row(m_area.left(), m_top, m_area.width(), row_height);
        m_top += row_height;
        if (m_look.hovered == entry) {
            m_painter.setPen(Qt::NoPen);
            m_painter.setBrush(m_style.theme.raised);
            m_painter.drawRoundedRect(row.adjusted(-6, 0, 6, 0), 4, 4);
        }
        const LegendEntry& shown = m_legend.entries[static_cast<std::size_t>(entry)];
        disc(row, QColor::fromRgb(shown.color));
        const RowWidths widths(m_legend, m_metrics);
        const double baseline = baselineIn(row, m_metrics), left = row.left() + dot + dot_gap;
        const QString count = countText(shown.count), share = percentText(shown.count, known(m_legend));
        // Where there is little room, the name comes before the share.
        const bool shares = widths.total() <= row.width() + 0.5;
        const double counts = row.right() - (shares ? widths.share + column_gap : 0);
        m_painter.setFont(m_font);
        m_painter.setPen(m_style.theme.text);
        m_painter.drawText(
            QPointF(left, baseline),
            m_metrics.elidedText(shown.label, Qt::ElideRight, counts - widths.count - column_gap - left));
        m_painter.setPen(m_style.theme.mutedText);
        m_painter.drawText(QPointF(counts - m_metrics.horizontalAdvance(count), baseline), count);
        if (shares)
            m_painter.drawText(QPointF(row.right() - m_metrics.horizontalAdvance(share), baseline), share);
        m_out.spots.push_back({row, entry});
    }

    void paintMissing() {
        const QRectF row(m_area.left(), m_top, m_area.width(), row_height);
        m_top += row_height;
        disc(row, m_style.theme.missing);
        m_painter.setFont(m_font);
        m_painter.setPen(m_style.theme.mutedText);
        m_painter.drawText(QPointF(row.left() + dot + dot_gap, baselineIn(row, m_metrics)),
                           QStringLiteral("%1 %2").arg(m_legend.missingText, countText(m_legend.missing)));
    }

    void paintLink() {
        const QString text = QStringLiteral("Scatter plot");
        const QRectF row(m_area.left(), m_top, m_metrics.horizontalAdvance(text), row_height);
        m_top += row_height;
        QFont font = m_font;
        font.setUnderline(m_look.hovered == blend_plot_link);
        m_painter.setFont(font);
        m_painter.setPen(m_style.theme.accent);
        m_painter.drawText(QPointF(row.left(), baselineIn(row, m_metrics)), text);
        m_out.spots.push_back({row, blend_plot_link});
    }

    QPainter& m_painter;
    const Legend& m_legend;
    const PaintStyle& m_style;
    const BlendLook& m_look;
    QRectF m_area;
    Shape m_shape;
    QFont m_font;
    QFontMetricsF m_metrics;
    double m_top;
    PaintedBlend m_out;
};

}  // namespace

std::vector<double> looseTicks(double from, double to, double length,
                               const std::function<double(const QString&)>& widthOf) {
    std::vector<double> ticks;
    for (const int most : {3, 2, 1}) {
        ticks = niceTicks(from, to, most);
        if (ticks.size() < 2) return ticks;
        double widest = 0;
        for (const QString& label : tickLabels(ticks)) widest = std::max(widest, widthOf(label));
        if (1.1 * widest < (ticks[1] - ticks[0]) / (to - from) * length) return ticks;
    }
    return ticks.empty() ? ticks : std::vector<double>{ticks.front()};
}

QSizeF blendLegendSize(const QPainter& painter, const Legend& legend, const PaintStyle& style, bool plotLink,
                       double height) {
    const auto metrics = metricsOf(style.font(painter, 11.5), painter);
    const auto title = metricsOf(style.font(painter, 12.5, QFont::DemiBold, legend.italicTitle), painter);
    const Shape shape(legend, plotLink, height);
    const double left = squareWidth(legend, metrics, shape.side),
                 right = std::max(RowWidths(legend, metrics).total(),
                                  metrics.horizontalAdvance(highText(legend)));
    const double width = shape.wide ? left + beside_gap + std::min(right, widest) : std::max(left, right);
    return {std::ceil(std::clamp(title.horizontalAdvance(legend.title), width, std::max(width, widest))),
            shape.height};
}

PaintedBlend paintBlendLegend(QPainter& painter, const QRectF& area, const Legend& legend,
                              const PaintStyle& style, const BlendLook& look) {
    painter.save();
    PaintedBlend painted = Painter(painter, area, legend, style, look).paint();
    painter.restore();
    return painted;
}

QImage blendSquare(const Legend& legend, int steps, const std::optional<PaintedScale>& held) {
    const auto shareAt = [&](int axis, int pixel) {
        const Legend& own = legend.axes[static_cast<std::size_t>(axis)];
        const double t = (pixel + 0.5) / steps;
        if (!held || held->axis != axis) return t;
        return (held->from + t * (held->to - held->from) - own.low) / (own.high - own.low);
    };
    QImage image(steps, steps, QImage::Format_RGB32);
    for (int y = 0; y < steps; ++y)
        for (int x = 0; x < steps; ++x)
            image.setPixel(x, steps - 1 - y, blendColor(shareAt(0, x), shareAt(1, y)));
    return image;
}

}  // namespace regulus

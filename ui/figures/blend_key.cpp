#include "ui/figures/blend_key.h"

#include <algorithm>

#include "ui/render/blend_colors.h"
#include "ui/render/blend_legend.h"
#include "ui/render/palettes.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr int square_pixels = 96;
// In units of the size of the text.
constexpr double mark_size = 0.8, beside_gap = 0.45, tick = 0.25, tick_gap = 0.2;

class Key {
  public:
    Key(const Legend& legend, double room, double side, double points)
        : m_legend(legend), m_room(room), m_side(side), m_points(points), m_em(points * mm_per_point) {}

    FigureDrawing draw() {
        const Theme paper = Theme::figure();
        const FigureFont bold{m_points, true, m_legend.italicTitle};
        if (!m_legend.title.isEmpty()) lines(wrapped(m_legend.title, m_room, bold), bold, paper.text);
        if (!m_legend.unit.isEmpty())
            lines(wrapped(m_legend.unit, m_room, plain()), plain(), paper.mutedText);
        lines({m_legend.axes[1].title + QStringLiteral(" ↑")}, plain(), paper.text);
        drawSquare();
        m_top += 0.3 * m_em;
        std::size_t known = 0;
        for (const LegendEntry& entry : m_legend.entries) known += entry.count;
        for (const std::size_t i : m_legend.listed) {
            const LegendEntry& entry = m_legend.entries[i];
            row(QStringLiteral("%1: %2 (%3)")
                    .arg(entry.label, countText(entry.count), percentText(entry.count, known)),
                shownColor(entry.color, paper.missing));
        }
        if (m_legend.missing > 0)
            row(QStringLiteral("no value: %1").arg(countText(m_legend.missing)), paper.missing);
        lines(wrapped(highText(m_legend), m_room, plain()), plain(), paper.mutedText);
        m_key.page.setHeight(m_top);
        return std::move(m_key);
    }

  private:
    FigureFont plain() const { return {m_points}; }
    void widen(double right) { m_key.page.setWidth(std::max(m_key.page.width(), right)); }

    void lines(const QStringList& text, const FigureFont& font, const QColor& color, double left = 0) {
        widen(left + widestLine(text, font));
        m_top = m_key.write(text, {left, m_top}, font, color);
    }

    void row(const QString& text, const QColor& color) {
        const double d = mark_size * m_em, beside = (mark_size + beside_gap) * m_em;
        m_key.disc({0, m_top + (lineHeight(m_points) - d) / 2, d, d}, color);
        lines(wrapped(text, std::max(m_room - beside, 1.0), plain()), plain(), Theme::figure().text, beside);
    }

    void drawSquare() {
        const QColor ink = Theme::figure().text;
        const Legend &across = m_legend.axes[0], &up = m_legend.axes[1];
        const auto widthOf = [this](const QString& text) { return textWidth(text, plain()); };
        const auto ys = niceTicks(up.low, up.high, 3),
                   xs = looseTicks(across.low, across.high, m_side, widthOf);
        const auto yLabels = tickLabels(ys), xLabels = tickLabels(xs);
        double gutter = 0;
        for (const QString& label : yLabels) gutter = std::max(gutter, textWidth(label, plain()));
        gutter += (tick + tick_gap) * m_em;
        m_top += 0.3 * m_em;
        const QRectF box(gutter, m_top, m_side, m_side);
        const QImage colors = blendSquare(m_legend, square_pixels);
        FigureBar square{box, {}, false, square_pixels};
        for (int y = square_pixels - 1; y >= 0; --y)
            for (int x = 0; x < square_pixels; ++x) square.colors.push_back(colors.pixel(x, y));
        m_key.bars.push_back(std::move(square));
        widen(box.right());
        for (std::size_t i = 0; i < ys.size(); ++i) {
            const double y = box.bottom() - (ys[i] - up.low) / (up.high - up.low) * m_side;
            m_key.stroke({box.left() - tick * m_em, y, box.left(), y}, ink, 0.15);
            m_key.write({yLabels[i]},
                        {gutter - (tick + tick_gap) * m_em - textWidth(yLabels[i], plain()),
                         y - lineHeight(m_points) / 2},
                        plain(), ink);
        }
        m_top = box.bottom() + (tick + 0.1) * m_em;
        for (std::size_t i = 0; i < xs.size(); ++i) {
            const double x = box.left() + (xs[i] - across.low) / (across.high - across.low) * m_side;
            const double half = textWidth(xLabels[i], plain()) / 2;
            m_key.stroke({x, box.bottom(), x, box.bottom() + tick * m_em}, ink, 0.15);
            m_key.write({xLabels[i]}, {x - half, m_top}, plain(), ink);
            widen(x + half);
        }
        m_top += lineHeight(m_points);
        lines({across.title + QStringLiteral(" →")}, plain(), ink, box.left());
    }

    const Legend& m_legend;
    double m_room, m_side, m_points, m_em, m_top = 0;
    FigureDrawing m_key;
};

}  // namespace

FigureDrawing blendKey(const Legend& legend, double room, double side, double points) {
    return Key(legend, room, side, points).draw();
}

}  // namespace regulus

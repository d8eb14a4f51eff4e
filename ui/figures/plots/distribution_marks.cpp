#include "ui/figures/plots/distribution_marks.h"

#include <algorithm>

#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double widest = 0.92;  // of a place
constexpr double box_width = 0.6;
constexpr double thin = 0.12, thick = 0.3;  // mm

QColor ink() {
    return Theme::figure().text;
}

class Standing {
  public:
    Standing(const QRectF& place, const ValueAxis& axis) : m_place(place), m_axis(axis) {}

    double middle() const { return m_place.center().x(); }
    double y(double value) const { return m_place.bottom() - m_axis.share(value) * m_place.height(); }
    // Across the place, of a share of its width.
    QLineF across(double value, double width) const {
        const double half = width * m_place.width() / 2;
        return {middle() - half, y(value), middle() + half, y(value)};
    }
    QLineF along(double from, double to) const { return {middle(), y(from), middle(), y(to)}; }

  private:
    QRectF m_place;
    ValueAxis m_axis;
};

double valueAt(const ValueSummary& summary, std::size_t i) {
    return summary.least + (summary.most - summary.least) * static_cast<double>(i) /
                               static_cast<double>(summary.density.size() - 1);
}

}  // namespace

void drawViolin(FigureDrawing& drawing, const QRectF& place, const ValueSummary& summary,
                const ValueAxis& axis, const QColor& color) {
    const Standing at(place, axis);
    if (summary.density.empty()) return drawing.stroke(at.across(summary.median, box_width), color, thick);
    const auto highest = static_cast<double>(*std::ranges::max_element(summary.density));
    QPolygonF right, left;
    for (std::size_t i = 0; i < summary.density.size(); ++i) {
        const double half = static_cast<double>(summary.density[i]) / highest * widest * place.width() / 2;
        right << QPointF(at.middle() + half, at.y(valueAt(summary, i)));
        left.prepend(QPointF(at.middle() - half, at.y(valueAt(summary, i))));
    }
    QPolygonF outline = right + left;
    drawing.area(outline, color);
    outline << outline.first();
    drawing.path(outline, Theme::figure().mutedText, thin);
    drawing.stroke(at.along(summary.q1, summary.q3), ink(), thick);
    drawing.stroke(at.across(summary.median, 0.3), ink(), thick);
}

void drawBox(FigureDrawing& drawing, const QRectF& place, const ValueSummary& summary, const ValueAxis& axis,
             const QColor& color) {
    const Standing at(place, axis);
    const QLineF top = at.across(summary.q3, box_width), bottom = at.across(summary.q1, box_width);
    const QRectF box(top.p1(), bottom.p2());
    drawing.stroke(at.along(summary.q3, summary.upper), ink(), thin);
    drawing.stroke(at.along(summary.lower, summary.q1), ink(), thin);
    drawing.stroke(at.across(summary.upper, box_width / 2), ink(), thin);
    drawing.stroke(at.across(summary.lower, box_width / 2), ink(), thin);
    drawing.fill(box, color);
    drawing.frame(box, ink(), thin);
    drawing.stroke(at.across(summary.median, box_width), ink(), thick);
}

void drawRidge(FigureDrawing& drawing, const QRectF& place, const ValueSummary& summary,
               const ValueAxis& axis, const QColor& color, bool clear) {
    const auto x = [&](double value) { return place.left() + axis.share(value) * place.width(); };
    if (summary.density.empty()) {
        const double at = x(summary.median);
        return drawing.stroke({at, place.bottom(), at, place.top()}, color, thick);
    }
    const auto highest = static_cast<double>(*std::ranges::max_element(summary.density));
    QPolygonF outline{QPointF(x(summary.least), place.bottom())};
    for (std::size_t i = 0; i < summary.density.size(); ++i)
        outline << QPointF(x(valueAt(summary, i)), place.bottom() - static_cast<double>(summary.density[i]) /
                                                                        highest * place.height());
    outline << QPointF(x(summary.most), place.bottom());
    QColor fill = color;
    if (clear) fill.setAlphaF(0.55F);
    drawing.area(outline, fill);
    drawing.path(outline, clear ? color : Theme::figure().mutedText, thin);
    const double middle = x(summary.median);
    drawing.stroke({middle, place.bottom(), middle, place.bottom() - 0.25 * place.height()},
                   clear ? color : ink(), thick);
}

}  // namespace regulus

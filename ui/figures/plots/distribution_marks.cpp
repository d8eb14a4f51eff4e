#include "ui/figures/plots/distribution_marks.h"

#include <algorithm>
#include <cmath>

#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double widest = 0.92;  // of a place
constexpr double box_width = 0.6;
constexpr double thin = 0.12, thick = 0.3;  // mm

QColor ink() {
    return Theme::figure().text;
}

// Where values and widths lie in a place: values upwards, or, where it lies, to the right.
class Marking {
  public:
    Marking(const QRectF& place, const ValueAxis& axis, bool lying)
        : m_place(place), m_axis(axis), m_lying(lying) {}

    double breadth() const { return m_lying ? m_place.height() : m_place.width(); }
    // At a value, so far from the middle.
    QPointF at(double value, double aside) const {
        const double share = m_axis.share(value);
        return m_lying ? QPointF(m_place.left() + share * m_place.width(), m_place.center().y() + aside)
                       : QPointF(m_place.center().x() + aside, m_place.bottom() - share * m_place.height());
    }
    // Across the place, of a share of its breadth.
    QLineF across(double value, double share) const {
        const double half = share * breadth() / 2;
        return {at(value, -half), at(value, half)};
    }
    QLineF along(double from, double to) const { return {at(from, 0), at(to, 0)}; }

  private:
    QRectF m_place;
    ValueAxis m_axis;
    bool m_lying;
};

double valueAt(const ValueSummary& summary, std::size_t i) {
    return summary.least + (summary.most - summary.least) * static_cast<double>(i) /
                               static_cast<double>(summary.density.size() - 1);
}

}  // namespace

void drawViolin(FigureDrawing& drawing, const QRectF& place, const ValueSummary& summary,
                const ValueAxis& axis, const QColor& color, bool lying) {
    const Marking at(place, axis, lying);
    if (summary.density.empty()) return drawing.stroke(at.across(summary.median, box_width), color, thick);
    const auto highest = static_cast<double>(*std::ranges::max_element(summary.density));
    QPolygonF right, left;
    for (std::size_t i = 0; i < summary.density.size(); ++i) {
        const double half = static_cast<double>(summary.density[i]) / highest * widest * at.breadth() / 2;
        right << at.at(valueAt(summary, i), half);
        left.prepend(at.at(valueAt(summary, i), -half));
    }
    QPolygonF outline = right + left;
    drawing.area(outline, color);
    outline << outline.first();
    drawing.path(outline, Theme::figure().mutedText, thin);
    drawing.stroke(at.along(summary.q1, summary.q3), ink(), thick);
    drawing.stroke(at.across(summary.median, 0.3), ink(), thick);
}

void drawBox(FigureDrawing& drawing, const QRectF& place, const ValueSummary& summary, const ValueAxis& axis,
             const QColor& color, bool lying) {
    const Marking at(place, axis, lying);
    const QLineF high = at.across(summary.q3, box_width), low = at.across(summary.q1, box_width);
    const QRectF box = QRectF(high.p1(), low.p2()).normalized();
    drawing.stroke(at.along(summary.q3, summary.upper), ink(), thin);
    drawing.stroke(at.along(summary.lower, summary.q1), ink(), thin);
    drawing.stroke(at.across(summary.upper, box_width / 2), ink(), thin);
    drawing.stroke(at.across(summary.lower, box_width / 2), ink(), thin);
    drawing.fill(box, color);
    drawing.frame(box, ink(), thin);
    drawing.stroke(at.across(summary.median, box_width), ink(), thick);
}

void drawDonors(FigureDrawing& drawing, const QRectF& place, const std::vector<double>& values,
                const ValueSummary& summary, const ValueAxis& axis, const QColor& color) {
    constexpr double points_share = 0.5, disc = 1.3;  // of the place; mm
    const Marking at(place, axis, false);
    const auto count = static_cast<double>(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double aside = values.size() < 2 ? 0 : static_cast<double>(i) / (count - 1) - 0.5;
        const QPointF middle = at.at(values[i], aside * points_share * at.breadth());
        const QRectF box(middle - QPointF(disc, disc) / 2, QSizeF(disc, disc));
        drawing.disc(box, color);
        drawing.ring(box, Theme::figure().mutedText);
    }
    if (std::isfinite(summary.lower)) {
        drawing.stroke(at.along(summary.lower, summary.upper), ink(), thick);
        for (const double end : {summary.lower, summary.upper})
            drawing.stroke(at.across(end, 0.2), ink(), thick);
    }
    drawing.stroke(at.across(summary.mean, box_width), ink(), thick);
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

#include "ui/figures/plot_axes_drawing.h"

#include <algorithm>

#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double tick = 0.8;  // mm

AxisTicks ticksOf(const PlotAxis& y, double height, double points) {
    return {y, height, 3 * lineHeight(points)};
}

}  // namespace

double axisRoomLeft(const PlotAxis& y, double height, double points) {
    double widest = 0;
    for (const QString& text : ticksOf(y, height, points).texts)
        widest = std::max(widest, textWidth(text, {points}));
    return lineHeight(points) + widest + 2.5 * tick;
}

double axisRoomBelow(double points) {
    return tick + 2 * lineHeight(points);
}

void drawAxes(FigureDrawing& drawing, const PlotAxis& x, const PlotAxis& y, const QRectF& box, double left,
              double points) {
    const QColor ink = Theme::figure().text;
    const double line = lineHeight(points), half = (textAscent(points) - textDescent(points)) / 2;
    drawing.stroke({box.bottomLeft(), box.bottomRight()}, ink);
    drawing.stroke({box.bottomLeft(), box.topLeft()}, ink);
    const AxisTicks xTicks(x, box.width(), 7 * points * mm_per_point),
        yTicks = ticksOf(y, box.height(), points);
    for (std::size_t i = 0; i < xTicks.at.size(); ++i) {
        const double at = box.left() + alongAxis(x, xTicks.at[i]) * box.width();
        drawing.stroke({{at, box.bottom()}, {at, box.bottom() + tick}}, ink);
        drawing.write({xTicks.texts[i]}, {at - textWidth(xTicks.texts[i], {points}) / 2, box.bottom() + tick},
                      {points}, ink);
    }
    for (std::size_t i = 0; i < yTicks.at.size(); ++i) {
        const double at = box.bottom() - alongAxis(y, yTicks.at[i]) * box.height();
        drawing.stroke({{box.left() - tick, at}, {box.left(), at}}, ink);
        drawing.texts.push_back({yTicks.texts[i],
                                 {box.left() - 2 * tick - textWidth(yTicks.texts[i], {points}), at + half},
                                 {points},
                                 ink});
    }
    drawing.write({x.title},
                  {box.center().x() - textWidth(x.title, {points}) / 2, box.bottom() + tick + line}, {points},
                  ink);
    drawing.texts.push_back({y.title,
                             {left + textAscent(points), box.center().y() + textWidth(y.title, {points}) / 2},
                             {points},
                             ink,
                             true});
}

}  // namespace regulus

#include "ui/figures/figure_drawing.h"

#include <cmath>

#include "ui/render/theme.h"

namespace regulus {

QRectF FigureText::box() const {
    const double up = textAscent(font.points), down = textDescent(font.points), along = textWidth(text, font);
    if (upwards) return {baseline.x() - up, baseline.y() - along, up + down, along};
    return {baseline.x(), baseline.y() - up, along, up + down};
}

QRectF FigureShape::extent() const {
    const QRectF of = kind == Kind::Line ? QRectF(line.p1(), line.p2()).normalized()
                      : points.isEmpty() ? box
                                         : points.boundingRect();
    return of.adjusted(-width, -width, width, width);
}

void FigureDrawing::add(const FigureDrawing& part, QPointF at) {
    for (FigureShape shape : part.shapes) {
        shape.box.translate(at);
        shape.line.translate(at);
        shape.points.translate(at);
        shapes.push_back(shape);
    }
    for (FigureBar bar : part.bars) {
        bar.box.translate(at);
        bars.push_back(std::move(bar));
    }
    for (FigureText text : part.texts) {
        text.baseline += at;
        texts.push_back(std::move(text));
    }
    for (FigureSpot spot : part.spots) {
        spot.box.translate(at);
        spots.push_back(spot);
    }
}

double FigureDrawing::write(const QStringList& lines, QPointF topLeft, const FigureFont& font,
                            const QColor& color) {
    const double step = lineHeight(font.points);
    // The room between lines lies above and below each of them.
    const double first =
        (step - textAscent(font.points) - textDescent(font.points)) / 2 + textAscent(font.points);
    double top = topLeft.y();
    for (const QString& line : lines) {
        texts.push_back({line, {topLeft.x(), top + first}, font, color});
        top += step;
    }
    return top;
}

double FigureDrawing::mark(double margin, double points) {
    return write({QStringLiteral("Simulated data")}, {margin, margin}, {points, true},
                 Theme::figure().warning) +
           mark_gap;
}

void FigureDrawing::disc(const QRectF& box, const QColor& color) {
    shapes.push_back({FigureShape::Kind::Disc, box, {}, color, 0});
}

void FigureDrawing::ring(const QRectF& box, const QColor& color, double width) {
    shapes.push_back({FigureShape::Kind::Ring, box, {}, color, width});
}

void FigureDrawing::fill(const QRectF& box, const QColor& color) {
    shapes.push_back({FigureShape::Kind::Box, box, {}, color, 0});
}

void FigureDrawing::frame(const QRectF& box, const QColor& color, double width) {
    stroke({box.topLeft(), box.topRight()}, color, width);
    stroke({box.bottomLeft(), box.bottomRight()}, color, width);
    stroke({box.topLeft(), box.bottomLeft()}, color, width);
    stroke({box.topRight(), box.bottomRight()}, color, width);
}

void FigureDrawing::stroke(const QLineF& line, const QColor& color, double width) {
    shapes.push_back({FigureShape::Kind::Line, {}, line, color, width});
}

void FigureDrawing::area(QPolygonF points, const QColor& color) {
    shapes.push_back({FigureShape::Kind::Area, {}, {}, color, 0, std::move(points)});
}

void FigureDrawing::path(QPolygonF points, const QColor& color, double width) {
    shapes.push_back({FigureShape::Kind::Path, {}, {}, color, width, std::move(points)});
}

FigureDrawing inked(FigureDrawing drawing, const Theme& theme) {
    const Theme paper = Theme::figure();
    const auto ink = [&](QColor& color) {
        for (const auto role : {&Theme::text, &Theme::mutedText, &Theme::line, &Theme::missing, &Theme::track,
                                &Theme::surface, &Theme::warning, &Theme::accent, &Theme::accentSoft}) {
            if (color != paper.*role) continue;
            color = theme.*role;
            return;
        }
    };
    for (FigureText& text : drawing.texts)
        if (!text.onData) ink(text.color);
    for (FigureShape& shape : drawing.shapes) ink(shape.color);
    return drawing;
}

QString heightProblem(double needed) {
    return QStringLiteral("At this width and text size the figure needs a height of %1 mm.")
        .arg(std::ceil(needed));
}

}  // namespace regulus

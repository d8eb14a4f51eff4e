#include "ui/figures/point_plot_figure.h"

#include <algorithm>
#include <cmath>

#include "ui/figures/map_figure.h"
#include "ui/figures/plot_axes_drawing.h"
#include "ui/render/label_placer.h"
#include "ui/render/palettes.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double margin = 1, usual_aspect = 1.25;  // mm; width over height of the plot
constexpr double least_plot = 15;                  // mm, of its sides

double radiusOf(std::size_t points) {
    return points > 20'000 ? 0.22 : points > 3'000 ? 0.3 : 0.45;  // mm
}

QPointF placeOf(const PointPlot& plot, const QRectF& box, double x, double y) {
    return {box.left() + alongAxis(plot.x, x) * box.width(),
            box.bottom() - alongAxis(plot.y, y) * box.height()};
}

void drawThresholds(FigureDrawing& drawing, const PointPlot& plot, const QRectF& box) {
    const QColor color = Theme::figure().line;
    for (const double value : plot.x.thresholds) {
        const double x = placeOf(plot, box, value, plot.y.low).x();
        drawing.stroke({{x, box.top()}, {x, box.bottom()}}, color, 0.15);
    }
    for (const double value : plot.y.thresholds) {
        const double y = placeOf(plot, box, plot.x.low, value).y();
        drawing.stroke({{box.left(), y}, {box.right(), y}}, color, 0.15);
    }
}

void drawNames(FigureDrawing& drawing, const PointPlot& plot, const QRectF& box, double points) {
    const FigureFont font{points, false, plot.italic};
    std::vector<LabelRequest> requests;
    double left = most_named * box.width() * box.height();
    for (const PointPlot::Label& label : plot.labels) {
        const PointPlot::Point& at = plot.points[label.point];
        const QSizeF size(textWidth(label.text, font) + 0.4, lineHeight(points));
        left -= size.width() * size.height();
        if (left < 0) break;
        requests.push_back({placeOf(plot, box, at.x, at.y), size, radiusOf(plot.points.size())});
    }
    const auto placed = placeLabels(requests, box.adjusted(0.3, 0.3, -0.3, -0.3), 0.4);
    for (std::size_t i = 0; i < placed.size(); ++i) {
        if (!placed[i]) continue;
        const QRectF text = placed[i]->box;
        const QPointF at = requests[i].at;
        if (placed[i]->moved)
            drawing.stroke({at, QPointF(std::clamp(at.x(), text.left(), text.right()),
                                        std::clamp(at.y(), text.top(), text.bottom()))},
                           Theme::figure().mutedText, 0.15);
        drawing.write({plot.labels[i].text}, text.topLeft() + QPointF(0.2, 0), font, Theme::figure().text);
        drawing.texts.back().halo = true;
    }
}

}  // namespace

FigureDrawing PointPlotFigure::layOut(const FigurePage& page, Job& job) const {
    job.checkpoint();
    FigureDrawing drawing;
    const double points = page.textPoints, line = lineHeight(points);
    if (m_plot.empty()) {
        drawing.page = QSizeF(page.widthMm, page.heightMm > 0 ? page.heightMm : 10);
        drawing.problems << QStringLiteral("There is nothing to draw.");
        return drawing;
    }
    const QStringList note =
        m_plot.note.isEmpty() ? QStringList() : wrapped(m_plot.note, page.widthMm - 2 * margin, {points});
    double top = m_plot.simulated ? drawing.mark(margin, points) : margin;
    if (!m_plot.heading.isEmpty())
        top = drawing.write(wrapped(m_plot.heading, page.widthMm - 2 * margin, {points, true}), {margin, top},
                            {points, true}, Theme::figure().text);
    top += line / 2;
    const double below = axisRoomBelow(points) + static_cast<double>(note.size()) * line + margin;
    double height = page.heightMm > 0 ? page.heightMm - top - below : 0;
    const double left =
        margin + axisRoomLeft(m_plot.y, height > 0 ? height : page.widthMm / usual_aspect, points);
    const double width = page.widthMm - left - margin - line;
    if (page.heightMm <= 0) height = width / usual_aspect;
    if (width < least_plot) drawing.problems << QStringLiteral("The plot needs more width, or smaller text.");
    if (page.heightMm > 0 && height < least_plot) drawing.problems << heightProblem(top + least_plot + below);
    const QRectF box(left, top, std::max(width, least_plot), std::max(height, least_plot));
    drawing.plots = {box};
    drawThresholds(drawing, m_plot, box);
    drawAxes(drawing, m_plot.x, m_plot.y, box, margin, points);
    drawNames(drawing, m_plot, box, points);
    if (!note.isEmpty())
        drawing.write(note, {margin, box.bottom() + axisRoomBelow(points)}, {points},
                      Theme::figure().mutedText);
    drawing.page = QSizeF(page.widthMm, page.heightMm > 0 ? page.heightMm : box.bottom() + below);
    return drawing;
}

void PointPlotFigure::paintPlot(QPainter& painter, const QRectF& plot, std::size_t, const PlotStyle& style,
                                Job& job) const {
    constexpr std::size_t between_looks = 2048;
    const double scale = style.pixelsPerMm, r = radiusOf(m_plot.points.size()) * scale;
    const QRectF area(plot.topLeft() * scale, QSizeF(plot.size() * scale));
    const QRect pixels = area.adjusted(-2 * r, -2 * r, 2 * r, 2 * r).toAlignedRect();
    QImage layer;
    if (style.points == PointsAs::Raster) {
        layer = QImage(pixels.size(), QImage::Format_ARGB32_Premultiplied);
        layer.fill(Qt::transparent);
    }
    QPainter raster;
    if (!layer.isNull()) {
        raster.begin(&layer);
        raster.setRenderHint(QPainter::Antialiasing);
        raster.translate(-pixels.topLeft());
    }
    QPainter& pen = layer.isNull() ? painter : raster;
    const Theme theme = Theme::figure();
    pen.setPen(Qt::NoPen);
    for (std::size_t i = 0; i < m_plot.points.size(); ++i) {
        if (i % between_looks == 0) job.checkpoint();
        const PointPlot::Point& point = m_plot.points[i];
        const QPointF at = placeOf(m_plot, plot, point.x, point.y) * scale;
        pen.setBrush(toneColor(point.tone, theme));
        if (point.beyond)
            pen.drawPolygon(QPolygonF{at + QPointF(0, -1.6 * r), at + QPointF(1.5 * r, 1.1 * r),
                                      at + QPointF(-1.5 * r, 1.1 * r)});
        else
            pen.drawEllipse(at, r, r);
    }
    if (layer.isNull()) return;
    raster.end();
    painter.drawImage(pixels.topLeft(), layer);
}

QString PointPlotFigure::remark(PointsAs points) const {
    return remarkOn(m_plot.points.size(), points);
}

}  // namespace regulus

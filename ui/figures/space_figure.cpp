#include "ui/figures/space_figure.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/render/space_order.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double least_aspect = 0.6, most_aspect = 2;

std::vector<float> spread(const SpacePicture& picture) {
    const Matrix& at = *picture.coordinates;
    std::vector<float> xyz(3 * at.rows, std::numeric_limits<float>::quiet_NaN());
    for (std::size_t cell = 0; cell < at.rows; ++cell) {
        if (!picture.shown.contains(cell)) continue;
        for (std::size_t d = 0; d < 3; ++d) xyz[3 * cell + d] = at(cell, d);
    }
    return xyz;
}

// For each point of the grid its place in the order of painting.
std::vector<std::uint32_t> paintingPlaces(const SpatialGrid& grid, const SpacePicture& picture,
                                          const std::vector<float>& depth) {
    const auto ranks = spaceRanks(picture.colors, picture.selected, picture.mixedOrder);
    const std::vector<std::uint32_t> order = paintingOrder(ranks, depth);
    std::vector<std::uint32_t> at(depth.size()), places(grid.placed());
    for (std::uint32_t k = 0; k < order.size(); ++k) at[order[k]] = k;
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = at[grid.rows()[i]];
    return places;
}

struct MarkerBox {
    QRectF box;
    double arm;  // mm
};

// In the corner of the plot where it covers the fewest cells, and no name.
MarkerBox markerBox(const FigureDrawing& drawing, const MapPicture& map, double points) {
    const QRectF plot = drawing.plots.front();
    const double em = points * mm_per_point;
    const double arm = std::clamp(0.08 * std::min(plot.width(), plot.height()), 2.5, 6.0);
    const QSizeF size(2 * (arm + 1.2 * em), 2 * (arm + 1.2 * em) + lineHeight(points));
    const PlaneToPixels plane = transformOf(*map.view, plot.size());
    const auto covered = [&](const QRectF& box) {
        const QRectF own = box.translated(-plot.topLeft());
        double count = static_cast<double>(map.points->countIn(
            QRectF(plane.toPlane(own.topLeft()), plane.toPlane(own.bottomRight())).normalized()));
        for (const FigureText& text : drawing.texts)
            if (text.box().intersects(box)) count += static_cast<double>(map.points->placed());
        return count;
    };
    MarkerBox best{QRectF(), arm};
    double least = std::numeric_limits<double>::infinity();
    for (const QPointF& corner : {QPointF(plot.left(), plot.bottom() - size.height()),
                                  QPointF(plot.right() - size.width(), plot.bottom() - size.height()),
                                  plot.topLeft(), QPointF(plot.right() - size.width(), plot.top())}) {
        const double count = covered(QRectF(corner, size));
        if (count >= least) continue;
        least = count;
        best.box = QRectF(corner, size);
    }
    return best;
}

void drawMarker(FigureDrawing& drawing, const MapPicture& map, const SpacePicture& picture, double points) {
    const SpaceMarker& marker = picture.marker;
    const auto [box, arm] = markerBox(drawing, map, points);
    const double beyond = 0.75 * points * mm_per_point;
    const FigureFont font{points};
    const QPointF middle(box.center().x(), box.center().y() - lineHeight(points) / 2);
    const QColor text = Theme::figure().text, paper(Qt::white);
    for (const MarkerArm& one : markerArms(picture.camera)) {
        // Paler instead of transparent, which not every format knows.
        const double ink = markerInk(one);
        const auto mix = [&](int a, int b) { return qRound(ink * a + (1 - ink) * b); };
        const QColor color(mix(text.red(), paper.red()), mix(text.green(), paper.green()),
                           mix(text.blue(), paper.blue()));
        const QPointF end = middle + arm * one.end;
        drawing.stroke({middle, end}, color, 0.25);
        const double length = std::hypot(one.end.x(), one.end.y());
        const QPointF at = end + beyond * (length > 0.15 ? one.end / length : QPointF(0, -1));
        const QString& name = marker.ends[one.direction];
        drawing.write({name}, at - QPointF(textWidth(name, font) / 2, lineHeight(points) / 2), font, color);
        drawing.texts.back().halo = true;
    }
    if (marker.name.isEmpty()) return;
    const QPointF below(middle.x() - textWidth(marker.name, font) / 2, box.bottom() - lineHeight(points));
    drawing.write({marker.name}, below, font, Theme::figure().mutedText);
    drawing.texts.back().halo = true;
}

MapPicture mapOf(const SpacePicture& picture, Job& job) {
    const Projected seen = project(spread(picture), picture.camera);
    job.checkpoint();
    MapPicture map;
    map.points = std::make_shared<SpatialGrid>(seen.x, seen.y);
    job.checkpoint();
    map.over = paintingPlaces(*map.points, picture, seen.depth);
    map.colors = picture.colors;
    map.selected = picture.selected;
    map.mixedOrder = picture.mixedOrder;
    map.hidden = picture.hidden;
    map.title = picture.title;
    map.simulated = picture.simulated;
    map.names = picture.names;
    map.opacity = picture.opacity;
    constexpr double most = 0.2;  // larger discs hide all, and take forever
    map.pointShare = std::min(most, picture.pointSize / picture.camera.height);
    const SpaceFrame frame = frameOf(*map.points, picture.camera.aspect);
    map.pointShare = std::min(most, *map.pointShare / frame.height);
    map.aspect = frame.aspect;
    map.view = PlaneView{frame.center, frame.height * std::min(1.0, frame.aspect)};
    return map;
}

}  // namespace

SpaceFrame frameOf(const SpatialGrid& points, double aspect) {
    const QRectF screen(-aspect / 2, -0.5, aspect, 1);
    const QRectF core = points.coreBounds();
    const double edge = 0.05 * std::max(core.width(), core.height());
    const QRectF seen = core.adjusted(-edge, -edge, edge, edge) & screen;
    if (points.placed() == 0 || !(seen.width() > 0 && seen.height() > 0)) return {{0, 0}, 1, aspect};
    const double shape = std::clamp(seen.width() / seen.height(), least_aspect, most_aspect);
    return {seen.center(), std::max(seen.height(), seen.width() / shape), shape};
}

const MapFigure& SpaceFigure::projected(Job& job) const {
    std::call_once(m_once, [&] { m_map = std::make_unique<MapFigure>(mapOf(m_picture, job)); });
    return *m_map;
}

FigureDrawing SpaceFigure::layOut(const FigurePage& page, Job& job) const {
    FigureDrawing drawing = projected(job).layOut(page, job);
    if (!m_picture.marker.empty() && !drawing.plots.empty())
        drawMarker(drawing, m_map->picture(), m_picture, page.textPoints);
    return drawing;
}

void SpaceFigure::paintPlot(QPainter& painter, const QRectF& plot, std::size_t which, const PlotStyle& style,
                            Job& job) const {
    projected(job).paintPlot(painter, plot, which, style, job);
}

QString SpaceFigure::remark(PointsAs points) const {
    return remarkOn(m_picture.shown.count(), points);
}

}  // namespace regulus

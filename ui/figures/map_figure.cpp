#include "ui/figures/map_figure.h"

#include <algorithm>
#include <cmath>

#include "ui/figures/blend_key.h"
#include "ui/figures/contour_drawing.h"
#include "ui/figures/figure_key.h"
#include "ui/figures/marks_drawing.h"
#include "ui/figures/plot_axes_drawing.h"
#include "ui/figures/point_layer.h"
#include "ui/render/drawing_order.h"
#include "ui/render/group_anchors.h"
#include "ui/render/label_placer.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double margin = 1, gap = 2.5;                   // mm
constexpr double least_plot = 15;                         // mm, of its sides
constexpr double most_beside = 0.42;                      // of the width, for a key beside the map
constexpr double widest_name = 0.5, most_covered = 0.12;  // of the plot, by names on it
constexpr double axes_aspect = 1.15;                      // of a plot with axes, where nobody chose another
constexpr std::size_t many_marks = 50000;

// Key or scale, and where it goes.
struct Key {
    FigureDrawing drawing;
    bool beside = true;
    bool empty() const { return drawing.page.isEmpty(); }
};

struct Room {
    double width;       // of the page without its margins
    double gutter;      // of the names of the directions or the axis, left of the plot
    double below;       // the same below it
    double aspect;      // of the plot
    double heightLeft;  // for plot, gutter and a key below; 0: as it comes
    double points;
    double plotHeight(double besideWidth) const {
        const double wide = width - gutter - (besideWidth > 0 ? besideWidth + gap : 0);
        return heightLeft > 0 ? heightLeft - below : wide / aspect;
    }
};

Key categories(const MapPicture& picture, const Room& room) {
    const Legend& legend = picture.colors.legend;
    Key key;
    const double one = categoryKeyWidth(legend, picture.hidden, room.points);
    for (const int columns : {1, 2}) {
        if (one > most_beside * room.width) break;
        key.drawing = categoryKey(legend, picture.hidden, columns == 1 ? one + 0.1 : most_beside * room.width,
                                  columns, room.points);
        const QSizeF size = key.drawing.page;
        if (size.width() <= most_beside * room.width &&
            size.height() <= room.plotHeight(size.width()) + room.below)
            return key;
    }
    key.beside = false;
    key.drawing = categoryKey(legend, picture.hidden, room.width, 8, room.points);
    return key;
}

Key keyOf(const MapPicture& picture, const Room& room) {
    const Legend& legend = picture.colors.legend;
    if (legend.kind == Legend::Kind::Categories) return categories(picture, room);
    Key key;
    if (legend.kind == Legend::Kind::Scale) {
        const double wide = std::max(14.0, 0.24 * room.width);
        const double length = std::clamp(0.5 * room.plotHeight(wide), 12.0, 40.0);
        ScaleKey scale = scaleKeyOf(legend);
        scale.order = orderText(drawingOrder(legend, picture.mixedOrder), !picture.over.empty());
        key.drawing = standingScale(scale, wide, length, room.points);
    }
    if (legend.kind == Legend::Kind::Blend) {
        const double wide = most_beside * room.width;
        const double side = std::clamp(0.4 * room.plotHeight(0.3 * room.width), 12.0, 25.0);
        key.drawing = blendKey(legend, wide, side, room.points);
        const QSizeF size = key.drawing.page;
        key.beside = size.width() <= most_beside * room.width &&
                     size.height() <= room.plotHeight(size.width()) + room.below;
    }
    return key;
}

// Two short arrows beside the corner of the plot: a map has directions but no meaningful scale.
void drawDirections(FigureDrawing& drawing, const QRectF& plot, const MapPicture& picture, double points) {
    const QColor color = Theme::figure().text;
    const double em = points * mm_per_point, head = 0.35 * em, line = 0.2;
    const double longest = std::max(textWidth(picture.xName, {points}), textWidth(picture.yName, {points}));
    const double length = std::max(longest, 0.14 * std::min(plot.width(), plot.height())) + head;
    const QPointF corner = plot.bottomLeft() + QPointF(-0.4 * em, 0.4 * em);
    const QPointF right = corner + QPointF(length, 0), up = corner - QPointF(0, length);
    drawing.stroke({corner - QPointF(line / 2, 0), right}, color, line);
    drawing.stroke({corner, up}, color, line);
    for (const double side : {-1.0, 1.0}) {
        drawing.stroke({right, right + QPointF(-head, side * head)}, color, line);
        drawing.stroke({up, up + QPointF(side * head, head)}, color, line);
    }
    const double away = 0.35 * em;
    drawing.write({picture.xName}, corner + QPointF(0, away), {points}, color);
    drawing.texts.push_back(
        {picture.yName, {corner.x() - away - textDescent(points), corner.y()}, {points}, color, true});
}

}  // namespace

double MapFigure::aspect() const {
    if (m_picture.aspect) return std::clamp(*m_picture.aspect, 0.5, 2.5);
    if (m_picture.axes) return axes_aspect;
    if (!m_picture.points || m_picture.points->placed() == 0) return 4.0 / 3;
    const QRectF b = seenBox();
    return std::clamp(b.height() > 0 ? b.width() / b.height() : 1, 0.8, 1.6);
}

QRectF MapFigure::seenBox() const {
    QRectF cells = m_picture.points->coreBounds();
    if (m_picture.ground && m_picture.ground->placed() > 0) cells |= m_picture.ground->coreBounds();
    return withOutlines(cells, m_picture.marks);
}

PlaneToPixels MapFigure::transform(QSizeF plot) const {
    const double aspect = plot.width() / plot.height();
    if (!m_picture.axes) return transformOf(m_picture.view.value_or(viewOf(seenBox(), aspect)), plot);
    return transformOf(m_picture.view.value_or(stretchedViewOf(seenBox(), aspect)), plot, true);
}

std::pair<PlotAxis, PlotAxis> MapFigure::axes(QSizeF plot) const {
    const PlaneToPixels plane = transform(plot);
    const QPointF low = plane.toPlane({0, plot.height()}), high = plane.toPlane({plot.width(), 0});
    return {{m_picture.xName, low.x(), high.x()}, {m_picture.yName, low.y(), high.y()}};
}

FigureDrawing MapFigure::layOut(const FigurePage& page, Job& job) const {
    FigureDrawing drawing;
    const double points = page.textPoints, line = lineHeight(points);
    const bool directions = !m_picture.xName.isEmpty() && !m_picture.axes;
    const bool axes = m_picture.axes && m_picture.points;
    const double top = m_picture.simulated ? drawing.mark(margin, points) : margin;
    const QStringList note = m_picture.note.isEmpty()
                                 ? QStringList()
                                 : wrapped(m_picture.note, page.widthMm - 2 * margin, {points});
    const double noted = static_cast<double>(note.size()) * line;
    const double beside = directions ? line + 0.75 * points * mm_per_point : 0;
    const double usual = page.widthMm / aspect();  // the height that the ticks of y are chosen for at first
    Room room{page.widthMm - 2 * margin,
              axes ? axisRoomLeft(this->axes({page.widthMm, usual}).second, usual, points) : beside,
              axes ? axisRoomBelow(points) : beside,
              aspect(),
              page.heightMm > 0 ? page.heightMm - top - margin - noted : 0,
              points};
    const Key key = keyOf(m_picture, room);
    const QSizeF keySize = key.drawing.page;
    const bool below = !key.empty() && !key.beside;
    if (below && room.heightLeft > 0) room.heightLeft -= keySize.height() + gap;
    const double aside = key.empty() || below ? 0 : keySize.width() + gap;
    const double width = room.width - room.gutter - aside;
    double height = room.plotHeight(below || key.empty() ? 0 : keySize.width());
    const bool tooLow = height < least_plot, tooNarrow = width < least_plot;
    height = std::max(height, least_plot);
    const QRectF plot(margin + room.gutter, top, std::max(width, least_plot), height);
    drawing.plots = {plot};
    double bottom = plot.bottom() + room.below;
    if (!key.empty()) {
        const QPointF at = below ? QPointF(margin, bottom + gap) : QPointF(plot.right() + gap, plot.top());
        drawing.legend = QRectF(at, keySize);
        drawing.add(key.drawing, at);
        bottom = std::max(bottom, drawing.legend.bottom());
    }
    if (directions) drawDirections(drawing, plot, m_picture, points);
    if (axes) {
        const auto [x, y] = this->axes(plot.size());
        drawAxes(drawing, x, y, plot, margin, points);
    }
    if (m_picture.points) {
        drawContours(drawing, m_picture, plot, transform(plot.size()));
        drawMarks(drawing, m_picture.marks, plot, transform(plot.size()), points);
    }
    if (!note.isEmpty()) {
        drawing.write(note, {margin, bottom}, {points}, Theme::figure().mutedText);
        bottom += noted;
    }
    if (tooNarrow)
        drawing.problems << QStringLiteral("The map and its key need more width, or smaller text.");
    const double needed = bottom + margin;
    if (page.heightMm > 0 && (tooLow || needed > page.heightMm + 0.01))
        drawing.problems << heightProblem(needed);
    drawing.page = QSizeF(page.widthMm, page.heightMm > 0 ? page.heightMm : needed);
    job.checkpoint();
    if (m_picture.names && m_picture.points) placeNames(drawing, plot, points);
    return drawing;
}

// Those that find a place, the largest groups first, as long as the cells stay to be seen; the key has them
// all.
void MapFigure::placeNames(FigureDrawing& drawing, const QRectF& plot, double points) const {
    const PlaneToPixels transform = this->transform(plot.size());
    const FigureFont font{points, true};
    const PointColors& groups = m_picture.named();
    const auto anchors = groupAnchors(*m_picture.points, groups,
                                      [this](std::uint32_t point) { return m_picture.drawn(point); });
    if (!nameable(anchors)) return;
    std::vector<LabelRequest> requests;
    std::vector<QString> names;
    double covered = 0;
    for (const GroupAnchor& anchor : anchors) {
        const LegendEntry& entry = groups.legend.entries[static_cast<std::size_t>(anchor.category)];
        const QSizeF size(textWidth(entry.label, font) + 0.8, lineHeight(points));
        // What has no label is scattered over the map, too.
        if (anchor.scattered || entry.color == missing_color || size.width() > widest_name * plot.width() ||
            covered + size.width() * size.height() > most_covered * plot.width() * plot.height())
            continue;
        covered += size.width() * size.height();
        requests.push_back({transform.toPixel(anchor.at.x(), anchor.at.y()) + plot.topLeft(), size,
                            anchor.radius * transform.scale});
        names.push_back(entry.label);
    }
    const auto placed = placeLabels(requests, plot.adjusted(0.5, 0.5, -0.5, -0.5), 0.4);
    for (std::size_t i = 0; i < placed.size(); ++i) {
        if (!placed[i] || !placed[i]->moved) continue;
        const QRectF box = placed[i]->box;
        const QPointF at = requests[i].at;
        drawing.stroke({at, QPointF(std::clamp(at.x(), box.left(), box.right()),
                                    std::clamp(at.y(), box.top(), box.bottom()))},
                       Theme::figure().mutedText, 0.15);
    }
    for (std::size_t i = 0; i < placed.size(); ++i) {
        if (!placed[i]) continue;
        drawing.write({names[i]}, placed[i]->box.topLeft() + QPointF(0.4, 0), font, Theme::figure().text);
        drawing.texts.back().halo = true;
    }
}

QString remarkOn(std::size_t points, PointsAs as) {
    if (as == PointsAs::Raster || points <= many_marks) return {};
    return QStringLiteral("%1 vector points make a large file that is slow to open.").arg(countText(points));
}

QString MapFigure::remark(PointsAs points) const {
    if (!m_picture.points) return {};
    const std::size_t ground = m_picture.ground ? m_picture.ground->placed() : 0;
    return remarkOn(m_picture.points->placed() + ground, points);
}

void MapFigure::paintPlot(QPainter& painter, const QRectF& plot, std::size_t, const PlotStyle& style,
                          Job& job) const {
    if (!m_picture.points || m_picture.points->placed() == 0) return;
    paintPoints(painter, m_picture, plot, transform(plot.size()), style, job);
}

}  // namespace regulus

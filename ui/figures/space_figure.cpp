#include "ui/figures/space_figure.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr std::size_t most_colors = 0x1fff;  // that a key of a point holds
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

// The table twice: after the colours themselves, the same ones stepped back.
void stepBack(PointColors& colors, const CellSet& selected) {
    const std::size_t n = colors.table.size();
    if (2 * n > most_colors) return;
    const auto count = static_cast<std::uint16_t>(n);
    for (std::size_t c = 0; c < count; ++c)
        colors.table.push_back(steppedBack(colors.table[c], qRgb(255, 255, 255)));
    for (std::size_t cell = 0; cell < colors.index.size(); ++cell)
        if (!selected.contains(cell))
            colors.index[cell] = static_cast<std::uint16_t>(colors.index[cell] + count);
}

// For each point of the grid its place from the back to the front.
std::vector<std::uint32_t> backToFront(const SpatialGrid& grid, const std::vector<float>& depth) {
    std::vector<std::uint32_t> order(grid.placed()), place(grid.placed());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return depth[grid.rows()[a]] > depth[grid.rows()[b]];
    });
    for (std::uint32_t k = 0; k < order.size(); ++k) place[order[k]] = k;
    return place;
}

MapPicture mapOf(const SpacePicture& picture, Job& job) {
    const Projected seen = project(spread(picture), picture.camera);
    job.checkpoint();
    MapPicture map;
    map.points = std::make_shared<SpatialGrid>(seen.x, seen.y);
    job.checkpoint();
    map.over = backToFront(*map.points, seen.depth);
    map.colors = picture.colors;
    map.colors.table = map.colors.shownTable(Theme::figure().missing.rgb());
    if (!picture.selected.empty()) stepBack(map.colors, picture.selected);
    map.hidden = picture.hidden;
    map.title = picture.title;
    map.simulated = picture.simulated;
    map.names = picture.names;
    map.opacity = 1;
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

QRgb steppedBack(QRgb color, QRgb ground) {
    const auto mix = [](int a, int b) { return (a + 3 * b) / 4; };
    return qRgb(mix(qRed(color), qRed(ground)), mix(qGreen(color), qGreen(ground)),
                mix(qBlue(color), qBlue(ground)));
}

const MapFigure& SpaceFigure::projected(Job& job) const {
    std::call_once(m_once, [&] { m_map = std::make_unique<MapFigure>(mapOf(m_picture, job)); });
    return *m_map;
}

FigureDrawing SpaceFigure::layOut(const FigurePage& page, Job& job) const {
    return projected(job).layOut(page, job);
}

void SpaceFigure::paintPlot(QPainter& painter, const QRectF& plot, std::size_t which, const PlotStyle& style,
                            Job& job) const {
    projected(job).paintPlot(painter, plot, which, style, job);
}

QString SpaceFigure::remark(PointsAs points) const {
    return remarkOn(m_picture.shown.count(), points);
}

}  // namespace regulus

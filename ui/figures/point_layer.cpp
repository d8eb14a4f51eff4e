#include "ui/figures/point_layer.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "ui/render/scatter_raster.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

// On screen points are read at arm's length, on paper nearer.
constexpr double smaller = 0.75;
constexpr double mm_per_pixel = 25.4 / 96;   // of a logical one
constexpr qsizetype slice_pixels = 1 << 20;  // drawn between two looks at the job
constexpr std::size_t marks_between_looks = 4096;
constexpr std::uint32_t most_rank = 0x7fffU;

PointKeys keysOf(const MapPicture& picture) {
    PointKeys keys =
        makeKeys(*picture.points, picture.colors, picture.selected.empty() ? nullptr : &picture.selected,
                 picture.shown ? &*picture.shown : nullptr, picture.hidden, picture.mixedOrder);
    if (picture.over.empty()) return keys;
    // The picture's own order decides; what is emphasised stays above the rest.
    const double step = most_rank / std::max(1.0, static_cast<double>(picture.over.size()));
    for (std::size_t i = 0; i < keys.keys.size(); ++i) {
        if (keys.keys[i] == 0) continue;
        const auto rank = 1 + static_cast<std::uint32_t>(picture.over[i] * step);
        keys.keys[i] = (keys.keys[i] & PointKeys::emphasised) |
                       std::min(rank, most_rank) << PointKeys::rank_shift |
                       PointKeys::colorOf(keys.keys[i]) << PointKeys::spare_bits;
    }
    return keys;
}

RasterStyle styleOf(const MapPicture& picture, const QRectF& plot, const PlaneToPixels& view,
                    double pixelsPerMm) {
    RasterStyle style;
    style.background = qRgb(255, 255, 255);
    style.table = picture.colors.shownTable(Theme::figure().missing.rgb());
    style.opacity = picture.opacity;
    style.dimOthers = picture.stepBack || !picture.selected.empty();
    style.discs = true;
    const QPointF low = view.toPlane({0, plot.height()}), high = view.toPlane({plot.width(), 0});
    const std::size_t inView = picture.points->countIn(QRectF(low, high).normalized());
    const double area = plot.width() * plot.height() / (mm_per_pixel * mm_per_pixel);
    const double logical = picture.pointSize > 0 ? picture.pointSize : densityDiameter(inView, area);
    const double mm =
        picture.pointShare ? *picture.pointShare * plot.height() : logical * smaller * mm_per_pixel;
    style.diameter = mm * pixelsPerMm;
    style.ground = picture.ground.get();
    return style;
}

void paintRaster(QPainter& painter, const MapPicture& picture, const PointKeys& keys, const QRectF& plot,
                 const PlaneToPixels& view, const RasterStyle& style, double pixelsPerMm, Job& job) {
    // Whole pixels of the device, so that nothing is resampled.
    const QRectF exact(plot.topLeft() * pixelsPerMm, plot.size() * pixelsPerMm);
    const QRect box = exact.toAlignedRect();
    QImage image(box.size(), QImage::Format_RGB32);
    if (image.isNull())
        throw Error(ErrorKind::Memory, "Not enough memory for a figure of this size", {},
                    "Choose a smaller size or a lower resolution");
    PlaneToPixels pixels;
    pixels.scale = view.scale * pixelsPerMm;
    pixels.left = view.left + (box.left() - exact.left()) / pixels.scale;
    pixels.stretch = view.stretch;
    pixels.top = view.top - (box.top() - exact.top()) / pixels.yScale();
    const int lines = std::max(16, static_cast<int>(slice_pixels / std::max(1, box.width())));
    for (int top = 0; top < box.height(); top += lines) {
        job.checkpoint();
        job.progress(static_cast<double>(top) / box.height(), "drawing points");
        const int height = std::min(lines, box.height() - top);
        QImage slice(image.scanLine(top), box.width(), height, image.bytesPerLine(), image.format());
        PlaneToPixels part = pixels;
        part.top -= top / pixels.yScale();
        drawPoints(slice, *picture.points, keys, part, style);
    }
    painter.drawImage(box.topLeft(), image);
}

// The cells in grey below all others.
void paintGround(QPainter& painter, const SpatialGrid& ground, const QRectF& plot, const PlaneToPixels& view,
                 const RasterStyle& style, double pixelsPerMm, Job& job) {
    const double radius = style.diameter / 2, rim = radius / pixelsPerMm;
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(groundColor(style.background)));
    for (std::size_t i = 0; i < ground.placed(); ++i) {
        if (i % marks_between_looks == 0) job.checkpoint();
        const QPointF at =
            view.toPixel(static_cast<double>(ground.x()[i]), static_cast<double>(ground.y()[i])) +
            plot.topLeft();
        if (plot.adjusted(rim, rim, -rim, -rim).contains(at))
            painter.drawEllipse(at * pixelsPerMm, radius, radius);
    }
}

void paintMarks(QPainter& painter, const MapPicture& picture, const PointKeys& keys, const QRectF& plot,
                const PlaneToPixels& view, const RasterStyle& style, double pixelsPerMm, Job& job) {
    const SpatialGrid& grid = *picture.points;
    if (picture.ground) paintGround(painter, *picture.ground, plot, view, style, pixelsPerMm, job);
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
    for (std::size_t i = 0; i < grid.placed(); ++i) {
        if (keys.keys[i] != 0)
            order.emplace_back(std::uint64_t{keys.keys[i]} << 32U | grid.rows()[i],
                               static_cast<std::uint32_t>(i));
    }
    std::sort(order.begin(), order.end());
    painter.setPen(Qt::NoPen);
    std::uint32_t last = 0;
    const double radius = style.diameter / 2, rim = radius / pixelsPerMm;
    for (std::size_t k = 0; k < order.size(); ++k) {
        if (k % marks_between_looks == 0) {
            job.checkpoint();
            job.progress(static_cast<double>(k) / static_cast<double>(order.size()), "drawing points");
        }
        const std::uint32_t i = order[k].second;
        const QPointF at =
            view.toPixel(static_cast<double>(grid.x()[i]), static_cast<double>(grid.y()[i])) + plot.topLeft();
        // Vector formats of Qt cannot clip: what is outside is left out.
        if (!plot.adjusted(rim, rim, -rim, -rim).contains(at)) continue;
        const std::uint32_t look = keys.keys[i] & (PointKeys::emphasised | 0xffffU);
        if (look != last) {
            const std::uint32_t c = PointKeys::colorOf(look);
            const bool emphasised = (look & PointKeys::emphasised) != 0;
            QColor color(pointColor(style, c, emphasised));
            color.setAlphaF(static_cast<float>(singleOpacity(style, emphasised)));
            painter.setBrush(color);
            last = look;
        }
        painter.drawEllipse(at * pixelsPerMm, radius, radius);
    }
}

}  // namespace

void paintPoints(QPainter& painter, const MapPicture& picture, const QRectF& plot, const PlaneToPixels& view,
                 const PlotStyle& style, Job& job) {
    const PointKeys keys = keysOf(picture);
    const RasterStyle raster = styleOf(picture, plot, view, style.pixelsPerMm);
    if (style.points == PointsAs::Vector)
        paintMarks(painter, picture, keys, plot, view, raster, style.pixelsPerMm, job);
    else
        paintRaster(painter, picture, keys, plot, view, raster, style.pixelsPerMm, job);
}

}  // namespace regulus

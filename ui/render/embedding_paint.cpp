#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "ui/render/blend_legend.h"
#include "ui/render/embedding_scene.h"
#include "ui/render/label_placer.h"
#include "ui/render/plot_axes.h"
#include "ui/render/simulated_mark.h"

namespace regulus {
namespace {

constexpr std::size_t most_labels = 40;

QFontMetricsF metricsOf(const QFont& font, const QPainter& painter) {
    return {font, painter.device()};
}

}  // namespace

void EmbeddingScene::paint(QPainter& painter, const QRectF& area, const PaintStyle& style) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::LosslessImageRendering);
    painter.fillRect(area, style.theme.surface);
    const Layout l = layout(area, style);
    m_spots.clear();
    m_scales.clear();
    m_wantsPicture = false;
    if (!empty()) {
        const double ratio = painter.device()->devicePixelRatioF();
        const Wanted wanted = wantedRaster(l, ratio, style);
        if (!m_deferred) {
            updateKeys();
            updateAnchors();
            updateRaster(wanted);
        }
        m_wantsPicture = !isCurrent(wanted);
        m_wantsPicture ? paintMoved(painter, l, ratio) : painter.drawImage(l.plot, m_raster);
        paintLabels(painter, l, style);
        paintOverlay(painter, l, area, style);
        for (const auto& looked : {m_beside, m_focused})
            if (looked) paintRing(painter, *looked, false, l, style);
        if (m_highlighted) paintRing(painter, *m_highlighted, true, l, style);
        paintLegend(painter, l, style);
    }
    paintCaption(painter, l, style);
    painter.restore();
}

void EmbeddingScene::paintOverlay(QPainter& painter, const Layout& layout, const QRectF& area,
                                  const PaintStyle& style) const {
    const ToPixel toPixel = [&layout](QPointF plane) { return layout.toPixel(plane); };
    paintMarks(painter, m_marks, layout.plot, toPixel, style);
    if (!m_axes) return;
    const QPointF low = layout.toPlane(layout.plot.bottomLeft()),
                  high = layout.toPlane(layout.plot.topRight());
    paintAxes(painter, layout.plot, area.left() + 2, {m_xName, low.x(), high.x()},
              {m_yName, low.y(), high.y()}, style);
}

RasterStyle EmbeddingScene::rasterStyle(const PaintStyle& style, double pixelRatio) const {
    RasterStyle raster;
    raster.background = style.theme.surface.rgb();
    raster.table = m_colors->shownTable(style.theme.missing.rgb());
    raster.pixelRatio = pixelRatio;
    raster.diameter = m_pointSize * pixelRatio;
    raster.opacity = m_opacity;
    raster.dimOthers = m_anySelected;
    raster.moving = style.moving;
    return raster;
}

// The image has the device's own pixels, whatever the painter's units are.
EmbeddingScene::Wanted EmbeddingScene::wantedRaster(const Layout& layout, double device,
                                                    const PaintStyle& style) const {
    Wanted wanted{{std::max(1, static_cast<int>(std::lround(layout.plot.width() * device))),
                   std::max(1, static_cast<int>(std::lround(layout.plot.height() * device)))},
                  rasterStyle(style, device),
                  {layout.transform.left, layout.transform.top, layout.transform.scale * device,
                   layout.transform.stretch},
                  {}};
    wanted.key = {wanted.view.left,
                  wanted.view.top,
                  wanted.view.scale,
                  wanted.view.stretch,
                  double(wanted.style.background),
                  wanted.style.pixelRatio,
                  m_pointSize,
                  m_opacity,
                  double(style.moving && movingStride(m_lastRaster.inView) > 1)};
    return wanted;
}

bool EmbeddingScene::isCurrent(const Wanted& wanted) const {
    return !m_keysStale && !m_rasterStale && wanted.key == m_rasterKey && m_raster.size() == wanted.size;
}

void EmbeddingScene::updateRaster(const Wanted& wanted) const {
    if (isCurrent(wanted)) return;
    // One that a copy still shows would be copied before it is painted over.
    if (m_raster.size() != wanted.size || !m_raster.isDetached())
        m_raster = QImage(wanted.size, QImage::Format_RGB32);
    m_lastRaster = drawPoints(m_raster, *m_grid, *m_keys, wanted.view, wanted.style);
    m_rasterKey = wanted.key;
    m_rasterView = wanted.view;
    m_rasterStale = false;
}

// The picture of another view, where its points are in this one.
void EmbeddingScene::paintMoved(QPainter& painter, const Layout& layout, double device) const {
    if (m_raster.isNull()) return;
    // Logical pixels a pixel of the image.
    const double scale = layout.transform.scale / m_rasterView.scale,
                 yScale = layout.transform.yScale() / m_rasterView.yScale();
    const QPointF corner = layout.toPixel({m_rasterView.left, m_rasterView.top});
    painter.save();
    painter.setClipRect(layout.plot);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, scale * device != 1 || yScale * device != 1);
    painter.drawImage(QRectF(corner, QSizeF(m_raster.width() * scale, m_raster.height() * yScale)), m_raster);
    painter.restore();
}

void EmbeddingScene::paintRing(QPainter& painter, std::uint32_t point, bool filled, const Layout& layout,
                               const PaintStyle& style) const {
    if (!drawn(point)) return;
    const auto plane = m_grid->position(point);
    if (!plane) return;
    const QPointF at = layout.toPixel(*plane);
    if (!layout.plot.contains(at)) return;
    const double unit = m_lastRaster.diameter / (2 * painter.device()->devicePixelRatioF());
    const double radius = std::max(4.0, unit + 1.5);
    if (filled)
        painter.setBrush(shownColor(m_colors->table[m_colors->index[point]], style.theme.missing));
    else
        painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(style.theme.surface, 4.0));
    painter.drawEllipse(at, radius, radius);
    painter.setPen(QPen(style.theme.text, 1.75));
    painter.drawEllipse(at, radius + 1.0, radius + 1.0);
}

QImage EmbeddingScene::labelPicture(const QPainter& painter, const QString& text, bool strong,
                                    const PaintStyle& style) const {
    const double ratio = painter.device()->devicePixelRatioF();
    const QString key = QStringLiteral("%1|%2|%3|%4").arg(text).arg(strong).arg(ratio).arg(style.theme.dark);
    const auto known = m_labelPictures.constFind(key);
    if (known != m_labelPictures.constEnd()) return *known;
    const QFont font = style.font(painter, 12.5, strong ? QFont::Bold : QFont::DemiBold);
    const auto metrics = metricsOf(font, painter);
    constexpr int pad = 4;
    QImage picture(QSize(static_cast<int>(std::ceil((metrics.horizontalAdvance(text) + 2 * pad) * ratio)),
                         static_cast<int>(std::ceil((metrics.height() + 2 * pad) * ratio))),
                   QImage::Format_ARGB32_Premultiplied);
    picture.setDevicePixelRatio(ratio);
    const int dots = static_cast<int>(std::lround(painter.device()->logicalDpiY() / 0.0254));
    picture.setDotsPerMeterX(dots);
    picture.setDotsPerMeterY(dots);
    picture.fill(Qt::transparent);
    QPainter p(&picture);
    p.setRenderHint(QPainter::Antialiasing);
    p.setFont(font);
    drawHaloText(p, QPointF(pad, pad + metrics.ascent()), text, style.theme.text, style.theme.surface, 4);
    p.end();
    if (m_labelPictures.size() > 1000) m_labelPictures.clear();
    m_labelPictures.insert(key, picture);
    return picture;
}

void EmbeddingScene::paintLabels(QPainter& painter, const Layout& layout, const PaintStyle& style) const {
    if (m_place != LegendPlace::OnPlot && m_place != LegendPlace::Both) return;
    const QFont font = style.font(painter, 12.5, QFont::DemiBold);
    const auto metrics = metricsOf(font, painter);
    std::vector<LabelRequest> requests;
    std::vector<int> categories;
    for (const GroupAnchor& anchor : m_anchors) {
        if (requests.size() >= most_labels) break;
        const LegendEntry& entry = m_colors->legend.entries[static_cast<std::size_t>(anchor.category)];
        if (anchor.scattered || entry.color == missing_color) continue;  // it has no place
        const QString& text = entry.label;
        requests.push_back({layout.toPixel(anchor.at),
                            QSizeF(metrics.horizontalAdvance(text) + 6.0, metrics.height()),
                            anchor.radius * layout.transform.scale});
        categories.push_back(anchor.category);
    }
    const double inset = 4.0;
    const auto placed = placeLabels(requests, layout.plot.adjusted(inset, inset, -inset, -inset), 2.0);
    painter.setFont(font);
    painter.setPen(QPen(style.theme.mutedText, 1.0));
    for (std::size_t i = 0; i < placed.size(); ++i) {
        if (!placed[i] || !placed[i]->moved) continue;
        const QRectF box = placed[i]->box;
        painter.drawLine(requests[i].at, QPointF(std::clamp(requests[i].at.x(), box.left(), box.right()),
                                                 std::clamp(requests[i].at.y(), box.top(), box.bottom())));
    }
    for (std::size_t i = 0; i < placed.size(); ++i) {
        if (!placed[i]) continue;
        const QRectF box = placed[i]->box;
        const QString& text = m_colors->legend.entries[static_cast<std::size_t>(categories[i])].label;
        const QPointF baseline(box.left() + 3.0, box.top() + metrics.ascent());
        const bool strong = m_highlightedCategory == categories[i];
        painter.drawImage(QPointF(baseline.x() - 4, baseline.y() - metrics.ascent() - 4),
                          labelPicture(painter, text, strong, style));
        m_spots.push_back({box, {categories[i], false}});
    }
}

// Of three corners the one with the fewest cells, the top right one of equals. It is chosen when something
// else is shown, or at another size, and stays while the map is moved.
QRectF EmbeddingScene::emptiestPlace(const Layout& layout, QSizeF size, double inset) const {
    const QRectF room = layout.plot.adjusted(inset, inset, -inset, -inset);
    const double below = m_simulated ? 28 : 0;  // the mark of simulated data
    const std::array<QRectF, 3> places{
        QRectF(QPointF(room.right() - size.width(), room.top()), size),
        QRectF(QPointF(room.right() - size.width(), room.bottom() - size.height()), size),
        QRectF(QPointF(room.left(), room.top() + below), size)};
    ScalePlace& now = m_scalePlace;
    // It does not jump while its scale is dragged.
    const bool same = now.revision == m_revision && now.plot == layout.plot.size() && now.size == size;
    if (same || m_scaleLook.held) return places[now.chosen];
    now = {m_revision, layout.plot.size(), size, 0};
    std::size_t least = std::numeric_limits<std::size_t>::max();
    for (std::size_t i = 0; i < places.size(); ++i) {
        const QRectF box = places[i].adjusted(-inset / 2, -inset / 2, inset / 2, inset / 2);
        const std::size_t cells =
            m_grid->inside(QRectF(layout.toPlane(box.topLeft()), layout.toPlane(box.bottomRight()))).count();
        if (cells >= least) continue;
        least = cells;
        now.chosen = i;
    }
    return places[now.chosen];
}

// Beside the plot, or on a veil where it covers the fewest cells.
QRectF EmbeddingScene::placeOnPlot(QPainter& painter, const Layout& layout, QSizeF size,
                                   const PaintStyle& style) const {
    if (!layout.legend.isEmpty())
        return {layout.legend.topLeft(), QSizeF(layout.legend.width(), size.height())};
    const double inset = 16.0;
    const QRectF box = emptiestPlace(layout, size, inset);
    QColor veil = style.theme.surface;
    veil.setAlphaF(0.85F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(veil);
    painter.drawRoundedRect(box.adjusted(-inset / 2, -inset / 2, inset / 2, inset / 2), 6.0, 6.0);
    return box;
}

void EmbeddingScene::paintLegend(QPainter& painter, const Layout& layout, const PaintStyle& style) const {
    const Legend& legend = m_colors->legend;
    if (legend.kind == Legend::Kind::Scale && m_place != LegendPlace::None) {
        const QRectF box = placeOnPlot(painter, layout, scaleBarSize(painter, legend, style), style);
        m_scales = {paintScaleBar(painter, box, legend, style, m_scaleLook)};
    } else if (legend.kind == Legend::Kind::Blend && m_place != LegendPlace::None) {
        const QSizeF size = blendLegendSize(painter, legend, style, m_plotLink, layout.legend.height());
        const PaintedBlend painted =
            paintBlendLegend(painter, placeOnPlot(painter, layout, size, style), legend, style,
                             {m_scaleLook, m_highlightedCategory, m_plotLink});
        m_scales = painted.scales;
        for (const LegendRow& spot : painted.spots) m_spots.push_back({spot.box, {spot.category, true}});
    } else if (legend.kind == Legend::Kind::Categories && !layout.legend.isEmpty()) {
        const double overflow = categoryListHeight(legend) - layout.legend.height();
        m_legendScroll = std::clamp(m_legendScroll, 0.0, std::max(0.0, overflow + 22));
        for (const LegendRow& row : paintCategoryList(painter, layout.legend, legend, m_hidden,
                                                      m_highlightedCategory, m_legendScroll, style))
            m_spots.push_back({row.box, {row.category, true}});
    }
}

void EmbeddingScene::paintCaption(QPainter& painter, const Layout& layout, const PaintStyle& style) const {
    const double inset = 14.0;
    const QFont font = style.font(painter, 11.5);
    const auto metrics = metricsOf(font, painter);
    painter.setFont(font);
    const double left = layout.plot.left() + inset;
    const double bottom = layout.plot.bottom() - inset - metrics.descent();
    if (!m_caption.isEmpty()) {
        const QString text = metrics.elidedText(m_caption, Qt::ElideRight, layout.plot.width() - 2 * inset);
        // Cells may lie there, too.
        QColor veil = style.theme.surface;
        veil.setAlphaF(0.8F);
        painter.fillRect(QRectF(left - 4, bottom - metrics.ascent() - 2, metrics.horizontalAdvance(text) + 8,
                                metrics.height() + 4),
                         veil);
        painter.setPen(style.theme.mutedText);
        painter.drawText(QPointF(left, bottom), text);
    }
    if (m_simulated) paintSimulatedMark(painter, {left, layout.plot.top() + inset}, style);
}

}  // namespace regulus

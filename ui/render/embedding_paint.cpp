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

// Names leave the cells to be seen: no wider than these, together no more than a share of the plot.
constexpr double least_name = 60, widest_name = 180, name_share = 0.3, most_covered = 0.12;
constexpr double scale_inset = 16;  // pixels around a scale on the plot
constexpr double caption_inset = 14;
constexpr double name_size = 12.5, name_pad = 3, halo = 4;  // pixels

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
        paintContours(painter, l, style);
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

// In the colours of the points, if it is by them that the points are coloured; a rim of paper sets them off.
void EmbeddingScene::paintContours(QPainter& painter, const Layout& layout, const PaintStyle& style) const {
    if (m_outlines.empty()) return;
    painter.save();
    painter.setClipRect(layout.plot, Qt::IntersectClip);
    painter.setBrush(Qt::NoBrush);
    QColor rim = style.theme.surface;
    rim.setAlphaF(0.7F);
    for (const GroupContour& contour : m_outlines) {
        const QColor ink =
            contourColor(*m_contours, *m_colors, static_cast<std::size_t>(contour.category), style.theme);
        for (const QPolygonF& line : contour.lines) {
            QPolygonF pixels;
            pixels.reserve(line.size());
            for (const QPointF p : line) pixels << layout.toPixel(p);
            painter.setPen(QPen(rim, 3.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            painter.drawPolygon(pixels);
            painter.setPen(QPen(ink, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            painter.drawPolygon(pixels);
        }
    }
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
    RasterStyle style = wanted.style;
    style.ground = m_ground.get();
    m_lastRaster = drawPoints(m_raster, *m_grid, *m_keys, wanted.view, style);
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
    const QFont font = style.font(painter, name_size, strong ? QFont::Bold : QFont::DemiBold);
    const auto metrics = metricsOf(font, painter);
    constexpr double pad = halo;
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
    drawHaloText(p, QPointF(pad, pad + metrics.ascent()), text, style.theme.text, style.theme.surface, halo);
    p.end();
    if (m_labelPictures.size() > 1000) m_labelPictures.clear();
    m_labelPictures.insert(key, picture);
    return picture;
}

// Those of the largest groups in view, as many as leave the cells to be seen.
std::vector<EmbeddingScene::Name> EmbeddingScene::namesIn(const Layout& layout, const QRectF& room,
                                                          const QFontMetricsF& metrics) const {
    std::vector<Name> names;
    if (!nameable(m_anchors)) return names;
    const double widest =
        std::min(room.width() - 2 * name_pad, std::clamp(name_share * room.width(), least_name, widest_name));
    double left = most_covered * room.width() * room.height();
    for (const GroupAnchor& anchor : m_anchors) {
        const LegendEntry& entry = named().legend.entries[static_cast<std::size_t>(anchor.category)];
        const QPointF at = layout.toPixel(anchor.at);
        if (anchor.scattered || entry.color == missing_color || !room.contains(at)) continue;  // no place
        const QString text = metrics.elidedText(entry.label, Qt::ElideMiddle, widest);
        const QSizeF size(metrics.horizontalAdvance(text) + 2 * name_pad, metrics.height());
        if (size.width() * size.height() > left) continue;
        left -= size.width() * size.height();
        names.push_back({{at, size, anchor.radius * layout.transform.scale}, text, anchor.category});
    }
    return names;
}

void EmbeddingScene::paintLabels(QPainter& painter, const Layout& layout, const PaintStyle& style) const {
    if (m_place != LegendPlace::OnPlot && m_place != LegendPlace::Both) return;
    const QFont font = style.font(painter, name_size, QFont::DemiBold);
    const auto metrics = metricsOf(font, painter);
    const double inset = 4.0;
    const QRectF room = layout.plot.adjusted(inset, inset, -inset, -inset);
    const std::vector<Name> names = namesIn(layout, room, metrics);
    std::vector<LabelRequest> requests;
    for (const Name& name : names) requests.push_back(name.request);
    const auto placed = placeLabels(requests, room, 2.0);
    painter.setPen(QPen(style.theme.mutedText, 1.0));
    for (std::size_t i = 0; i < placed.size(); ++i) {
        if (!placed[i] || !placed[i]->moved) continue;
        const QRectF box = placed[i]->box;
        painter.drawLine(requests[i].at, QPointF(std::clamp(requests[i].at.x(), box.left(), box.right()),
                                                 std::clamp(requests[i].at.y(), box.top(), box.bottom())));
    }
    std::optional<QRectF> pointedAt;
    for (std::size_t i = 0; i < placed.size(); ++i) {
        if (!placed[i]) continue;
        if (&named() == m_colors.get() && m_highlightedCategory == names[i].category)
            pointedAt = placed[i]->box;
        else
            paintName(painter, placed[i]->box, names[i].text, names[i].category, style);
    }
    if (m_highlightedCategory && &named() == m_colors.get())
        paintPointedName(painter, layout, room, pointedAt, style);
}

void EmbeddingScene::paintName(QPainter& painter, const QRectF& box, const QString& text, int category,
                               const PaintStyle& style) const {
    const bool own = &named() == m_colors.get();  // else they are the names of outlines
    const bool strong = own && m_highlightedCategory == category;
    painter.drawImage(QPointF(box.left() + name_pad - halo, box.top() - halo),
                      labelPicture(painter, text, strong, style));
    if (own) m_spots.push_back({box, {category, false}});
}

// The whole name of the group that is pointed at, above the others, also where it would have no place.
void EmbeddingScene::paintPointedName(QPainter& painter, const Layout& layout, const QRectF& room,
                                      const std::optional<QRectF>& usual, const PaintStyle& style) const {
    const auto anchor = std::ranges::find(m_anchors, *m_highlightedCategory, &GroupAnchor::category);
    if (anchor == m_anchors.end() || anchor->scattered || !room.contains(layout.toPixel(anchor->at))) return;
    const LegendEntry& entry = m_colors->legend.entries[static_cast<std::size_t>(anchor->category)];
    if (entry.color == missing_color) return;
    const auto metrics = metricsOf(style.font(painter, name_size, QFont::Bold), painter);
    const QString text = metrics.elidedText(entry.label, Qt::ElideMiddle, room.width() - 2 * name_pad);
    QRectF box(QPointF(), QSizeF(metrics.horizontalAdvance(text) + 2 * name_pad, metrics.height()));
    box.moveCenter(usual ? usual->center() : layout.toPixel(anchor->at));
    paintName(painter, pushedInside(box, room), text, anchor->category, style);
    std::ranges::rotate(m_spots, m_spots.end() - 1);  // it is the one that is seen
}

// Where a scale may lie on the plot, the best first: not on the mark of simulated data.
std::vector<QRectF> EmbeddingScene::scalePlaces(const QRectF& plot, QSizeF size) const {
    const QRectF room =
        plot.adjusted(scale_inset, scale_inset + (m_simulated ? 28 : 0), -scale_inset, -scale_inset);
    const double left = room.left(), right = room.right() - size.width();
    const double top = plot.top() + scale_inset, bottom = room.bottom() - size.height(),
                 middle = plot.center().y() - size.height() / 2;
    std::vector<QRectF> places;
    for (const QPointF& at : {QPointF(right, top), QPointF(right, bottom), QPointF(left, room.top()),
                              QPointF(left, bottom), QPointF(right, middle), QPointF(left, middle)})
        places.emplace_back(at, size);
    return places;
}

// Of those that are drawn, how many lie there or on the rim around it.
std::size_t EmbeddingScene::cellsUnder(const QRectF& place, const Layout& layout) const {
    const QRectF box = place.adjusted(-scale_inset / 2, -scale_inset / 2, scale_inset / 2, scale_inset / 2);
    std::size_t cells = 0;
    for (const std::uint32_t row :
         m_grid->inside(QRectF(layout.toPlane(box.topLeft()), layout.toPlane(box.bottomRight()))).rows())
        cells += drawn(row) ? 1 : 0;
    return cells;
}

// On the plot where the whole of the map leaves it a place without cells, else beside it. Looked for when
// something else is shown, or at another size; it stays while the map is moved, and while the scale is
// dragged.
const EmbeddingScene::ScalePlace& EmbeddingScene::scalePlace(const QRectF& area, QSizeF size) const {
    ScalePlace& now = m_scalePlace;
    const bool same = now.revision == m_revision && now.area == area.size() && now.size == size;
    if (same || m_scaleLook.held) return now;
    now = {m_revision, area.size(), size, std::nullopt};
    Layout whole;
    whole.plot = area;
    whole.transform = transformOf(fitted(area.width() / std::max(1.0, area.height())), area.size(), m_axes);
    const std::vector<QRectF> places = scalePlaces(area, size);
    for (std::size_t i = 0; i < places.size() && !now.chosen; ++i)
        if (area.contains(places[i]) && cellsUnder(places[i], whole) == 0) now.chosen = i;
    return now;
}

// Beside the plot, or on a veil: somebody may have moved cells there.
QRectF EmbeddingScene::placeOnPlot(QPainter& painter, const Layout& layout, QSizeF size,
                                   const PaintStyle& style) const {
    if (!layout.legend.isEmpty() || !m_scalePlace.chosen)
        return {layout.legend.topLeft(), QSizeF(layout.legend.width(), size.height())};
    const QRectF box = scalePlaces(layout.plot, size).at(*m_scalePlace.chosen);
    QColor veil = style.theme.surface;
    veil.setAlphaF(0.85F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(veil);
    painter.drawRoundedRect(
        box.adjusted(-scale_inset / 2, -scale_inset / 2, scale_inset / 2, scale_inset / 2), 6.0, 6.0);
    return box;
}

void EmbeddingScene::paintLegend(QPainter& painter, const Layout& layout, const PaintStyle& style) const {
    const Legend& legend = m_colors->legend;
    if (legend.kind == Legend::Kind::Scale && m_place != LegendPlace::None) {
        const Legend scale = orderedScale();
        const QRectF box = placeOnPlot(painter, layout, scaleBarSize(painter, scale, style), style);
        m_scales = {paintScaleBar(painter, box, scale, style, m_scaleLook)};
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

// What the outlines are, at the right below the plot; beside a caption that wants that width. Returns how far
// the caption may reach.
double EmbeddingScene::paintOutlineKey(QPainter& painter, const Layout& layout, double baseline,
                                       double wanted) const {
    const double right = layout.plot.right() - caption_inset;
    if (!m_contours || empty() || m_caption.isEmpty()) return right;
    constexpr double sign = 15, gap = 6, apart = 24;
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double all = right - layout.plot.left() - caption_inset;
    const double room = std::max(all / 2, all - wanted - apart) - sign - gap;
    if (room <= 0) return right;
    const QString text = metrics.elidedText(outlinesText(), Qt::ElideRight, room);
    const double begin = right - metrics.horizontalAdvance(text);
    painter.drawText(QPointF(begin, baseline), text);
    painter.save();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(painter.pen().color(), 1.4));
    painter.drawEllipse(QRectF(begin - gap - sign, baseline - metrics.capHeight() / 2 - 4.5, sign, 9));
    painter.restore();
    return begin - gap - sign - apart;
}

void EmbeddingScene::paintCaption(QPainter& painter, const Layout& layout, const PaintStyle& style) const {
    const double inset = caption_inset;
    const QFont font = style.font(painter, 11.5);
    const auto metrics = metricsOf(font, painter);
    painter.setFont(font);
    painter.setPen(style.theme.mutedText);
    const double left = layout.plot.left() + inset;
    const double baseline = layout.plot.bottom() + caption_room - 10 - metrics.descent();
    const double room =
        paintOutlineKey(painter, layout, baseline, metrics.horizontalAdvance(m_caption)) - left;
    if (!m_caption.isEmpty())
        painter.drawText(QPointF(left, baseline), metrics.elidedText(m_caption, Qt::ElideRight, room));
    if (!m_simulated) return;
    // Of a plot with quadrants the corners have texts of their own.
    const double middle = layout.plot.center().x() - simulatedMarkSize(painter, style).width() / 2;
    paintSimulatedMark(painter, {m_marks.cross ? middle : left, layout.plot.top() + inset}, style);
}

}  // namespace regulus

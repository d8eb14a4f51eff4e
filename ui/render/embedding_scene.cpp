#include "ui/render/embedding_scene.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/heavy_work.h"
#include "core/base/plain_number.h"
#include "ui/render/blend_legend.h"
#include "ui/render/color_columns.h"
#include "ui/render/drawing_order.h"

namespace regulus {
namespace {

constexpr double axes_left = 62, axes_below = 42, axes_above = 8, axes_right = 12;  // pixels

// A painter on a device that is never shown, for measuring text before there is a picture.
class Measure {
  public:
    explicit Measure(double dpi) : m_image(1, 1, QImage::Format_RGB32) {
        m_image.setDotsPerMeterX(static_cast<int>(std::lround(dpi / 0.0254)));
        m_image.setDotsPerMeterY(static_cast<int>(std::lround(dpi / 0.0254)));
        m_painter.begin(&m_image);
    }
    QPainter& painter() { return m_painter; }

  private:
    QImage m_image;
    QPainter m_painter;
};

}  // namespace

// What was computed of all points no longer holds.
void EmbeddingScene::touch(bool anchors) {
    ++m_revision;
    m_keysStale = true;
    m_anchorsStale = m_anchorsStale || anchors;
}

void EmbeddingScene::setPoints(std::shared_ptr<const SpatialGrid> grid) {
    if (grid != m_grid) m_raster = {};  // other points lie elsewhere
    m_grid = std::move(grid);
    const std::size_t n = m_grid ? m_grid->size() : 0;
    if (m_colors->size() != n) setColors(colorsUniform(n));
    if (m_contours && m_contours->size() != n) m_contours.reset();
    if (m_selected.universe() != n) setSelection(CellSet(n));
    if (m_shown && m_shown->universe() != n) m_shown.reset();
    m_highlighted.reset();
    m_focused.reset();
    m_beside.reset();
    touch(true);
}

void EmbeddingScene::setGround(std::shared_ptr<const SpatialGrid> ground) {
    if (ground == m_ground) return;
    m_ground = std::move(ground);
    touch(false);
}

QRectF EmbeddingScene::wholeBounds(bool core) const {
    const QRectF own = core ? m_grid->coreBounds() : m_grid->bounds();
    if (!m_ground || m_ground->placed() == 0) return own;
    return own | (core ? m_ground->coreBounds() : m_ground->bounds());
}

void EmbeddingScene::setColors(std::shared_ptr<const PointColors> colors) {
    if (colors == m_colors) return;
    m_colors = std::move(colors);
    m_hidden.clear();
    m_highlightedCategory.reset();
    m_legendScroll = 0;
    touch(true);
}

void EmbeddingScene::setSelection(CellSet selected) {
    const bool any = !selected.empty();
    if (any == m_anySelected && selected == m_selected) return;
    m_selected = std::move(selected);
    m_anySelected = any;
    touch(false);
}

void EmbeddingScene::setEmphasis(CellSet cells) {
    if (m_anySelected && cells == m_selected) return;
    m_selected = std::move(cells);
    m_anySelected = true;
    touch(false);
}

void EmbeddingScene::setShown(std::optional<CellSet> shown) {
    if (shown == m_shown) return;
    m_shown = std::move(shown);
    touch(true);
}

void EmbeddingScene::setHiddenCategories(std::vector<std::uint8_t> hidden) {
    if (hidden == m_hidden) return;
    m_hidden = std::move(hidden);
    touch(true);
}

void EmbeddingScene::setHighlighted(std::optional<std::uint32_t> point) {
    m_highlighted = point;
}
void EmbeddingScene::setFocused(std::optional<std::uint32_t> point) {
    m_focused = point;
}
void EmbeddingScene::setBeside(std::optional<std::uint32_t> point) {
    m_beside = point;
}
void EmbeddingScene::setHighlightedCategory(std::optional<int> category) {
    m_highlightedCategory = category;
}

void EmbeddingScene::setAxisNames(const QString& x, const QString& y) {
    m_xName = x;
    m_yName = y;
}

void EmbeddingScene::setAxes(bool axes) {
    m_axes = axes;
}

void EmbeddingScene::setContours(std::shared_ptr<const PointColors> groups) {
    if (groups == m_contours) return;
    m_contours = std::move(groups);
    ++m_revision;
    m_anchorsStale = true;
}

void EmbeddingScene::setContoursNamed(bool named) {
    if (named == m_contoursNamed) return;
    m_contoursNamed = named;
    ++m_revision;
    m_anchorsStale = true;
}

void EmbeddingScene::setMixedOrder(bool mixed) {
    if (mixed == m_mixedOrder) return;
    m_mixedOrder = mixed;
    touch(false);
}

const PointColors& EmbeddingScene::named() const {
    return m_contours && m_contoursNamed && m_colors->legend.kind != Legend::Kind::Categories ? *m_contours
                                                                                              : *m_colors;
}

void EmbeddingScene::setPointSize(double logicalPixels) {
    m_pointSize = logicalPixels > 0 ? std::clamp(logicalPixels, 1.0, 16.0) : 0;
}

void EmbeddingScene::setOpacity(double opacity) {
    m_opacity = std::clamp(opacity, 0.05, 1.0);
}

void EmbeddingScene::setView(const PlaneView& view) {
    if (!(view.span > 0) || !(view.stretch > 0) ||
        !std::isfinite(view.span + view.stretch + view.center.x() + view.center.y()))
        return;
    m_view = view;
    m_hasView = true;
    if (empty()) return;
    // Deeper than single precision resolves, or so far out that all is one dot, helps nobody.
    const QRectF bounds = wholeBounds(false);
    const double extent = std::max(bounds.width(), bounds.height() * m_view.stretch);
    const double whole = extent > 0 ? extent : 1;  // one place: as viewOf() shows it
    const double up = whole / m_view.stretch;
    m_view.span = std::clamp(m_view.span, whole * 1e-5, whole * 20);
    m_view.center.setX(std::clamp(m_view.center.x(), bounds.left() - whole, bounds.right() + whole));
    m_view.center.setY(std::clamp(m_view.center.y(), bounds.top() - up, bounds.bottom() + up));
}

PlaneView EmbeddingScene::viewOfBox(const QRectF& box, double aspect) const {
    return m_axes ? stretchedViewOf(box, aspect) : viewOf(box, aspect);
}

PlaneView EmbeddingScene::fitted(double aspect) const {
    return empty() ? PlaneView{} : viewOfBox(withOutlines(wholeBounds(true), m_marks), aspect);
}

PlaneView EmbeddingScene::fitted(const CellSet& cells, double aspect) const {
    if (empty()) return {};
    QRectF box;
    bool any = false;
    for (std::size_t i = 0; i < m_grid->placed(); ++i) {
        if (!cells.contains(m_grid->rows()[i])) continue;
        const QPointF p(static_cast<double>(m_grid->x()[i]), static_cast<double>(m_grid->y()[i]));
        if (!any) box = QRectF(p, p);
        any = true;
        box.setLeft(std::min(box.left(), p.x()));
        box.setRight(std::max(box.right(), p.x()));
        box.setTop(std::min(box.top(), p.y()));
        box.setBottom(std::max(box.bottom(), p.y()));
    }
    if (!any) return fitted(aspect);
    // A single cell is shown with its surroundings.
    constexpr double surroundings = 0.02;
    const QRectF bounds = m_grid->bounds();
    if (m_axes) {
        const double across = surroundings * bounds.width(), up = surroundings * bounds.height();
        if (box.width() < across) box.adjust(-across, 0, across, 0);
        if (box.height() < up) box.adjust(0, -up, 0, up);
        return stretchedViewOf(box, aspect);
    }
    const double least = surroundings * std::max(bounds.width(), bounds.height());
    if (std::max(box.width(), box.height()) < least) box.adjust(-least, -least, least, least);
    return viewOf(box, aspect);
}

bool EmbeddingScene::legendBeside(const QRectF& area, QSizeF scale) const {
    if (m_colors->legend.kind == Legend::Kind::None || m_place == LegendPlace::None) return false;
    // That of a blend is too large to lie on cells.
    if (m_place != LegendPlace::OnPlot || m_colors->blended()) return true;
    return m_colors->legend.kind == Legend::Kind::Scale && !empty() && !scalePlace(area, scale).chosen;
}

// With what lies above what.
Legend EmbeddingScene::orderedScale() const {
    Legend scale = m_colors->legend;
    scale.order = orderText(drawingOrder(scale, m_mixedOrder));
    return scale;
}

EmbeddingScene::Layout EmbeddingScene::layout(const QRectF& area, const PaintStyle& style) const {
    Layout l;
    l.plot = area;
    Measure measure(96);
    const bool scaled = m_colors->legend.kind == Legend::Kind::Scale;
    const Legend scale = scaled ? orderedScale() : Legend();
    if (legendBeside(area, scaled ? scaleBarSize(measure.painter(), scale, style) : QSizeF())) {
        const double most = area.width() * 0.42, gap = 16.0;
        const double width =
            m_colors->blended()
                ? std::min(most, blendLegendSize(measure.painter(), m_colors->legend, style, m_plotLink,
                                                 area.height() - 2 * gap)
                                     .width())
                : legendWidth(measure.painter(), scaled ? scale : m_colors->legend, style, most);
        l.legend = QRectF(area.right() - width - gap, area.top() + gap, width, area.height() - 2 * gap);
        l.plot.setRight(l.legend.left() - gap);
    }
    // Always the same room, so that the plot stays where it is while its axes show other numbers.
    if (m_axes) l.plot.adjust(axes_left, axes_above, -axes_right, -axes_below);
    // Below the cells, not on them.
    if (!m_caption.isEmpty()) l.plot.setBottom(l.plot.bottom() - caption_room);
    const PlaneView view = m_hasView ? m_view : fitted(l.plot.width() / std::max(1.0, l.plot.height()));
    l.transform = transformOf(view, l.plot.size(), m_axes);
    return l;
}

double EmbeddingScene::plotAspect(const QRectF& area, const PaintStyle& style) const {
    const QRectF plot = layout(area, style).plot;
    return plot.height() > 0 ? plot.width() / plot.height() : 1;
}

bool EmbeddingScene::drawn(std::uint32_t point) const {
    if (m_shown && !m_shown->contains(point)) return false;
    const unsigned c = point < m_colors->index.size() ? m_colors->index[point] : 0U;
    return c == 0 || c - 1 >= m_hidden.size() || m_hidden[c - 1] == 0;
}

std::optional<std::uint32_t> EmbeddingScene::pointAt(QPointF position, double radius,
                                                     const Layout& layout) const {
    if (empty() || !layout.plot.contains(position)) return std::nullopt;
    return m_grid->nearest(
        layout.toPlane(position), radius / layout.transform.scale,
        [this](std::uint32_t point) { return drawn(point); }, layout.transform.stretch);
}

std::optional<MarkGrip> EmbeddingScene::gripAt(QPointF position, const Layout& layout) const {
    return regulus::gripAt(m_marks, position, layout.plot,
                           [&layout](QPointF plane) { return layout.toPixel(plane); });
}

std::vector<std::uint32_t> EmbeddingScene::nearestTo(std::uint32_t point, std::size_t count) const {
    const auto place = m_grid ? m_grid->position(point) : std::nullopt;
    if (!place) return {};
    return m_grid->nearestPoints(*place, count, [this](std::uint32_t other) { return drawn(other); });
}

CellSet EmbeddingScene::cellsIn(const QPolygonF& planePolygon) const {
    if (!m_grid) return {};
    CellSet cells = m_grid->inside(planePolygon);
    for (const std::uint32_t row : cells.rows())
        if (!drawn(row)) cells.erase(row);
    return cells;
}

std::optional<EmbeddingScene::CategoryHit> EmbeddingScene::categoryAt(QPointF position) const {
    for (const Spot& spot : m_spots)
        if (spot.box.contains(position)) return spot.hit;
    return std::nullopt;
}

// Near an end of a scale, on its side: a square of colours is there to be clicked.
std::optional<ScaleEnd> EmbeddingScene::scaleEndAt(QPointF position) const {
    return regulus::scaleEndAt(m_scales, m_colors->blended(), position);
}

std::optional<int> EmbeddingScene::scaleAt(QPointF position) const {
    return regulus::scaleAt(m_scales, position);
}

void EmbeddingScene::setScaleEnd(std::optional<ScaleEnd> end) {
    m_scaleLook.end = end;
}

bool EmbeddingScene::holdScale(const ScaleEnd& end) {
    const auto scale = std::ranges::find(m_scales, end.axis, &PaintedScale::axis);
    if (scale == m_scales.end()) return false;
    m_scaleLook = {end, *scale};
    return true;
}

void EmbeddingScene::releaseScale() {
    m_scaleLook = {};
}

double EmbeddingScene::heldValueAt(QPointF position) const {
    return m_scaleLook.held ? m_scaleLook.held->valueAt(position) : 0;
}

const Legend* EmbeddingScene::scaleLegend(int axis) const {
    const Legend& legend = m_colors->legend;
    if (m_colors->continuous() && axis == 0) return &legend;
    const auto place = static_cast<std::size_t>(axis);
    return m_colors->blended() && place < legend.axes.size() ? &legend.axes[place] : nullptr;
}

void EmbeddingScene::scrollLegend(double pixels) const {
    m_legendScroll = std::max(0.0, m_legendScroll + pixels);  // the end is known when painting
}

QString EmbeddingScene::outlinesText() const {
    if (!m_contours) return {};
    return QCoreApplication::translate("EmbeddingView", "Outlines: %1, each around %2 % of the cells")
        .arg(m_contours->legend.title)
        .arg(std::lround(100 * contour_share));
}

MapPicture EmbeddingScene::picture() const {
    MapPicture out;
    out.points = m_grid;
    out.ground = m_ground;
    out.colors = *m_colors;
    out.selected = m_selected;
    out.stepBack = m_anySelected;
    out.shown = m_shown;
    out.hidden = m_hidden;
    out.title = title();
    out.xName = m_xName;
    out.yName = m_yName;
    out.axes = m_axes;
    out.marks = m_marks;
    out.contours = m_contours;
    out.contoursNamed = m_contoursNamed;
    out.mixedOrder = m_mixedOrder;
    out.note = m_note;
    if (m_contours) {
        if (!out.note.isEmpty()) out.note += QLatin1Char(' ');
        out.note += outlinesText() + QLatin1Char('.');
    }
    out.simulated = m_simulated;
    out.names = m_place == LegendPlace::OnPlot || m_place == LegendPlace::Both;
    out.pointSize = m_pointSize;
    out.opacity = m_opacity;
    if (m_hasView) out.view = m_view;
    return out;
}

namespace {

// With all its digits where it is no float; a float, as genes are, in as few as tell it from its neighbours.
std::string written(float drawn, const std::vector<double>* exact, std::uint32_t row) {
    if (exact == nullptr || (*exact)[row] == static_cast<double>(drawn)) return plain_number(drawn);
    return plain_number((*exact)[row]);
}

}  // namespace

FigureNumbers EmbeddingScene::numbers() const {
    FigureNumbers out;
    if (!m_grid) return out;
    out.columns = {"cell", m_axes ? m_xName.toStdString() : "x", m_axes ? m_yName.toStdString() : "y"};
    for (std::string& column : colorColumns(*m_colors)) out.columns.push_back(std::move(column));
    std::vector<std::uint32_t> at(m_grid->size(), std::uint32_t(-1));
    for (std::size_t i = 0; i < m_grid->placed(); ++i) at[m_grid->rows()[i]] = static_cast<std::uint32_t>(i);
    for (std::uint32_t row = 0; row < at.size(); ++row) {
        if (at[row] == std::uint32_t(-1) || !drawn(row)) continue;
        const std::string name = m_names && row < m_names->size() ? (*m_names)[row] : std::to_string(row);
        std::vector<std::string> line{name, written(m_grid->x()[at[row]], m_exactX.get(), row),
                                      written(m_grid->y()[at[row]], m_exactY.get(), row)};
        for (std::string& text : colorTexts(*m_colors, row)) line.push_back(std::move(text));
        out.rows.push_back(std::move(line));
    }
    return out;
}

void EmbeddingScene::updateKeys() const {
    if (!m_keysStale || !m_grid) return;
    m_keys =
        std::make_shared<const PointKeys>(makeKeys(*m_grid, *m_colors, m_anySelected ? &m_selected : nullptr,
                                                   m_shown ? &*m_shown : nullptr, m_hidden, m_mixedOrder));
    m_keysStale = false;
    m_rasterStale = true;
}

void EmbeddingScene::updateAnchors() const {
    if (!m_anchorsStale || !m_grid) return;
    m_anchorsStale = false;
    const auto isDrawn = [this](std::uint32_t point) { return drawn(point); };
    m_anchors = groupAnchors(*m_grid, named(), isDrawn);
    m_outlines = m_contours ? groupContours(*m_grid, *m_contours, isDrawn) : std::vector<GroupContour>{};
}

// --- a picture made elsewhere -------------------------------------------------------------------------

void EmbeddingScene::prepare(const QRectF& area, double pixelRatio, const PaintStyle& style, Job& job) {
    begin_heavy_work("map");
    if (empty()) return;
    updateKeys();
    job.checkpoint();
    updateAnchors();
    job.checkpoint();
    updateRaster(wantedRaster(layout(area, style), pixelRatio, style));
}

void EmbeddingScene::take(const EmbeddingScene& prepared) {
    m_keys = prepared.m_keys;
    m_anchors = prepared.m_anchors;
    m_outlines = prepared.m_outlines;
    m_raster = prepared.m_raster;
    m_rasterKey = prepared.m_rasterKey;
    m_rasterView = prepared.m_rasterView;
    m_lastRaster = prepared.m_lastRaster;
    m_keysStale = prepared.m_keysStale;
    m_anchorsStale = prepared.m_anchorsStale;
    m_rasterStale = prepared.m_rasterStale;
}

void EmbeddingScene::keepPlace(const EmbeddingScene& before) {
    if (before.m_grid == m_grid) {
        m_view = before.m_view;
        m_hasView = before.m_hasView;
    }
    m_scaleLook = before.m_scaleLook;
    m_scales = before.m_scales;
    if (before.m_colors != m_colors) return;
    m_legendScroll = before.m_legendScroll;
    m_highlightedCategory = before.m_highlightedCategory;
}

}  // namespace regulus

#include "ui/render/embedding_scene.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/plain_number.h"
#include "ui/render/legend_painter.h"

namespace regulus {
namespace {

constexpr double margin = 1.10;  // of the plot around all points

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

PlaneView viewOf(const QRectF& box, double aspect) {
    PlaneView view;
    view.center = box.center();
    // The shorter side of the plot shows `span`; the longer one shows more by the aspect.
    const double across = aspect >= 1 ? aspect : 1, up = aspect >= 1 ? 1 : 1 / aspect;
    view.span = margin * std::max(box.width() / across, box.height() / up);
    if (!(view.span > 0)) view.span = 1;
    return view;
}

}  // namespace

void EmbeddingScene::setPoints(std::shared_ptr<const SpatialGrid> grid) {
    m_grid = std::move(grid);
    const std::size_t n = m_grid ? m_grid->size() : 0;
    if (m_colors.size() != n) setColors(colorsUniform(n));
    if (m_selected.universe() != n) setSelection(CellSet(n));
    if (m_shown && m_shown->universe() != n) m_shown.reset();
    m_highlighted.reset();
    m_keysStale = m_anchorsStale = true;
}

void EmbeddingScene::setColors(PointColors colors) {
    m_colors = std::move(colors);
    m_hidden.clear();
    m_highlightedCategory.reset();
    m_legendScroll = 0;
    m_keysStale = m_anchorsStale = true;
}

void EmbeddingScene::setSelection(CellSet selected) {
    m_selected = std::move(selected);
    m_anySelected = !m_selected.empty();
    m_keysStale = true;
}

void EmbeddingScene::setShown(std::optional<CellSet> shown) {
    m_shown = std::move(shown);
    m_keysStale = m_anchorsStale = true;
}

void EmbeddingScene::setHiddenCategories(std::vector<std::uint8_t> hidden) {
    m_hidden = std::move(hidden);
    m_keysStale = m_anchorsStale = true;
}

void EmbeddingScene::setHighlighted(std::optional<std::uint32_t> point) {
    m_highlighted = point;
}
void EmbeddingScene::setHighlightedCategory(std::optional<int> category) {
    m_highlightedCategory = category;
}

void EmbeddingScene::setAxisNames(const QString& x, const QString& y) {
    m_xName = x;
    m_yName = y;
}

void EmbeddingScene::setPointSize(double logicalPixels) {
    m_pointSize = logicalPixels > 0 ? std::clamp(logicalPixels, 1.0, 16.0) : 0;
}

void EmbeddingScene::setOpacity(double opacity) {
    m_opacity = std::clamp(opacity, 0.05, 1.0);
}

void EmbeddingScene::setView(const PlaneView& view) {
    if (!(view.span > 0) || !std::isfinite(view.span + view.center.x() + view.center.y())) return;
    m_view = view;
    m_hasView = true;
    if (empty()) return;
    // Deeper than single precision resolves, or so far out that all is one dot, helps nobody.
    const QRectF bounds = m_grid->bounds();
    const double whole = std::max({bounds.width(), bounds.height(), 1e-12});
    m_view.span = std::clamp(m_view.span, whole * 1e-5, whole * 20);
    m_view.center.setX(std::clamp(m_view.center.x(), bounds.left() - whole, bounds.right() + whole));
    m_view.center.setY(std::clamp(m_view.center.y(), bounds.top() - whole, bounds.bottom() + whole));
}

PlaneView EmbeddingScene::fitted(double aspect) const {
    return empty() ? PlaneView{} : viewOf(m_grid->coreBounds(), aspect);
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
    const double least = 0.02 * std::max(m_grid->bounds().width(), m_grid->bounds().height());
    if (std::max(box.width(), box.height()) < least) box.adjust(-least, -least, least, least);
    return viewOf(box, aspect);
}

bool EmbeddingScene::legendBeside() const {
    if (m_colors.legend.kind == Legend::Kind::None || m_place == LegendPlace::None) return false;
    if (m_place == LegendPlace::OnPlot) return false;
    return true;
}

EmbeddingScene::Layout EmbeddingScene::layout(const QRectF& area, const PaintStyle& style) const {
    Layout l;
    l.plot = area;
    if (legendBeside()) {
        Measure measure(96 * (style.figure ? style.unit : 1));
        const double width = legendWidth(measure.painter(), m_colors.legend, style, area.width() * 0.42);
        const double gap = style.px(style.figure ? 10 : 16);
        l.legend = QRectF(area.right() - width - gap, area.top() + gap, width, area.height() - 2 * gap);
        l.plot.setRight(l.legend.left() - gap);
    }
    const PlaneView view = m_hasView ? m_view : fitted(l.plot.width() / std::max(1.0, l.plot.height()));
    const double side = std::max(1.0, std::min(l.plot.width(), l.plot.height()));
    l.transform.scale = side / view.span;
    l.transform.left = view.center.x() - l.plot.width() / 2 / l.transform.scale;
    l.transform.top = view.center.y() + l.plot.height() / 2 / l.transform.scale;
    return l;
}

double EmbeddingScene::plotAspect(const QRectF& area, const PaintStyle& style) const {
    const QRectF plot = layout(area, style).plot;
    return plot.height() > 0 ? plot.width() / plot.height() : 1;
}

bool EmbeddingScene::drawn(std::uint32_t point) const {
    if (m_shown && !m_shown->contains(point)) return false;
    const unsigned c = point < m_colors.index.size() ? m_colors.index[point] : 0U;
    return c == 0 || c - 1 >= m_hidden.size() || m_hidden[c - 1] == 0;
}

std::optional<std::uint32_t> EmbeddingScene::pointAt(QPointF position, double radius,
                                                     const Layout& layout) const {
    if (empty() || !layout.plot.contains(position)) return std::nullopt;
    return m_grid->nearest(layout.toPlane(position), radius / layout.transform.scale,
                           [this](std::uint32_t point) { return drawn(point); });
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

void EmbeddingScene::scrollLegend(double pixels) const {
    m_legendScroll = std::max(0.0, m_legendScroll + pixels);  // the end is known when painting
}

double EmbeddingScene::preferredAspect() const {
    if (empty()) return 4.0 / 3;
    const QRectF b = m_grid->coreBounds();
    const double own = b.height() > 0 ? b.width() / b.height() : 1;
    return std::clamp(own, 0.8, 1.6) * (legendBeside() ? 1.3 : 1.0);
}

FigureNumbers EmbeddingScene::numbers() const {
    FigureNumbers out;
    if (!m_grid) return out;
    const std::string by = m_colors.legend.title.toStdString();
    out.columns = {"cell", "x", "y"};
    const bool colored = m_colors.legend.kind != Legend::Kind::None;
    if (colored) out.columns.push_back(by.empty() ? "value" : by);
    std::vector<std::uint32_t> at(m_grid->size(), std::uint32_t(-1));
    for (std::size_t i = 0; i < m_grid->placed(); ++i) at[m_grid->rows()[i]] = static_cast<std::uint32_t>(i);
    for (std::uint32_t row = 0; row < at.size(); ++row) {
        if (at[row] == std::uint32_t(-1) || !drawn(row)) continue;
        const std::string name = m_names && row < m_names->size() ? (*m_names)[row] : std::to_string(row);
        std::vector<std::string> line{name, plain_number(m_grid->x()[at[row]]),
                                      plain_number(m_grid->y()[at[row]])};
        if (m_colors.continuous()) {
            line.push_back(plain_number((*m_colors.values)[row]));
        } else if (colored) {
            line.push_back(m_colors.index[row] == 0 ? std::string() : m_colors.textAt(row).toStdString());
        }
        out.rows.push_back(std::move(line));
    }
    return out;
}

void EmbeddingScene::updateKeys() const {
    if (!m_keysStale || !m_grid) return;
    m_keys = makeKeys(*m_grid, m_colors, m_anySelected ? &m_selected : nullptr, m_shown ? &*m_shown : nullptr,
                      m_hidden);
    m_keysStale = false;
    m_rasterStale = true;
}

void EmbeddingScene::updateAnchors() const {
    if (!m_anchorsStale || !m_grid) return;
    m_anchorsStale = false;
    m_anchors.clear();
    if (m_colors.legend.kind != Legend::Kind::Categories) return;
    const std::size_t groups = m_colors.legend.entries.size();
    // Of a large group every n-th point of the grid's order, which is even over the plane, tells as much.
    constexpr std::size_t most_members = 5000;
    std::vector<std::size_t> counts(groups), seen(groups);
    const auto groupOf = [this](std::size_t i) -> std::size_t {
        const std::uint32_t row = m_grid->rows()[i];
        return drawn(row) ? m_colors.index[row] : PointColors::missing;
    };
    for (std::size_t i = 0; i < m_grid->placed(); ++i)
        if (const std::size_t c = groupOf(i); c > 0) ++counts[c - 1];
    std::vector<std::vector<std::uint32_t>> members(groups);
    for (std::size_t i = 0; i < m_grid->placed(); ++i) {
        const std::size_t c = groupOf(i);
        if (c == 0) continue;
        const std::size_t step = 1 + counts[c - 1] / most_members;
        if (seen[c - 1]++ % step == 0) members[c - 1].push_back(static_cast<std::uint32_t>(i));
    }
    const auto median = [](const std::vector<std::uint32_t>& of, std::span<const float> values) {
        std::vector<float> v;
        v.reserve(of.size());
        for (const std::uint32_t i : of) v.push_back(values[i]);
        const auto middle = v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2);
        std::nth_element(v.begin(), middle, v.end());
        return static_cast<double>(*middle);
    };
    for (std::size_t g = 0; g < groups; ++g) {
        if (members[g].empty()) continue;
        const double mx = median(members[g], m_grid->x()), my = median(members[g], m_grid->y());
        Anchor anchor{static_cast<int>(g), {}, counts[g]};
        double best = -1;
        for (const std::uint32_t i : members[g]) {
            const double dx = static_cast<double>(m_grid->x()[i]) - mx;
            const double dy = static_cast<double>(m_grid->y()[i]) - my;
            if (best >= 0 && dx * dx + dy * dy >= best) continue;
            best = dx * dx + dy * dy;
            anchor.at = QPointF(static_cast<double>(m_grid->x()[i]), static_cast<double>(m_grid->y()[i]));
        }
        std::vector<double> distances;
        for (const std::uint32_t i : members[g])
            distances.push_back(std::hypot(static_cast<double>(m_grid->x()[i]) - anchor.at.x(),
                                           static_cast<double>(m_grid->y()[i]) - anchor.at.y()));
        const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
        std::nth_element(distances.begin(), middle, distances.end());
        anchor.radius = *middle;
        m_anchors.push_back(anchor);
    }
    std::stable_sort(m_anchors.begin(), m_anchors.end(),
                     [](const Anchor& a, const Anchor& b) { return a.count > b.count; });
}

}  // namespace regulus

#include "ui/render/spatial_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace regulus {
namespace {

constexpr double points_a_cell = 4;
constexpr int most_cells_a_side = 2048;

bool placeable(float x, float y) {
    return std::isfinite(x) && std::isfinite(y);
}

QRectF fromEdges(double left, double top, double right, double bottom) {
    return {QPointF(left, top), QPointF(right, bottom)};
}

}  // namespace

SpatialGrid::SpatialGrid(std::span<const float> x, std::span<const float> y) : m_size(x.size()) {
    double left = std::numeric_limits<double>::infinity(), right = -left, low = left, high = -left;
    std::size_t placed = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!placeable(x[i], y[i])) continue;
        left = std::min(left, static_cast<double>(x[i]));
        right = std::max(right, static_cast<double>(x[i]));
        low = std::min(low, static_cast<double>(y[i]));
        high = std::max(high, static_cast<double>(y[i]));
        ++placed;
    }
    if (placed == 0) {
        m_start = {0, 0};
        return;
    }
    m_bounds = m_core = fromEdges(left, low, right, high);
    const double width = std::max(right - left, 1e-30), height = std::max(high - low, 1e-30);
    const double cells = std::max(1.0, static_cast<double>(placed) / points_a_cell);
    const auto side = [](double n) {
        return std::clamp(static_cast<int>(std::lround(n)), 1, most_cells_a_side);
    };
    // Axes of different things may differ by any factor: what is drawn of them does not.
    constexpr double widest = 8;
    m_columns = side(std::sqrt(cells * std::clamp(width / height, 1 / widest, widest)));
    m_lines = side(cells / m_columns);
    m_cell_width = width / m_columns;
    m_cell_height = height / m_lines;
    sortIntoCells(x, y);
    trimBounds();
}

SpatialGrid SpatialGrid::fromMatrix(const Matrix& coordinates, std::size_t xColumn, std::size_t yColumn) {
    std::vector<float> x(coordinates.rows, 0), y(coordinates.rows, 0);
    for (std::size_t r = 0; r < coordinates.rows; ++r) {
        if (xColumn < coordinates.cols) x[r] = coordinates(r, xColumn);
        if (yColumn < coordinates.cols) y[r] = coordinates(r, yColumn);
    }
    return {x, y};
}

int SpatialGrid::column(double x) const noexcept {
    const double at = (x - m_bounds.left()) / m_cell_width;
    return at > 0 ? static_cast<int>(std::min(at, m_columns - 1.0)) : 0;
}

int SpatialGrid::line(double y) const noexcept {
    const double at = (y - m_bounds.top()) / m_cell_height;
    return at > 0 ? static_cast<int>(std::min(at, m_lines - 1.0)) : 0;
}

// A counting sort by cell keeps points of one cell in the order given.
void SpatialGrid::sortIntoCells(std::span<const float> x, std::span<const float> y) {
    const auto cells = static_cast<std::size_t>(m_columns) * static_cast<std::size_t>(m_lines);
    m_start.assign(cells + 1, 0);
    constexpr auto unplaced = std::numeric_limits<std::uint32_t>::max();
    std::vector<std::uint32_t> cell_of(x.size(), unplaced);
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!placeable(x[i], y[i])) continue;
        cell_of[i] = static_cast<std::uint32_t>(line(static_cast<double>(y[i])) * m_columns +
                                                column(static_cast<double>(x[i])));
        ++m_start[cell_of[i] + 1U];
    }
    for (std::size_t c = 0; c < cells; ++c) m_start[c + 1] += m_start[c];
    m_row.resize(m_start[cells]);
    m_x.resize(m_row.size());
    m_y.resize(m_row.size());
    std::vector<std::uint32_t> next(m_start.begin(), m_start.end() - 1);
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (cell_of[i] == unplaced) continue;
        const std::uint32_t to = next[cell_of[i]]++;
        m_row[to] = static_cast<std::uint32_t>(i);
        m_x[to] = x[i];
        m_y[to] = y[i];
    }
}

// One far outlier must not shrink everything else into a dot.
void SpatialGrid::trimBounds() {
    if (m_row.size() < 1000) return;
    const std::size_t tail = std::max<std::size_t>(1, m_row.size() / 2000);
    const auto trimmed = [tail](std::vector<float> values, double first, double last) {
        const auto low = values.begin() + static_cast<std::ptrdiff_t>(tail);
        std::nth_element(values.begin(), low, values.end());
        const double a = static_cast<double>(*low);
        const auto high = values.end() - 1 - static_cast<std::ptrdiff_t>(tail);
        std::nth_element(values.begin(), high, values.end());
        const double b = static_cast<double>(*high);
        const double reach = 0.5 * (b - a);
        return std::pair(first < a - reach ? a : first, last > b + reach ? b : last);
    };
    const auto [left, right] = trimmed(m_x, m_bounds.left(), m_bounds.right());
    const auto [low, high] = trimmed(m_y, m_bounds.top(), m_bounds.bottom());
    m_core = fromEdges(left, low, right, high);
}

std::vector<SpatialGrid::Run> SpatialGrid::runs(const QRectF& rectangle) const {
    std::vector<Run> out;
    const QRectF r = rectangle.normalized();
    if (m_row.empty() || r.right() < m_bounds.left() || r.left() > m_bounds.right() ||
        r.bottom() < m_bounds.top() || r.top() > m_bounds.bottom())
        return out;
    const int first = column(r.left()), last = column(r.right());
    for (int l = line(r.top()); l <= line(r.bottom()); ++l) {
        const auto base = static_cast<std::size_t>(l) * static_cast<std::size_t>(m_columns);
        const std::size_t begin = m_start[base + static_cast<std::size_t>(first)];
        const std::size_t end = m_start[base + static_cast<std::size_t>(last) + 1];
        if (begin < end) out.push_back({begin, end});
    }
    return out;
}

std::size_t SpatialGrid::countIn(const QRectF& rectangle) const {
    std::size_t n = 0;
    for (const Run& run : runs(rectangle)) n += run.end - run.begin;
    return n;
}

std::optional<QPointF> SpatialGrid::position(std::uint32_t point) const {
    const auto found = std::find(m_row.begin(), m_row.end(), point);
    if (found == m_row.end()) return std::nullopt;
    const auto i = static_cast<std::size_t>(found - m_row.begin());
    return QPointF(static_cast<double>(m_x[i]), static_cast<double>(m_y[i]));
}

std::optional<std::uint32_t> SpatialGrid::nearest(QPointF at, double radius,
                                                  const std::function<bool(std::uint32_t)>& accept,
                                                  double stretch) const {
    std::optional<std::uint32_t> best;
    double best_distance = radius * radius;
    const double up = radius / stretch;
    const QRectF box(at.x() - radius, at.y() - up, 2 * radius, 2 * up);
    for (const Run& run : runs(box)) {
        for (std::size_t i = run.begin; i < run.end; ++i) {
            const double dx = static_cast<double>(m_x[i]) - at.x(),
                         dy = (static_cast<double>(m_y[i]) - at.y()) * stretch;
            const double d = dx * dx + dy * dy;
            if (d > best_distance || (d == best_distance && best && *best < m_row[i])) continue;
            if (accept && !accept(m_row[i])) continue;
            best = m_row[i];
            best_distance = d;
        }
    }
    return best;
}

// In a circle that grows until enough points lie in it.
std::vector<std::uint32_t> SpatialGrid::nearestPoints(
    QPointF at, std::size_t count, const std::function<bool(std::uint32_t)>& accept) const {
    std::vector<std::pair<double, std::uint32_t>> found;
    const QRectF all = m_bounds.united(QRectF(at, QSizeF(0, 0)));
    const double whole = std::hypot(all.width(), all.height());
    for (double radius = std::max(m_cell_width, m_cell_height);; radius *= 2) {
        found.clear();
        std::size_t seen = 0;
        for (const Run& run : runs(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius))) {
            seen += run.end - run.begin;
            for (std::size_t i = run.begin; i < run.end; ++i) {
                const double dx = static_cast<double>(m_x[i]) - at.x(),
                             dy = static_cast<double>(m_y[i]) - at.y();
                const double d = dx * dx + dy * dy;
                if (d <= radius * radius && accept(m_row[i])) found.emplace_back(d, m_row[i]);
            }
        }
        if (found.size() >= count || seen > most_seen || !(radius < whole)) break;
    }
    const std::size_t kept = std::min(count, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(kept), found.end());
    std::vector<std::uint32_t> rows;
    for (std::size_t i = 0; i < kept; ++i) rows.push_back(found[i].second);
    return rows;
}

CellSet SpatialGrid::inside(const QRectF& rectangle) const {
    CellSet set(m_size);
    const QRectF r = rectangle.normalized();
    for (const Run& run : runs(r)) {
        for (std::size_t i = run.begin; i < run.end; ++i) {
            const double x = static_cast<double>(m_x[i]), y = static_cast<double>(m_y[i]);
            if (x >= r.left() && x <= r.right() && y >= r.top() && y <= r.bottom()) set.insert(m_row[i]);
        }
    }
    return set;
}

// Every grid line is cut by the polygon at its points' own heights: a point is inside when an odd number of
// edges crosses the ray to its left. Only the edges that reach a grid row are looked at for its points.
CellSet SpatialGrid::inside(const QPolygonF& polygon) const {
    CellSet set(m_size);
    if (polygon.size() < 3) return set;
    struct Edge {
        double x1, y1, x2, y2;
    };
    std::vector<Edge> edges;
    for (int i = 0; i < polygon.size(); ++i) {
        const QPointF a = polygon[i], b = polygon[(i + 1) % polygon.size()];
        if (a.y() == b.y() || !std::isfinite(a.x() + a.y() + b.x() + b.y())) continue;
        edges.push_back(a.y() < b.y() ? Edge{a.x(), a.y(), b.x(), b.y()} : Edge{b.x(), b.y(), a.x(), a.y()});
    }
    const QRectF box = polygon.boundingRect();
    std::vector<Edge> near;
    for (const Run& run : runs(box)) {
        double low = static_cast<double>(m_y[run.begin]), high = low;
        for (std::size_t i = run.begin; i < run.end; ++i) {
            low = std::min(low, static_cast<double>(m_y[i]));
            high = std::max(high, static_cast<double>(m_y[i]));
        }
        near.clear();
        for (const Edge& e : edges)
            if (e.y1 <= high && e.y2 > low) near.push_back(e);
        for (std::size_t i = run.begin; i < run.end; ++i) {
            const double x = static_cast<double>(m_x[i]), y = static_cast<double>(m_y[i]);
            bool in = false;
            for (const Edge& e : near)
                in ^= e.y1 <= y && y < e.y2 && x > e.x1 + (y - e.y1) * (e.x2 - e.x1) / (e.y2 - e.y1);
            if (in) set.insert(m_row[i]);
        }
    }
    return set;
}

}  // namespace regulus

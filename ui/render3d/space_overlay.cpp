#include "ui/render3d/space_overlay.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/render/figure_scene.h"
#include "ui/render/label_placer.h"
#include "ui/render/legend_painter.h"
#include "ui/render/simulated_mark.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

// Names leave the points to be seen, as in the plane.
constexpr std::size_t most_names = 40;
constexpr double least_name = 60, widest_name = 180, name_share = 0.3, most_covered = 0.12;
constexpr double inset = 4, gap = 2, pad = 3;
constexpr double marker_inset = 10, marker_name = 16, reach = 12;

QRectF markerSquare(const QRect& widget) {
    return {marker_inset, widget.height() - marker_inset - marker_name - marker_room, marker_room,
            marker_room};
}

}  // namespace

SpaceOverlay::SpaceOverlay(std::function<Camera3d()> camera, QWidget* parent)
    : QWidget(parent), m_camera(std::move(camera)) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
}

void SpaceOverlay::setNames(std::vector<SpaceName> names) {
    m_names = std::move(names);
    if (m_names.size() > most_names) m_names.resize(most_names);
    update();
}

void SpaceOverlay::setHighlightedCategory(std::optional<int> category) {
    if (category == m_highlighted) return;
    m_highlighted = category;
    update();
}

void SpaceOverlay::setRings(std::vector<SpaceRing> rings) {
    m_rings = std::move(rings);
    update();
}

void SpaceOverlay::setMarker(const SpaceMarker& marker) {
    m_marker = marker;
    update();
}

void SpaceOverlay::setSimulated(bool simulated) {
    m_simulated = simulated;
    update();
}

std::optional<int> SpaceOverlay::nameAt(QPointF position) const {
    for (const Spot& spot : m_spots)
        if (spot.box.contains(position)) return spot.category;
    return std::nullopt;
}

std::optional<std::size_t> SpaceOverlay::directionAt(QPointF position) const {
    if (m_marker.empty()) return std::nullopt;
    for (std::size_t d = 0; d < m_ends.size(); ++d)
        if (QLineF(m_ends[d], position).length() <= reach) return d;
    return std::nullopt;
}

QPointF SpaceOverlay::pixelOf(float x, float y) const {
    return {width() / 2.0 + double(x) * height(), height() / 2.0 - double(y) * height()};
}

void SpaceOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Camera3d camera = m_camera();
    paintNames(painter, camera);
    paintRings(painter, camera);
    m_ends = paintMarker(painter, markerSquare(rect()), m_marker, camera, PaintStyle::screen());
    if (m_simulated) paintSimulatedMark(painter, {14, 14}, PaintStyle::screen());
    if (m_sketch) m_sketch(painter);
}

void SpaceOverlay::paintNames(QPainter& painter, const Camera3d& camera) {
    m_spots.clear();
    const Theme& theme = Theme::current();
    const QFont font = theme.font(13, QFont::DemiBold);
    const QFontMetricsF metrics(font);
    std::vector<float> xyz;
    for (const SpaceName& name : m_names) xyz.insert(xyz.end(), name.at.begin(), name.at.end());
    const Projected seen = project(xyz, camera);
    const QRectF room = QRectF(rect()).adjusted(inset, inset, -inset, -inset);
    const double widest = std::clamp(name_share * room.width(), least_name, widest_name);
    const double unit = heightAtOne(camera);
    double left = most_covered * room.width() * room.height();
    std::vector<LabelRequest> requests;
    struct Shown {
        QString text;
        int category;
    };
    std::vector<Shown> shown;
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        if (!std::isfinite(seen.x[i])) continue;
        const QPointF at = pixelOf(seen.x[i], seen.y[i]);
        const bool pointedAt = m_names[i].category == m_highlighted;
        const QString text =
            pointedAt ? m_names[i].text : metrics.elidedText(m_names[i].text, Qt::ElideMiddle, widest);
        const QSizeF size(metrics.horizontalAdvance(text) + 2 * pad, metrics.height());
        if (!room.contains(at) || (size.width() * size.height() > left && !pointedAt)) continue;
        left -= size.width() * size.height();
        requests.push_back({at, size, m_names[i].radius / double(seen.depth[i]) / unit * height()});
        shown.push_back({text, m_names[i].category});
        if (!pointedAt) continue;  // it has its place before all others
        std::ranges::rotate(requests, requests.end() - 1);
        std::ranges::rotate(shown, shown.end() - 1);
    }
    const QRectF corner = m_marker.empty() ? QRectF() : markerSquare(rect());
    auto placed = placeLabels(requests, room, gap);
    for (auto& place : placed)
        if (place && place->box.intersects(corner)) place.reset();
    painter.setPen(QPen(theme.mutedText, 1));
    for (std::size_t k = 0; k < placed.size(); ++k) {
        if (!placed[k] || !placed[k]->moved) continue;
        const QRectF& box = placed[k]->box;
        painter.drawLine(requests[k].at, QPointF(std::clamp(requests[k].at.x(), box.left(), box.right()),
                                                 std::clamp(requests[k].at.y(), box.top(), box.bottom())));
    }
    QFont strong = font;
    strong.setWeight(QFont::ExtraBold);
    for (std::size_t k = 0; k < placed.size(); ++k) {
        if (!placed[k]) continue;
        const QRectF& box = placed[k]->box;
        painter.setFont(shown[k].category == m_highlighted ? strong : font);
        drawHaloText(painter, QPointF(box.left() + pad, box.top() + metrics.ascent()), shown[k].text,
                     theme.text, theme.surface, 4);
        m_spots.push_back({box, shown[k].category});
    }
}

void SpaceOverlay::paintRings(QPainter& painter, const Camera3d& camera) {
    const Theme& theme = Theme::current();
    for (const SpaceRing& ring : m_rings) {
        const Projected seen = project(ring.at, camera);
        if (!std::isfinite(seen.x.front())) continue;
        const QPointF at = pixelOf(seen.x.front(), seen.y.front());
        const double radius = std::max(4.0, ring.diameter / 2 + 1.5);
        painter.setBrush(ring.color.isValid() ? QBrush(ring.color) : QBrush(Qt::NoBrush));
        painter.setPen(QPen(theme.surface, 4));
        painter.drawEllipse(at, radius, radius);
        painter.setPen(QPen(theme.text, 1.75));
        painter.drawEllipse(at, radius + 1, radius + 1);
    }
}

}  // namespace regulus

#include "ui/render3d/space_overlay.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/render/blend_legend.h"
#include "ui/render/figure_scene.h"
#include "ui/render/label_placer.h"
#include "ui/render/simulated_mark.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr std::size_t most_names = 40;
constexpr double inset = 4, gap = 2, ring = 6;

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

void SpaceOverlay::setHighlighted(std::optional<SpacePlace> place, const QColor& color) {
    m_highlighted = place;
    m_color = color;
    update();
}

void SpaceOverlay::setScale(const Legend& legend) {
    m_legend = legend;
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

QPointF SpaceOverlay::pixelOf(float x, float y) const {
    return {width() / 2.0 + double(x) * height(), height() / 2.0 - double(y) * height()};
}

void SpaceOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintNames(painter);
    paintRing(painter);
    paintScale(painter);
    if (m_simulated) paintSimulatedMark(painter, {14, 14}, PaintStyle::screen());
}

void SpaceOverlay::paintNames(QPainter& painter) {
    m_spots.clear();
    const Theme& theme = Theme::current();
    const QFont font = theme.font(13, QFont::DemiBold);
    const QFontMetricsF metrics(font);
    std::vector<float> xyz;
    for (const SpaceName& name : m_names) xyz.insert(xyz.end(), name.at.begin(), name.at.end());
    const Projected seen = project(xyz, m_camera());
    std::vector<LabelRequest> requests;
    std::vector<std::size_t> shown;
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        if (!std::isfinite(seen.x[i])) continue;
        // The radius of a group in space is not its radius on screen: a name lies on its anchor.
        requests.push_back({pixelOf(seen.x[i], seen.y[i]),
                            QSizeF(metrics.horizontalAdvance(m_names[i].text) + 6, metrics.height()),
                            metrics.height()});
        shown.push_back(i);
    }
    const auto placed = placeLabels(requests, QRectF(rect()).adjusted(inset, inset, -inset, -inset), gap);
    painter.setPen(QPen(theme.mutedText, 1));
    for (std::size_t k = 0; k < placed.size(); ++k) {
        if (!placed[k] || !placed[k]->moved) continue;
        const QRectF& box = placed[k]->box;
        painter.drawLine(requests[k].at, QPointF(std::clamp(requests[k].at.x(), box.left(), box.right()),
                                                 std::clamp(requests[k].at.y(), box.top(), box.bottom())));
    }
    painter.setFont(font);
    for (std::size_t k = 0; k < placed.size(); ++k) {
        if (!placed[k]) continue;
        const QRectF& box = placed[k]->box;
        const SpaceName& name = m_names[shown[k]];
        drawHaloText(painter, QPointF(box.left() + 3, box.top() + metrics.ascent()), name.text, theme.text,
                     theme.surface, 4);
        m_spots.push_back({box, name.category});
    }
}

void SpaceOverlay::paintRing(QPainter& painter) {
    if (!m_highlighted) return;
    const Projected seen = project(*m_highlighted, m_camera());
    if (!std::isfinite(seen.x.front())) return;
    const QPointF at = pixelOf(seen.x.front(), seen.y.front());
    const Theme& theme = Theme::current();
    painter.setBrush(m_color.isValid() ? m_color : theme.accent);
    painter.setPen(QPen(theme.surface, 4));
    painter.drawEllipse(at, ring, ring);
    painter.setPen(QPen(theme.text, 1.75));
    painter.drawEllipse(at, ring + 1, ring + 1);
}

void SpaceOverlay::paintScale(QPainter& painter) {
    const bool blend = m_legend.kind == Legend::Kind::Blend;
    if (!blend && m_legend.kind != Legend::Kind::Scale) return;
    const PaintStyle style = PaintStyle::screen();
    constexpr double margin = 16, pad = 8;
    const QSizeF size = blend ? blendLegendSize(painter, m_legend, style, false, height() - 2 * margin)
                              : scaleBarSize(painter, m_legend, style);
    const QRectF box(QPointF(width() - size.width() - margin, margin), size);
    QColor ground = style.theme.surface;
    ground.setAlphaF(0.85F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(box.adjusted(-pad, -pad, pad, pad), 6, 6);
    if (blend)
        paintBlendLegend(painter, box, m_legend, style, {});
    else
        paintScaleBar(painter, box, m_legend, style);
}

}  // namespace regulus

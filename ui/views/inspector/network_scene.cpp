#include "ui/views/inspector/network_scene.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace regulus {
namespace {

constexpr double widest_strength = 2.5;

// Where a ray from the box's centre towards `from` leaves the box.
QPointF edgeOf(const QRectF& box, QPointF from) {
    const QPointF center = box.center(), way = from - center;
    const double x = way.x() == 0 ? 1e9 : box.width() / 2 / std::abs(way.x());
    const double y = way.y() == 0 ? 1e9 : box.height() / 2 / std::abs(way.y());
    return center + way * std::min({x, y, 1.0});
}

// Pushes boxes that overlap apart, the shorter way, and keeps them inside.
void separate(std::vector<QRectF>& boxes, const QRectF& area, double gap) {
    for (int round = 0; round < 40; ++round) {
        bool moved = false;
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            for (std::size_t j = i + 1; j < boxes.size(); ++j) {
                const QRectF common = boxes[i].adjusted(-gap, -gap, gap, gap) & boxes[j];
                if (common.isEmpty()) continue;
                const QPointF way = boxes[j].center() - boxes[i].center();
                const QPointF push =
                    common.width() < common.height()
                        ? QPointF(way.x() < 0 ? -common.width() / 2 : common.width() / 2, 0)
                        : QPointF(0, way.y() < 0 ? -common.height() / 2 : common.height() / 2);
                boxes[i].translate(-push);
                boxes[j].translate(push);
                moved = true;
            }
        }
        for (QRectF& box : boxes) {
            box.moveLeft(
                std::clamp(box.left(), area.left(), std::max(area.left(), area.right() - box.width())));
            box.moveTop(
                std::clamp(box.top(), area.top(), std::max(area.top(), area.bottom() - box.height())));
        }
        if (!moved) return;
    }
}

}  // namespace

// Beyond uniform as a log2 ratio; targets without another regulator count as uniform. Of a regulon reader
// what the target adds to the evidence, the most as wide as may be. Of pairs how far they differ.
double NetworkScene::strength(const TargetPair& pair) const {
    const bool reader = std::isfinite(pair.first.evidence);
    const auto shareOfMost = [this](double value) {
        return m_most > 0 ? widest_strength * value / m_most : 0;
    };
    if (m_ofPairs) {
        const double difference = std::abs(differenceOf(pair));
        return !std::isfinite(difference) ? 0 : reader ? shareOfMost(difference) : difference;
    }
    if (reader) return shareOfMost(pair.first.evidence);
    const double ratio = beyondUniform(pair.first);
    return std::isfinite(ratio) && ratio > 0 ? std::log2(ratio) : 0;
}

void NetworkScene::setNetwork(const QString& tf, const std::vector<TargetRow>& targets) {
    m_tf = tf;
    m_ofPairs = false;
    std::vector<TargetPair> pairs;
    for (const TargetRow& row : targets) pairs.push_back({row, row});
    keepStrongest(std::move(pairs));
}

void NetworkScene::setPairs(const QString& tf, const std::vector<TargetPair>& targets) {
    m_tf = tf;
    m_ofPairs = true;
    keepStrongest(targets);
}

void NetworkScene::keepStrongest(std::vector<TargetPair> targets) {
    m_all = targets.size();
    m_most = 0;
    for (const TargetPair& pair : targets)
        if (const double value = m_ofPairs ? differenceOf(pair) : pair.first.evidence; std::isfinite(value))
            m_most = std::max(m_most, std::abs(value));
    std::stable_sort(targets.begin(), targets.end(),
                     [this](const TargetPair& a, const TargetPair& b) { return strength(a) > strength(b); });
    if (targets.size() > most_targets) targets.resize(most_targets);
    m_targets = std::move(targets);
    m_spots.clear();
}

std::optional<TargetPair> NetworkScene::targetAt(QPointF position) const {
    for (std::size_t i = 0; i < m_spots.size(); ++i) {
        if (m_spots[i].box.contains(position)) return m_targets[i];
    }
    return std::nullopt;
}

QColor NetworkScene::signColor(int sign, const Theme& theme) {
    if (sign > 0) return theme.dark ? QColor(0x56, 0xb4, 0xe9) : QColor(0x00, 0x72, 0xb2);
    if (sign < 0) return theme.dark ? QColor(0xff, 0x9a, 0x4d) : QColor(0xd5, 0x5e, 0x00);
    return theme.mutedText;
}

// Names stand on an ellipse; where the circle is crowded every other one moves inwards.
std::vector<NetworkScene::Spot> NetworkScene::places(const QRectF& area, const QFont& font) const {
    std::vector<Spot> spots(m_targets.size());
    const QFontMetricsF metrics(font);
    double widest = 0;
    for (const TargetPair& pair : m_targets)
        widest = std::max(widest, metrics.horizontalAdvance(pair.first.gene));
    widest = std::min(widest, area.width() / 4) + 10;
    const double height = metrics.height() + 4;
    const double across = std::max((area.width() - widest) / 2 - 2, 10.0);
    const double up = std::max((area.height() - height) / 2 - 2, 10.0);
    const bool crowded = m_targets.size() > 14;
    for (std::size_t i = 0; i < spots.size(); ++i) {
        const double turn = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(spots.size());
        const double share = crowded && i % 2 == 1 ? 0.68 : 1.0;
        const double angle = turn - std::numbers::pi / 2;
        Spot& spot = spots[i];
        spot.angle = angle;
        spot.center = area.center() + QPointF(std::cos(angle) * across, std::sin(angle) * up) * share;
        const double width = std::min(metrics.horizontalAdvance(m_targets[i].first.gene) + 10, widest);
        spot.box = QRectF(spot.center.x() - width / 2, spot.center.y() - height / 2, width, height);
    }
    std::vector<QRectF> boxes;
    for (const Spot& spot : spots) boxes.push_back(spot.box);
    separate(boxes, area, 2);
    for (std::size_t i = 0; i < spots.size(); ++i) {
        spots[i].box = boxes[i];
        spots[i].center = boxes[i].center();
    }
    return spots;
}

void NetworkScene::paintEdge(QPainter& painter, QPointF from, const Spot& spot, const TargetPair& pair,
                             const PaintStyle& style) const {
    const TargetRow& row = pair.first;
    const double beyond = strength(pair);
    QColor color = signColor(!m_ofPairs ? row.sign : differenceOf(pair) > 0 ? 1 : -1, style.theme);
    if (beyond < 0.14) color = style.theme.missing;  // as uniform, or nothing to prefer: grey
    const double width = 0.8 + 1.6 * std::clamp(beyond, 0.0, widest_strength);
    const QPointF end = edgeOf(spot.box, from);
    const double length = std::hypot(end.x() - from.x(), end.y() - from.y());
    if (length < 4.0) return;
    const QPointF along = (end - from) / length, side(-along.y(), along.x());
    const double tip = 5.0 + width;
    painter.setPen(QPen(color, width, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(from, row.sign > 0 ? end - along * tip : end - along);
    if (row.sign > 0) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawPolygon(
            QPolygonF{end, end - along * tip + side * (tip * 0.55), end - along * tip - side * (tip * 0.55)});
    } else if (row.sign < 0) {
        painter.setPen(QPen(color, std::max(width, 2.0), Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(end - along + side * 5.0, end - along - side * 5.0);
    }
}

void NetworkScene::paint(QPainter& painter, const QRectF& area, const PaintStyle& style) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont names = style.font(painter, 11, QFont::Normal, true);
    m_spots = places(area, names);
    const QPointF middle = area.center();
    for (std::size_t i = m_targets.size(); i-- > 0;)
        paintEdge(painter, middle, m_spots[i], m_targets[i], style);
    painter.setFont(names);
    for (std::size_t i = 0; i < m_targets.size(); ++i) {
        const bool lit = m_targets[i].first.gene == m_highlighted;
        painter.setPen(QPen(lit ? style.theme.accent : style.theme.line, 1.0));
        painter.setBrush(lit ? style.theme.accentSoft : style.theme.surface);
        painter.drawRoundedRect(m_spots[i].box, 3.0, 3.0);
        painter.setPen(strength(m_targets[i]) < 0.14 ? style.theme.mutedText : style.theme.text);
        painter.drawText(m_spots[i].box, Qt::AlignCenter,
                         QFontMetricsF(names).elidedText(m_targets[i].first.gene, Qt::ElideRight,
                                                         m_spots[i].box.width() - 6.0));
    }
    const QFont bold = style.font(painter, 11, QFont::DemiBold, true);
    const double radius = std::max(QFontMetricsF(bold).horizontalAdvance(m_tf) / 2 + 6.0, 18.0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(style.theme.accent);
    painter.drawEllipse(middle, radius, radius);
    painter.setFont(bold);
    painter.setPen(style.theme.accentText);
    painter.drawText(QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius),
                     Qt::AlignCenter, m_tf);
    painter.restore();
}

QString NetworkScene::title() const {
    return m_tf + QStringLiteral(" targets");
}

}  // namespace regulus

#include "ui/render/point_plot_scene.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "ui/render/label_placer.h"
#include "ui/render/legend_painter.h"
#include "ui/render/palettes.h"
#include "ui/render/simulated_mark.h"

namespace regulus {
namespace {

constexpr double reach = 8, grip = 5;  // pixels to a point, and to a threshold
constexpr double name_size = 11;

double radiusFor(std::size_t points) {
    return points > 20'000 ? 1.3 : points > 3'000 ? 1.7 : 2.4;
}

double widest(const std::vector<QString>& texts, const QFontMetricsF& metrics) {
    double most = 0;
    for (const QString& text : texts) most = std::max(most, metrics.horizontalAdvance(text));
    return most;
}

}  // namespace

QColor toneColor(PointPlot::Tone tone, const Theme& theme) {
    switch (tone) {
        case PointPlot::Tone::Higher:
            return theme.dark ? QColor(0xff, 0x8a, 0x4c) : QColor(0xd5, 0x5e, 0x00);
        case PointPlot::Tone::Lower:
            return theme.dark ? QColor(0x5a, 0xb4, 0xe9) : QColor(0x00, 0x72, 0xb2);
        case PointPlot::Tone::Muted:
            break;
    }
    return theme.missing;
}

void PointPlotScene::setPlot(PointPlot plot) {
    m_plot = std::move(plot);
    m_points = QImage();
    m_hovered.reset();
}

void PointPlotScene::moveThreshold(Threshold which, double value) {
    std::vector<double>& lines = (which.axis == AxisName::X ? m_plot.x : m_plot.y).thresholds;
    if (which.place < lines.size()) lines[which.place] = value;
}

QPointF PointPlotScene::pixelOf(double x, double y) const {
    return {m_box.left() + alongAxis(m_plot.x, x) * m_box.width(),
            m_box.bottom() - alongAxis(m_plot.y, y) * m_box.height()};
}

QPointF PointPlotScene::pixelOf(std::size_t point) const {
    return pixelOf(m_plot.points[point].x, m_plot.points[point].y);
}

PointPlotScene::Near PointPlotScene::nearTo(QPointF at) const {
    Near found;
    if (m_plot.empty() || m_box.isEmpty()) return found;
    double nearest = reach * reach;
    for (std::size_t i = 0; i < m_plot.points.size(); ++i) {
        const QPointF away = pixelOf(i) - at;
        const double far = QPointF::dotProduct(away, away);
        if (far > nearest) continue;
        nearest = far;  // of equals the one above
        found.point = i;
    }
    if (!m_box.adjusted(-grip, -grip, grip, grip).contains(at)) return found;
    double distance = found.point ? std::sqrt(nearest) : grip;
    const auto look = [&](double away, AxisName axis, std::size_t place) {
        if (away >= std::min(distance, grip)) return;
        distance = away;
        found = {std::nullopt, Threshold{axis, place}};
    };
    for (std::size_t i = 0; i < m_plot.x.thresholds.size(); ++i)
        look(std::abs(pixelOf(m_plot.x.thresholds[i], m_plot.y.low).x() - at.x()), AxisName::X, i);
    for (std::size_t i = 0; i < m_plot.y.thresholds.size(); ++i)
        look(std::abs(pixelOf(m_plot.x.low, m_plot.y.thresholds[i]).y() - at.y()), AxisName::Y, i);
    return found;
}

std::optional<std::size_t> PointPlotScene::pointAt(QPointF at) const {
    return nearTo(at).point;
}

std::optional<PointPlotScene::Threshold> PointPlotScene::thresholdAt(QPointF at) const {
    return nearTo(at).threshold;
}

double PointPlotScene::valueAt(AxisName axis, QPointF at) const {
    const PointPlot::Axis& which = axis == AxisName::X ? m_plot.x : m_plot.y;
    const double share = axis == AxisName::X ? (at.x() - m_box.left()) / std::max(1.0, m_box.width())
                                             : (m_box.bottom() - at.y()) / std::max(1.0, m_box.height());
    return which.low + std::clamp(share, 0.0, 1.0) * (which.high - which.low);
}

std::vector<std::uint32_t> PointPlotScene::idsIn(const QRectF& frame) const {
    std::vector<std::uint32_t> ids;
    for (std::size_t i = 0; i < m_plot.points.size(); ++i)
        if (frame.contains(pixelOf(i))) ids.push_back(m_plot.points[i].id);
    return ids;
}

void PointPlotScene::paintAxes(QPainter& painter, const QRectF& area, const PaintStyle& style) const {
    const QFontMetricsF metrics(axisFont(painter, style));
    const double line = metrics.height();
    const double below = 2 * line + tick_gap + (m_plot.note.isEmpty() ? 0 : line);
    const AxisTicks yTicks(m_plot.y, area.height() - below, y_tick_room);
    m_box = area.adjusted(line + tick_gap + widest(yTicks.texts, metrics) + tick_gap, 8, -14, -below - 4);
    regulus::paintAxes(painter, m_box, area.left(), m_plot.x, m_plot.y, style);
    if (!m_plot.note.isEmpty())
        painter.drawText(QRectF(m_box.left(), m_box.bottom() + tick_gap + 2 * line, m_box.width(), line),
                         Qt::AlignHCenter, metrics.elidedText(m_plot.note, Qt::ElideRight, m_box.width()));
}

// Kept until the plot, its size or the theme changes: hover paints again and again.
void PointPlotScene::paintPoints(QPainter& painter, const PaintStyle& style) const {
    const double scale = painter.device()->devicePixelRatioF();
    const QSize pixels = (m_box.size() * scale).toSize() + QSize(1, 1);
    if (m_points.size() != pixels || m_drawn != m_box || m_dark != style.theme.dark) {
        m_points = QImage(pixels, QImage::Format_ARGB32_Premultiplied);
        m_points.fill(Qt::transparent);
        m_drawn = m_box;
        m_dark = style.theme.dark;
        QPainter layer(&m_points);
        layer.setRenderHint(QPainter::Antialiasing);
        layer.setPen(Qt::NoPen);
        const double r = radiusFor(m_plot.points.size()) * scale;
        for (std::size_t i = 0; i < m_plot.points.size(); ++i) {
            const QPointF at = (pixelOf(i) - m_box.topLeft()) * scale;
            layer.setBrush(toneColor(m_plot.points[i].tone, style.theme));
            if (m_plot.points[i].beyond)
                layer.drawPolygon(QPolygonF{at + QPointF(0, -1.6 * r), at + QPointF(1.5 * r, 1.1 * r),
                                            at + QPointF(-1.5 * r, 1.1 * r)});
            else
                layer.drawEllipse(at, r, r);
        }
    }
    painter.drawImage(QRectF(m_box.topLeft(), QSizeF(m_points.size()) / scale), m_points);
}

void PointPlotScene::paintThresholds(QPainter& painter, const PaintStyle& style) const {
    painter.setPen(QPen(style.theme.mutedText, 1, Qt::DashLine));
    for (const double value : m_plot.x.thresholds) {
        const double x = pixelOf(value, m_plot.y.low).x();
        painter.drawLine(QPointF(x, m_box.top()), QPointF(x, m_box.bottom()));
    }
    for (const double value : m_plot.y.thresholds) {
        const double y = pixelOf(m_plot.x.low, value).y();
        painter.drawLine(QPointF(m_box.left(), y), QPointF(m_box.right(), y));
    }
}

void PointPlotScene::paintNames(QPainter& painter, const PaintStyle& style) const {
    const QFont font = style.font(painter, name_size, QFont::Normal, m_plot.italic);
    const QFontMetricsF metrics(font);
    std::vector<LabelRequest> requests;
    double left = most_named * m_box.width() * m_box.height();
    for (const PointPlot::Label& label : m_plot.labels) {
        const QSizeF size(metrics.horizontalAdvance(label.text) + 2, metrics.height());
        left -= size.width() * size.height();
        if (left < 0) break;
        requests.push_back({pixelOf(label.point), size, radiusFor(m_plot.points.size())});
    }
    const auto placed = placeLabels(requests, m_box.adjusted(1, 1, 10, -1), 2);
    painter.setFont(font);
    for (std::size_t i = 0; i < placed.size(); ++i) {
        if (!placed[i]) continue;
        const QRectF box = placed[i]->box;
        const QPointF at = requests[i].at;
        if (placed[i]->moved) {
            painter.setPen(QPen(style.theme.mutedText, 0.8));
            painter.drawLine(at, QPointF(std::clamp(at.x(), box.left(), box.right()),
                                         std::clamp(at.y(), box.top(), box.bottom())));
        }
        drawHaloText(painter, {box.left() + 1, box.top() + metrics.ascent()}, m_plot.labels[i].text,
                     style.theme.text, style.theme.surface, 3);
    }
}

// What is hovered, chosen, or framed just now.
void PointPlotScene::paintMarks(QPainter& painter, const PaintStyle& style) const {
    painter.setBrush(Qt::NoBrush);
    const double r = radiusFor(m_plot.points.size()) + 2.5;
    if (m_chosen) {
        const auto found = std::ranges::find(m_plot.points, *m_chosen, &PointPlot::Point::id);
        painter.setPen(QPen(style.theme.accent, 2));
        if (found != m_plot.points.end()) painter.drawEllipse(pixelOf(found->x, found->y), r, r);
    }
    if (m_hovered && *m_hovered < m_plot.points.size()) {
        painter.setPen(QPen(style.theme.text, 1.5));
        painter.drawEllipse(pixelOf(*m_hovered), r, r);
    }
    if (m_frame) {
        painter.setPen(QPen(style.theme.accent, 1));
        QColor inside = style.theme.accent;
        inside.setAlphaF(0.12F);
        painter.setBrush(inside);
        painter.drawRect(*m_frame);
    }
}

void PointPlotScene::paint(QPainter& painter, const QRectF& area, const PaintStyle& style) const {
    painter.save();
    painter.fillRect(area, style.theme.surface);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_plot.empty() || area.width() < 80 || area.height() < 60) {
        m_box = QRectF();
        return painter.restore();
    }
    paintAxes(painter, area, style);
    paintThresholds(painter, style);
    paintPoints(painter, style);
    paintNames(painter, style);
    paintMarks(painter, style);
    if (m_plot.simulated) paintSimulatedMark(painter, m_box.topLeft() + QPointF(6, 0), style);
    painter.restore();
}

}  // namespace regulus

#include "ui/dialogs/color_scale_strip.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "ui/render/palettes.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double side = 10, top = 6, axis = 24, grip = 5, near = 12;  // pixels

}  // namespace

ColorScaleStrip::ColorScaleStrip(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setMinimumHeight(110);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setToolTip(tr("Cells by value; heights are square roots of their number. Drag an end of the scale"));
}

void ColorScaleStrip::setHistogram(ValueHistogram histogram) {
    m_histogram = std::move(histogram);
    update();
}

void ColorScaleStrip::setScale(double low, double high, std::vector<QRgb> colors) {
    m_low = low;
    m_high = high;
    m_colors = std::move(colors);
    update();
}

QRectF ColorScaleStrip::plot() const {
    return QRectF(rect()).adjusted(side, top, -side, -axis);
}

// The axis holds values and scale, whichever reaches farther.
double ColorScaleStrip::xOf(double value) const {
    const double from = std::min(m_histogram.low, m_low), to = std::max(m_histogram.high, m_high);
    return plot().left() + (value - from) / (to > from ? to - from : 1) * plot().width();
}

double ColorScaleStrip::valueAt(double x) const {
    const double from = std::min(m_histogram.low, m_low), to = std::max(m_histogram.high, m_high);
    return from + std::clamp((x - plot().left()) / plot().width(), 0.0, 1.0) * (to - from);
}

ColorScaleStrip::End ColorScaleStrip::endAt(double x) const {
    if (!isEnabled() || m_histogram.counts.empty()) return End::None;
    const double low = std::abs(x - xOf(m_low)), high = std::abs(x - xOf(m_high));
    if (std::min(low, high) > near) return End::None;
    return low < high ? End::Low : End::High;
}

void ColorScaleStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = Theme::current();
    const QRectF area = plot();
    const auto& counts = m_histogram.counts;
    if (counts.empty() || m_colors.empty()) return;
    const double most = std::sqrt(static_cast<double>(std::ranges::max(counts)));
    const double step = (m_histogram.high - m_histogram.low) / static_cast<double>(counts.size());
    painter.setPen(Qt::NoPen);
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0) continue;
        const double from = m_histogram.low + step * static_cast<double>(i);
        const double left = xOf(from), right = std::max(xOf(from + step), left + 1.5);
        const double height = area.height() * std::sqrt(static_cast<double>(counts[i])) / most;
        const double t = std::clamp((from + step / 2 - m_low) / (m_high - m_low), 0.0, 1.0);
        const double last = static_cast<double>(m_colors.size() - 1);
        painter.setBrush(QColor::fromRgb(m_colors[static_cast<std::size_t>(std::lround(t * last))]));
        painter.drawRect(QRectF(left, area.bottom() - height, right - left, height));
    }
    painter.setPen(QPen(theme.mutedText, 1));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    painter.setFont(theme.font(11));
    const double from = std::min(m_histogram.low, m_low), to = std::max(m_histogram.high, m_high);
    const auto ticks = niceTicks(from, to);
    const auto labels = tickLabels(ticks);
    for (std::size_t i = 0; i < ticks.size(); ++i)
        painter.drawText(QRectF(xOf(ticks[i]) - 40, area.bottom() + 4, 80, axis - 6),
                         Qt::AlignHCenter | Qt::AlignTop, labels[i]);
    for (const double end : {m_low, m_high}) {
        const double x = xOf(end);
        painter.setPen(QPen(theme.text, 1.5));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        painter.setBrush(isEnabled() ? theme.text : theme.mutedText);
        painter.drawEllipse(QPointF(x, area.top() + grip), grip, grip);
    }
}

void ColorScaleStrip::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) m_dragged = endAt(event->position().x());
}

void ColorScaleStrip::mouseMoveEvent(QMouseEvent* event) {
    const double x = event->position().x();
    if (m_dragged != End::None) return drag(x);
    setCursor(endAt(x) == End::None ? Qt::ArrowCursor : Qt::SizeHorCursor);
}

void ColorScaleStrip::mouseReleaseEvent(QMouseEvent*) {
    m_dragged = End::None;
}

void ColorScaleStrip::drag(double x) {
    const double value = valueAt(x);
    m_dragged == End::Low ? Q_EMIT lowDragged(value) : Q_EMIT highDragged(value);
}

}  // namespace regulus

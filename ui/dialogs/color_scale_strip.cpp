#include "ui/dialogs/color_scale_strip.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double side = 10, top = 6, below = 24, grip = 5, near = 12;  // pixels

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

// The axis holds values and scale, whichever reaches farther.
HistogramAxis ColorScaleStrip::axis() const {
    return {QRectF(rect()).adjusted(side, top, -side, -below), std::min(m_histogram.low, m_low),
            std::max(m_histogram.high, m_high)};
}

double ColorScaleStrip::xOf(double value) const {
    return axis().xOf(value);
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
    if (m_histogram.counts.empty() || m_colors.empty()) return;
    const Theme& theme = Theme::current();
    const HistogramAxis axis = this->axis();
    paintHistogram(painter, axis, m_histogram, {m_low, m_high, m_colors});
    paintHistogramAxis(painter, axis, below);
    for (const double end : {m_low, m_high}) {
        const double x = xOf(end);
        painter.setPen(QPen(theme.text, 1.5));
        painter.drawLine(QPointF(x, axis.area.top()), QPointF(x, axis.area.bottom()));
        painter.setBrush(isEnabled() ? theme.text : theme.mutedText);
        painter.drawEllipse(QPointF(x, axis.area.top() + grip), grip, grip);
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
    const double value = axis().valueAt(x);
    m_dragged == End::Low ? Q_EMIT lowDragged(value) : Q_EMIT highDragged(value);
}

}  // namespace regulus

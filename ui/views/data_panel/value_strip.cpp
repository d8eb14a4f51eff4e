#include "ui/views/data_panel/value_strip.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double side = 6, top = 2, below = 22;  // pixels
constexpr double least_drag = 3;                 // pixels; less is a click

}  // namespace

ValueStrip::ValueStrip(QWidget* parent) : QWidget(parent) {
    setMinimumHeight(70);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::IBeamCursor);
    setFocusPolicy(Qt::ClickFocus);
    setToolTip(
        tr("Visible cells by value; heights are square roots of their number. Drag over a stretch to select "
           "its cells: Shift adds, Ctrl takes away, both keep the overlap"));
}

void ValueStrip::setHistogram(ValueHistogram histogram) {
    m_histogram = std::move(histogram);
    m_marked.clear();
    update();
}

void ValueStrip::setColors(HistogramColors colors) {
    m_colors = std::move(colors);
    update();
}

void ValueStrip::setMarked(std::vector<std::size_t> marked) {
    m_marked = std::move(marked);
    update();
}

HistogramAxis ValueStrip::axis() const {
    return {QRectF(rect()).adjusted(side, top, -side, -below), m_histogram.low, m_histogram.high};
}

std::pair<double, double> ValueStrip::stretch(double a, double b) const {
    const HistogramAxis axis = this->axis();
    double low = axis.valueAt(std::min(a, b)), high = axis.valueAt(std::max(a, b));
    if (std::abs(a - b) < least_drag && m_histogram.counts.size() > 1) {
        const auto bins = static_cast<double>(m_histogram.counts.size());
        const double width = (m_histogram.high - m_histogram.low) / bins;
        const double bin = std::min(bins - 1, std::floor((low - m_histogram.low) / width));
        low = m_histogram.low + bin * width;
        // The value at its upper end is in the next bin, but for the last.
        high = bin + 1 < bins ? std::nextafter(low + width, low) : m_histogram.high;
    }
    // To the very end: the last value lies there.
    if (std::max(a, b) >= axis.area.right() - 1) high = m_histogram.high;
    if (std::min(a, b) <= axis.area.left() + 1) low = m_histogram.low;
    return {low, high};
}

void ValueStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_histogram.counts.empty() || m_colors.colors.empty()) return;
    const HistogramAxis axis = this->axis();
    paintHistogram(painter, axis, m_histogram, m_colors, m_marked);
    paintHistogramAxis(painter, axis, below);
    if (!m_pressed) return;
    QColor veil = Theme::current().accent;
    veil.setAlphaF(0.25F);
    const double left = std::clamp(std::min(*m_pressed, m_now), axis.area.left(), axis.area.right()),
                 right = std::clamp(std::max(*m_pressed, m_now), axis.area.left(), axis.area.right());
    painter.fillRect(QRectF(left, axis.area.top(), std::max(1.0, right - left), axis.area.height()), veil);
}

void ValueStrip::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_histogram.counts.empty()) return;
    m_pressed = m_now = event->position().x();
    update();
}

void ValueStrip::mouseMoveEvent(QMouseEvent* event) {
    if (!m_pressed) return;
    m_now = event->position().x();
    update();
}

void ValueStrip::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_pressed || event->button() != Qt::LeftButton) return;
    const auto [low, high] = stretch(*m_pressed, event->position().x());
    m_pressed.reset();
    update();
    Q_EMIT rangeChosen(low, high, event->modifiers());
}

void ValueStrip::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Escape || !m_pressed) return QWidget::keyPressEvent(event);
    m_pressed.reset();
    update();
}

}  // namespace regulus

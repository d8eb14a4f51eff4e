#include "ui/views/calibration/calibration_canvas.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/figures/judging/calibration_figure.h"
#include "ui/render/palettes.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double text_points = 9;                      // 12 pixels on a usual screen
constexpr double fine_step = 0.01, coarse_step = 0.1;  // of the keys

}  // namespace

CalibrationCanvas::CalibrationCanvas(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Reliability, and accuracy against the share of cells kept"));
}

void CalibrationCanvas::setPlot(CalibrationPlot plot) {
    m_plot = std::move(plot);
    m_dragged.reset();
    layOut();
}

void CalibrationCanvas::setThreshold(double threshold) {
    m_plot.threshold = threshold;
    layOut();
}

void CalibrationCanvas::layOut() {
    m_drawing = {};
    const double scale = logicalDpiX() / 25.4;
    if (!m_plot.empty()) {
        Job nobody;
        CalibrationPlot shown = m_plot;
        shown.noted = shown.simulated = false;  // the view says both
        m_drawing = inked(CalibrationFigure(std::move(shown))
                              .layOut({width() / scale, height() / scale, text_points}, nobody),
                          Theme::current());
    }
    update();
}

QRectF CalibrationCanvas::panel(std::size_t which) const {
    if (which >= m_drawing.plots.size()) return {};
    const double scale = logicalDpiX() / 25.4;
    const QRectF& box = m_drawing.plots[which];
    return {box.topLeft() * scale, box.size() * scale};
}

std::optional<std::size_t> CalibrationCanvas::panelAt(QPointF at) const {
    for (std::size_t i = 0; i < m_drawing.plots.size(); ++i)
        if (panel(i).adjusted(-4, -4, 4, 4).contains(at)) return i;
    return std::nullopt;
}

void CalibrationCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& theme = Theme::current();
    painter.fillRect(rect(), theme.surface);
    Job nobody;
    paintDrawing(painter, m_drawing, logicalDpiX() / 25.4, {}, nobody);
    if (!hasFocus() || m_plot.empty()) return;
    painter.setPen(QPen(theme.accent, 1));
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

void CalibrationCanvas::resizeEvent(QResizeEvent*) {
    layOut();
}

void CalibrationCanvas::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) layOut();
    QWidget::changeEvent(event);
}

void CalibrationCanvas::drag(QPointF at) {
    const QRectF box = panel(*m_dragged);
    const double share = std::clamp((at.x() - box.left()) / box.width(), 0.0, 1.0);
    // To the third decimal: what the field beside it shows.
    const double threshold =
        *m_dragged == 0 ? std::round(share * 1000) / 1000
                        : std::floor(static_cast<double>(m_plot.judged->threshold_for(share)) * 1000) / 1000;
    if (threshold != m_plot.threshold) Q_EMIT thresholdMoved(threshold);
}

void CalibrationCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_dragged = panelAt(event->position());
    if (m_dragged) drag(event->position());
}

void CalibrationCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (m_dragged && event->buttons().testFlag(Qt::LeftButton)) return drag(event->position());
    setCursor(panelAt(event->position()) ? Qt::SplitHCursor : Qt::ArrowCursor);
    const QString words = wordsAt(event->position());
    if (words.isEmpty()) return QToolTip::hideText();
    QToolTip::showText(event->globalPosition().toPoint() + QPoint(10, 8), words, this);
}

void CalibrationCanvas::mouseReleaseEvent(QMouseEvent*) {
    m_dragged.reset();
}

QString CalibrationCanvas::wordsAt(QPointF at) const {
    const auto which = panelAt(at);
    if (!which) return {};
    const QRectF box = panel(*which);
    const double share = std::clamp((at.x() - box.left()) / box.width(), 0.0, 1.0);
    if (*which == 1) {
        CalibrationPlot there = m_plot;
        there.threshold = static_cast<double>(m_plot.judged->threshold_for(share));
        return thresholdText(there);
    }
    const auto bins = static_cast<double>(m_plot.judged->bins.size());
    const auto bin = static_cast<std::size_t>(std::clamp(std::ceil(share * bins) - 1, 0.0, bins - 1));
    return m_plot.judged->bins[bin].cells > 0 ? binText(m_plot, bin) : QString();
}

void CalibrationCanvas::keyPressEvent(QKeyEvent* event) {
    const double step = event->modifiers().testFlag(Qt::ShiftModifier) ? coarse_step : fine_step;
    double to = m_plot.threshold;
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Down:
            to -= step;
            break;
        case Qt::Key_Right:
        case Qt::Key_Up:
            to += step;
            break;
        case Qt::Key_Home:
            to = 0;
            break;
        case Qt::Key_End:
            to = 1;
            break;
        default:
            return QWidget::keyPressEvent(event);
    }
    to = std::round(std::clamp(to, 0.0, 1.0) * 1000) / 1000;
    if (!m_plot.empty() && to != m_plot.threshold) Q_EMIT thresholdMoved(to);
}

}  // namespace regulus

#include "ui/views/parts/legend_panel.h"

#include <QHelpEvent>
#include <QImage>
#include <QMouseEvent>
#include <QPainter>
#include <QResizeEvent>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/views/parts/canvas_painting.h"

namespace regulus {
namespace {

constexpr double margin = 16, widest = 280, row_step = 66;

}  // namespace

LegendPanel::LegendPanel(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Legend"));
    hide();
}

const Legend* LegendPanel::legend() const {
    if (!m_shown.colors) return nullptr;
    const Legend& legend = m_shown.colors->legend;
    const bool shown =
        legend.kind == Legend::Kind::Categories ? m_shown.groups : legend.kind != Legend::Kind::None;
    return shown ? &legend : nullptr;
}

Legend LegendPanel::orderedScale() const {
    Legend scale = m_shown.colors->legend;
    scale.order = m_shown.order;
    return scale;
}

void LegendPanel::setLegend(Shown shown) {
    const bool same = m_shown.colors && shown.colors &&
                      m_shown.colors->legend.title == shown.colors->legend.title &&
                      m_shown.colors->legend.kind == shown.colors->legend.kind;
    m_shown = std::move(shown);
    if (!same) m_scroll = 0;
    fitWidth();
    setVisible(legend() != nullptr);
    update();
}

void LegendPanel::setHighlightedCategory(std::optional<int> category) {
    if (category == m_highlighted) return;
    m_highlighted = category;
    update();
}

void LegendPanel::fitWidth() {
    const Legend* const shown = legend();
    if (!shown) return;
    QImage page(1, 1, QImage::Format_RGB32);
    QPainter painter(&page);
    const PaintStyle style = PaintStyle::screen();
    double width = 0;
    if (blended())  // where it is low, the rows stand beside the square
        width = blendLegendSize(painter, *shown, style, m_shown.plotLink, height() - 2 * margin).width();
    else if (m_shown.colors->continuous())
        width = scaleBarSize(painter, orderedScale(), style).width();
    else
        width = legendWidth(painter, *shown, style, widest);
    setFixedWidth(static_cast<int>(std::ceil(width + 2 * margin)));
}

void LegendPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (blended() && event->size().height() != event->oldSize().height()) fitWidth();
}

void LegendPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) fitWidth();
    QWidget::changeEvent(event);
}

void LegendPanel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const PaintStyle style = PaintStyle::screen();
    painter.fillRect(rect(), style.theme.surface);
    m_rows.clear();
    m_scales.clear();
    const Legend* const shown = legend();
    if (!shown) return;
    const QRectF area = QRectF(rect()).adjusted(margin, margin, -margin, -margin);
    if (blended()) {
        const QSizeF size = blendLegendSize(painter, *shown, style, m_shown.plotLink, area.height());
        const PaintedBlend painted = paintBlendLegend(painter, {area.topLeft(), size}, *shown, style,
                                                      {m_scaleLook, m_highlighted, m_shown.plotLink});
        m_scales = painted.scales;
        m_rows = painted.spots;
    } else if (shown->kind == Legend::Kind::Scale) {
        const Legend scale = orderedScale();
        m_scales = {paintScaleBar(painter, {area.topLeft(), scaleBarSize(painter, scale, style)}, scale,
                                  style, m_scaleLook)};
    } else {
        m_scroll = std::clamp(m_scroll, 0.0, std::max(0.0, categoryListHeight(*shown) - area.height() + 22));
        m_rows = paintCategoryList(painter, area, *shown, m_shown.hidden, m_highlighted, m_scroll, style);
    }
}

std::optional<int> LegendPanel::entryAt(QPointF position) const {
    for (const LegendRow& row : m_rows)
        if (row.box.contains(position)) return row.category;
    return std::nullopt;
}

QRectF LegendPanel::entryBox(int category) const {
    const auto row = std::ranges::find(m_rows, category, &LegendRow::category);
    return row == m_rows.end() ? QRectF() : row->box;
}

void LegendPanel::hover(QPointF position) {
    const auto end = scaleEndAt(m_scales, blended(), position);
    const auto entry = end ? std::nullopt : entryAt(position);
    m_scaleLook.end = end;
    if (end)
        setCursor(blended() && end->axis == 0 ? Qt::SizeHorCursor : Qt::SizeVerCursor);
    else
        setCursor(entry ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (entry != m_highlighted) {
        m_highlighted = entry;
        Q_EMIT categoryHovered(entry);
    }
    update();
}

void LegendPanel::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
    const auto end = scaleEndAt(m_scales, blended(), event->position());
    if (!end) return;
    const auto scale = std::ranges::find(m_scales, end->axis, &PaintedScale::axis);
    m_scaleLook = {end, *scale};
    update();
}

void LegendPanel::mouseMoveEvent(QMouseEvent* event) {
    if (!m_scaleLook.held) return hover(event->position());
    Q_EMIT scaleEndMoved(*m_scaleLook.end, m_scaleLook.held->valueAt(event->position()));
    update();
}

void LegendPanel::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (m_scaleLook.held) {
        const ScaleEnd end = *m_scaleLook.end;
        m_scaleLook = {};
        update();
        Q_EMIT scaleEndLeft(end, true);
    } else if (const auto entry = entryAt(event->position())) {
        Q_EMIT categoryClicked(*entry, event->modifiers());
    }
}

void LegendPanel::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (const auto entry = entryAt(event->position())) {
        Q_EMIT categoryDoubleClicked(*entry);
    } else if (const auto axis = scaleAt(m_scales, event->position())) {
        Q_EMIT scaleDoubleClicked(*axis);
    }
}

void LegendPanel::wheelEvent(QWheelEvent* event) {
    m_scroll = std::max(0.0, m_scroll - event->angleDelta().y() / 120.0 * row_step);
    update();
    event->accept();
}

void LegendPanel::leaveEvent(QEvent* event) {
    if (!m_scaleLook.held) m_scaleLook.end.reset();
    if (m_highlighted) {
        m_highlighted.reset();
        Q_EMIT categoryHovered(std::nullopt);
    }
    update();
    QWidget::leaveEvent(event);
}

QString LegendPanel::tipAt(QPointF position) const {
    if (const auto end = scaleEndAt(m_scales, blended(), position)) {
        const Legend& all = m_shown.colors->legend;
        return scaleEndTip(blended() ? all.axes[static_cast<std::size_t>(end->axis)] : all, end->high);
    }
    const auto entry = entryAt(position);
    if (!entry) return {};
    if (!blended()) return tr("Click: hide or show. Double click: show it alone");
    return blendTip(*entry);
}

bool LegendPanel::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString tip = tipAt(help->pos());
    tip.isEmpty() ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), tip, this);
    return true;
}

}  // namespace regulus

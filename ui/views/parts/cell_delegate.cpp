#include "ui/views/parts/cell_delegate.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/models/table_model.h"
#include "ui/render/figure_scene.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr double bar_height = 8, dot = 9;

}  // namespace

void CellDelegate::setBarScale(double most, bool bothWays) {
    m_most = std::isfinite(most) && most > 0 ? most : 1;
    m_bothWays = bothWays;
}

void CellDelegate::fitBars(const QAbstractItemModel& model, int column, double least) {
    double most = least;
    bool negative = false;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QVariant bar = model.index(row, column).data(BarRole);
        if (!bar.isValid() || !std::isfinite(bar.toDouble())) continue;
        most = std::max(most, std::abs(bar.toDouble()));
        negative = negative || bar.toDouble() < 0;
    }
    setBarScale(most, negative);
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    const Theme& theme = Theme::current();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state & QStyle::State_Selected || index.data(MarkedRole).toBool()) {
        painter->fillRect(option.rect, theme.accentSoft);
    } else if (option.state & QStyle::State_MouseOver) {
        painter->fillRect(option.rect, theme.raised);
    }
    const QRectF box = QRectF(option.rect).adjusted(m_margin, 0, -m_margin, 0);
    if (index.data(BarRole).isValid()) {
        paintBar(*painter, box, index);
    } else {
        paintText(*painter, box, option, index);
    }
    if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange) {
        painter->setPen(QPen(theme.accent, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5));
    }
    painter->restore();
}

void CellDelegate::paintBar(QPainter& painter, const QRectF& box, const QModelIndex& index) const {
    const Theme& theme = Theme::current();
    const double value = index.data(BarRole).toDouble();
    const QRectF track(box.left(), box.center().y() - bar_height / 2, box.width(), bar_height);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.track);
    painter.drawRoundedRect(track, bar_height / 2, bar_height / 2);
    if (!std::isfinite(value)) return;
    const double zero = m_bothWays ? track.center().x() : track.left();
    const double full = m_bothWays ? track.width() / 2 : track.width();
    const double end = zero + std::clamp(value / m_most, -1.0, 1.0) * full;
    const bool muted = index.data(MutedRole).toBool();
    const QColor own = index.data(ColorRole).value<QColor>();
    painter.setBrush(muted           ? theme.mutedText.lighter(theme.dark ? 100 : 150)
                     : own.isValid() ? own
                                     : theme.accent);
    QRectF bar(QPointF(std::min(zero, end), track.top()), QPointF(std::max(zero, end), track.bottom()));
    if (bar.width() < 2) bar.setWidth(2);
    const double radius = std::min(bar_height / 2, bar.width() / 2);
    painter.drawRoundedRect(bar, radius, radius);
    if (m_bothWays) {
        painter.setBrush(theme.mutedText);
        painter.drawRect(QRectF(zero - 0.5, track.top() - 2, 1, bar_height + 4));
    }
    const double spread = index.data(SpreadRole).toDouble();
    if (std::isfinite(spread) && spread > 0) {
        const auto at = [&](double v) {
            return zero + std::clamp(v / m_most, m_bothWays ? -1.0 : 0.0, 1.0) * full;
        };
        painter.setPen(QPen(theme.text, 1));
        painter.drawLine(QPointF(at(value - spread), track.center().y()),
                         QPointF(at(value + spread), track.center().y()));
    }
}

void CellDelegate::paintText(QPainter& painter, QRectF box, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    const Theme& theme = Theme::current();
    const QString text = index.data(Qt::DisplayRole).toString();
    const QColor color = index.data(ColorRole).value<QColor>();
    const bool hidden = index.data(HiddenRole).toBool();
    if (color.isValid()) {
        const QRectF spot(box.left(), box.center().y() - dot / 2, dot, dot);
        painter.setPen(hidden ? QPen(color, 1.5) : QPen(Qt::NoPen));
        painter.setBrush(hidden ? Qt::NoBrush : QBrush(color));
        painter.drawEllipse(hidden ? spot.adjusted(1, 1, -1, -1) : spot);
        box.setLeft(box.left() + dot + 8);
    }
    QFont font = option.font;
    font.setItalic(index.data(ItalicRole).toBool());
    font.setStrikeOut(hidden && color.isValid());
    painter.setFont(font);
    const QColor own = index.data(Qt::ForegroundRole).value<QColor>();
    painter.setPen(own.isValid() ? own : index.data(MutedRole).toBool() ? theme.mutedText : theme.text);
    const Qt::Alignment alignment = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
    if (alignment & Qt::AlignRight) {
        drawTabular(painter, box, text);
        return;
    }
    painter.drawText(box, int(Qt::AlignVCenter | Qt::AlignLeft),
                     QFontMetricsF(font).elidedText(text, Qt::ElideRight, box.width()));
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QFont font = option.font;
    font.setItalic(index.data(ItalicRole).toBool());
    const QString text = index.data(Qt::DisplayRole).toString();
    double width =
        std::max(tabularWidth(font, text), QFontMetricsF(font).horizontalAdvance(text)) + 2 * m_margin;
    if (index.data(ColorRole).isValid()) width += dot + 8;
    if (index.data(BarRole).isValid()) width = 80;
    return {int(std::ceil(width)) + 2, m_height};
}

}  // namespace regulus

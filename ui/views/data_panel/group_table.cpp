#include "ui/views/data_panel/group_table.h"

#include <QDragEnterEvent>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QToolTip>

#include "ui/models/group_list_model.h"
#include "ui/models/table_model.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr int eye_width = 19, swatch_width = 20, name_left = 21;

void drawEye(QPainter& painter, const QRectF& box, bool hidden, const QColor& color) {
    const QPointF middle = box.center();
    constexpr double wide = 5.5, high = 5;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.2, Qt::SolidLine, Qt::RoundCap));
    const QPointF left(middle.x() - wide, middle.y()), right(middle.x() + wide, middle.y());
    QPainterPath lids(left);
    lids.quadTo(QPointF(middle.x(), middle.y() - 2 * high * 0.75), right);
    lids.quadTo(QPointF(middle.x(), middle.y() + 2 * high * 0.75), left);
    painter.drawPath(lids);
    painter.setBrush(color);
    painter.drawEllipse(middle, 1.4, 1.4);
    if (hidden)
        painter.drawLine(QPointF(middle.x() - 4.5, middle.y() + 4.5),
                         QPointF(middle.x() + 4.5, middle.y() - 4.5));
}

}  // namespace

QRect GroupNameDelegate::swatch(const QRect& cell) {
    return {cell.left(), cell.top(), swatch_width, cell.height()};
}
QRect GroupNameDelegate::eye(const QRect& cell) {
    return {cell.right() - eye_width + 1, cell.top(), eye_width, cell.height()};
}
QRect GroupNameDelegate::name(const QRect& cell) {
    return cell.adjusted(name_left, 1, -eye_width, -1);
}

void GroupNameDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    QStyleOptionViewItem named = option;
    named.rect.setRight(named.rect.right() - eye_width);
    m_cell.paint(painter, named, index);
    const Theme& theme = Theme::current();
    const QRect box = eye(option.rect);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    if (option.state.testFlag(QStyle::State_Selected) || index.data(MarkedRole).toBool())
        painter->fillRect(box, theme.accentSoft);
    else if (hovered)
        painter->fillRect(box, theme.raised);
    const bool hidden = index.data(HiddenRole).toBool();
    QColor color = hidden || hovered ? theme.text : theme.mutedText;
    if (!hidden && !hovered) color.setAlphaF(0.6F);
    drawEye(*painter, box, hidden, color);
    painter->restore();
}

QSize GroupNameDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return m_cell.sizeHint(option, index) + QSize(eye_width, 0);
}

GroupTable::GroupTable(QWidget* parent) : CleanTable(parent) {
    setItemDelegateForColumn(GroupListModel::Name, new GroupNameDelegate(this));
    setAcceptDrops(true);
    viewport()->setAcceptDrops(true);
}

QRect GroupTable::nameRect(int row) const {
    return GroupNameDelegate::name(visualRect(model()->index(row, GroupListModel::Name)));
}
QRect GroupTable::swatchRect(int row) const {
    return GroupNameDelegate::swatch(visualRect(model()->index(row, GroupListModel::Name)));
}
QRect GroupTable::eyeRect(int row) const {
    return GroupNameDelegate::eye(visualRect(model()->index(row, GroupListModel::Name)));
}

int GroupTable::rowOfEye(const QPoint& at) const {
    const QModelIndex index = indexAt(at);
    return index.isValid() && eyeRect(index.row()).contains(at) ? index.row() : -1;
}

int GroupTable::rowOfSwatch(const QPoint& at) const {
    const QModelIndex index = indexAt(at);
    return index.isValid() && swatchRect(index.row()).contains(at) ? index.row() : -1;
}

void GroupTable::mousePressEvent(QMouseEvent* event) {
    m_pressedEye = event->button() == Qt::LeftButton ? rowOfEye(event->pos()) : -1;
    if (m_pressedEye < 0) CleanTable::mousePressEvent(event);
}

void GroupTable::mouseReleaseEvent(QMouseEvent* event) {
    if (m_pressedEye < 0) return CleanTable::mouseReleaseEvent(event);
    const int row = std::exchange(m_pressedEye, -1);
    if (rowOfEye(event->pos()) == row) Q_EMIT eyePressed(row);
}

void GroupTable::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        m_pressedEye = rowOfEye(event->pos());  // the second of two quick clicks
        if (m_pressedEye >= 0) return;
        if (const int row = rowOfSwatch(event->pos()); row >= 0) return Q_EMIT swatchRequested(row);
    }
    CleanTable::mouseDoubleClickEvent(event);
}

void GroupTable::keyPressEvent(QKeyEvent* event) {
    const int row = currentIndex().row();
    const bool arrow = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (row >= 0 && arrow && event->modifiers() == Qt::AltModifier)
        return Q_EMIT moveRequested(row, event->key() == Qt::Key_Up ? -1 : 1);
    if (row >= 0 && event->key() == Qt::Key_F2) return Q_EMIT renameRequested(row);
    if (row >= 0 && event->key() == Qt::Key_Space) return Q_EMIT eyePressed(row);
    CleanTable::keyPressEvent(event);
}

// What lies under the pointer says what it does.
bool GroupTable::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QString text;
        if (const int row = rowOfEye(help->pos()); row >= 0)
            text = model()->index(row, 0).data(HiddenRole).toBool() ? tr("Show on the map (Space)")
                                                                    : tr("Hide on the map (Space)");
        else if (rowOfSwatch(help->pos()) >= 0)
            text = tr("Double-click to change the colour");
        if (!text.isEmpty()) {
            QToolTip::showText(help->globalPos(), text, viewport());
            return true;
        }
    }
    return CleanTable::viewportEvent(event);
}

// --- drops ----------------------------------------------------------------------------------------------

int GroupTable::placeAt(const QPoint& at) const {
    const QModelIndex index = indexAt(at);
    if (!index.isValid()) return at.y() < 0 ? 0 : model()->rowCount();
    return index.row() + (at.y() > visualRect(index).center().y() ? 1 : 0);
}

void GroupTable::showPlace(int place) {
    if (place == m_place) return;
    m_place = place;
    viewport()->update();
}

void GroupTable::dragEnterEvent(QDragEnterEvent* event) {
    if (m_orderable && draggedGroup(event->mimeData())) event->accept();
}

void GroupTable::dragMoveEvent(QDragMoveEvent* event) {
    if (!m_orderable || !draggedGroup(event->mimeData())) return event->ignore();
    const QPoint at = event->position().toPoint();
    constexpr int edge = 12, step = 8;  // pixels: a long list scrolls under a drag
    const int by = at.y() < edge ? -step : at.y() > viewport()->height() - edge ? step : 0;
    verticalScrollBar()->setValue(verticalScrollBar()->value() + by);
    showPlace(placeAt(at));
    event->accept();
}

void GroupTable::dragLeaveEvent(QDragLeaveEvent* event) {
    showPlace(-1);
    event->accept();
}

void GroupTable::dropEvent(QDropEvent* event) {
    showPlace(-1);
    const auto group = draggedGroup(event->mimeData());
    if (!m_orderable || !group) return event->ignore();
    event->accept();
    Q_EMIT dropped(*group, placeAt(event->position().toPoint()));
}

void GroupTable::paintEvent(QPaintEvent* event) {
    CleanTable::paintEvent(event);
    const int rows = model() ? model()->rowCount() : 0;
    if (m_place < 0 || rows == 0) return;
    const QRect near = visualRect(model()->index(std::min(m_place, rows - 1), 0));
    const int y = m_place < rows ? near.top() : near.bottom();
    QPainter painter(viewport());
    painter.fillRect(QRect(0, std::max(0, y - 1), viewport()->width(), 2), Theme::current().accent);
}

}  // namespace regulus

#include "ui/views/data_panel/group_table.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/models/group_list_model.h"
#include "ui/models/table_model.h"
#include "ui/render/figure_scene.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr int eye_width = 19, note_width = 16, swatch_width = 20, name_left = 21;
constexpr int most_measured = 300;  // rows
constexpr int count_margin = 7;     // left and right of a count

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

// A sheet with two lines on it.
void drawNote(QPainter& painter, const QRectF& box, const QColor& color) {
    QRectF sheet(0, 0, 9, 10);
    sheet.moveCenter(box.center());
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.2));
    painter.drawRoundedRect(sheet, 1.5, 1.5);
    for (const double y : {3.5, 6.5})
        painter.drawLine(QPointF(sheet.left() + 2.5, sheet.top() + y),
                         QPointF(sheet.right() - 2.5, sheet.top() + y));
}

bool hasNote(const QModelIndex& index) {
    return !index.data(NoteRole).toString().isEmpty();
}

}  // namespace

QRect GroupNameDelegate::swatch(const QRect& cell) {
    return {cell.left(), cell.top(), swatch_width, cell.height()};
}
QRect GroupNameDelegate::eye(const QRect& cell) {
    return {cell.right() - eye_width + 1, cell.top(), eye_width, cell.height()};
}
QRect GroupNameDelegate::note(const QRect& cell) {
    return {cell.right() - eye_width - note_width + 1, cell.top(), note_width, cell.height()};
}
QRect GroupNameDelegate::name(const QRect& cell) {
    return cell.adjusted(name_left, 1, -eye_width, -1);
}

void GroupNameDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    QStyleOptionViewItem named = option;
    const int signs = eye_width + (hasNote(index) ? note_width : 0);
    named.rect.setRight(named.rect.right() - signs);
    m_cell.paint(painter, named, index);
    const Theme& theme = Theme::current();
    QRect ground = option.rect;
    ground.setLeft(named.rect.right() + 1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    if (option.state.testFlag(QStyle::State_Selected) || index.data(MarkedRole).toBool())
        painter->fillRect(ground, theme.accentSoft);
    else if (hovered)
        painter->fillRect(ground, theme.raised);
    const bool hidden = index.data(HiddenRole).toBool();
    QColor color = hidden || hovered ? theme.text : theme.mutedText;
    if (!hidden && !hovered) color.setAlphaF(0.6F);
    drawEye(*painter, eye(option.rect), hidden, color);
    if (hasNote(index)) drawNote(*painter, note(option.rect), hovered ? theme.text : theme.mutedText);
    painter->restore();
}

QSize GroupNameDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return m_cell.sizeHint(option, index) + QSize(eye_width + (hasNote(index) ? note_width : 0), 0);
}

GroupTable::GroupTable(QWidget* parent) : CleanTable(parent) {
    setItemDelegateForColumn(GroupListModel::Name, new GroupNameDelegate(this));
    setAcceptDrops(true);
    viewport()->setAcceptDrops(true);
    m_second.setSingleShot(true);
    connect(&m_second, &QTimer::timeout, this, &GroupTable::tellSwatchClick);
}

void GroupTable::setModel(QAbstractItemModel* model) {
    CleanTable::setModel(model);
    connect(model, &QAbstractItemModel::dataChanged, this, &GroupTable::fitCounts);
    connect(model, &QAbstractItemModel::modelReset, this, &GroupTable::fitCounts);
}

void GroupTable::resizeEvent(QResizeEvent* event) {
    CleanTable::resizeEvent(event);
    fitCounts();
}

void GroupTable::fitCounts() {
    auto* groups = qobject_cast<GroupListModel*>(model());
    if (!groups) return;
    QStyleOptionViewItem option;
    option.font = font();
    int names = 0, counts = 0;
    for (int row = 0; row < std::min(groups->rowCount(), most_measured); ++row) {
        const QModelIndex at = groups->index(row, GroupListModel::Name);
        names = std::max(names, itemDelegateForIndex(at)->sizeHint(option, at).width());
        counts = std::max(counts, int(std::ceil(tabularWidth(font(), groups->fullCount(row)))));
    }
    groups->setShortCounts(names + counts + 2 * count_margin > viewport()->width());
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

QRect GroupTable::noteRect(int row) const {
    const QModelIndex at = model()->index(row, GroupListModel::Name);
    return hasNote(at) ? GroupNameDelegate::note(visualRect(at)) : QRect();
}

int GroupTable::rowOfEye(const QPoint& at) const {
    const QModelIndex index = indexAt(at);
    return index.isValid() && eyeRect(index.row()).contains(at) ? index.row() : -1;
}

int GroupTable::rowOfSwatch(const QPoint& at) const {
    const QModelIndex index = indexAt(at);
    return index.isValid() && swatchRect(index.row()).contains(at) ? index.row() : -1;
}

int GroupTable::rowOfNote(const QPoint& at) const {
    const QModelIndex index = indexAt(at);
    return index.isValid() && noteRect(index.row()).contains(at) ? index.row() : -1;
}

void GroupTable::mousePressEvent(QMouseEvent* event) {
    const bool left = event->button() == Qt::LeftButton;
    if (m_second.isActive()) tellSwatchClick();  // this press is no second click of that one
    m_pressedEye = left ? rowOfEye(event->pos()) : -1;
    m_onSwatch = left && rowOfSwatch(event->pos()) >= 0;
    m_twice = false;
    m_pressedNote = left ? rowOfNote(event->pos()) : -1;
    if (m_pressedEye < 0 && m_pressedNote < 0) CleanTable::mousePressEvent(event);
}

// A click on a swatch selects once it is clear that it is not the first of two, which ask for a colour alone.
void GroupTable::mouseReleaseEvent(QMouseEvent* event) {
    if (m_onSwatch) {
        m_onSwatch = false;
        const int row = rowOfSwatch(event->pos());
        {
            const QSignalBlocker quiet(this);
            CleanTable::mouseReleaseEvent(event);
        }
        if (std::exchange(m_twice, false) || row < 0) return;
        m_swatch = model()->index(row, GroupListModel::Name);
        m_keys = event->modifiers();
        return m_second.start(QApplication::doubleClickInterval());
    }
    if (m_pressedNote >= 0) {
        const int row = std::exchange(m_pressedNote, -1);
        if (rowOfNote(event->pos()) == row) Q_EMIT noteRequested(row);
        return;
    }
    if (m_pressedEye < 0) return CleanTable::mouseReleaseEvent(event);
    const int row = std::exchange(m_pressedEye, -1);
    if (rowOfEye(event->pos()) == row) Q_EMIT eyePressed(row);
}

void GroupTable::tellSwatchClick() {
    m_second.stop();
    const int row = m_swatch.isValid() ? m_swatch.row() : -1;
    m_swatch = QPersistentModelIndex();
    if (row >= 0) Q_EMIT swatchClicked(row, m_keys);
}

void GroupTable::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        m_pressedEye = rowOfEye(event->pos());  // the second of two quick clicks
        if (m_pressedEye >= 0 || rowOfNote(event->pos()) >= 0) return;
        if (const int row = rowOfSwatch(event->pos()); row >= 0) {
            m_second.stop();
            m_swatch = QPersistentModelIndex();
            m_onSwatch = m_twice = true;
            return Q_EMIT swatchRequested(row);
        }
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
        else if (const int noted = rowOfNote(help->pos()); noted >= 0)
            text = tr("%1\nClick to edit the note").arg(model()->index(noted, 0).data(NoteRole).toString());
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

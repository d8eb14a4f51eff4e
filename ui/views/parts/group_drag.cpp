#include "ui/views/parts/group_drag.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QDrag>
#include <QMouseEvent>

namespace regulus {
namespace {

constexpr QLatin1String kind("application/x-regulus-group");

}  // namespace

std::unique_ptr<QMimeData> mimeOf(const DraggedGroup& group) {
    auto data = std::make_unique<QMimeData>();
    data->setData(kind, QByteArray::number(group.code) + '\n' + QByteArray::fromStdString(group.column));
    data->setText(group.name);
    return data;
}

std::optional<DraggedGroup> draggedGroup(const QMimeData* data) {
    if (data == nullptr || !data->hasFormat(kind)) return std::nullopt;
    const QByteArray bytes = data->data(kind);
    const qsizetype line = bytes.indexOf('\n');
    bool number = false;
    const int code = bytes.left(std::max<qsizetype>(line, 0)).toInt(&number);
    if (!number) return std::nullopt;
    return DraggedGroup{bytes.mid(line + 1).toStdString(), code, data->text()};
}

GroupDrag::GroupDrag(QAbstractItemView* list, std::function<DraggedGroup(int row)> groupAt)
    : QObject(list), m_list(list), m_groupAt(std::move(groupAt)) {
    list->viewport()->installEventFilter(this);
}

bool GroupDrag::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::MouseButtonPress) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        m_pressed.reset();
        if (mouse->button() == Qt::LeftButton) m_pressed = mouse->pos();
    } else if (event->type() == QEvent::MouseButtonRelease) {
        m_pressed.reset();
    } else if (event->type() == QEvent::MouseMove && m_pressed) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const QModelIndex row = m_list->indexAt(*m_pressed);
        if (!row.isValid() || !(mouse->buttons() & Qt::LeftButton) ||
            (mouse->pos() - *m_pressed).manhattanLength() < QApplication::startDragDistance())
            return QObject::eventFilter(watched, event);
        m_pressed.reset();
        auto* drag = new QDrag(m_list);
        drag->setMimeData(mimeOf(m_groupAt(row.row())).release());
        drag->exec(Qt::CopyAction);
        return true;
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace regulus

#include "ui/views/gates/gate_tree.h"

#include <QCoreApplication>
#include <QDropEvent>
#include <QMimeData>

namespace regulus {
namespace {

constexpr int id_role = Qt::UserRole;
const auto gate_type = QStringLiteral("application/x-regulus-gate");

}  // namespace

GateTree::GateTree(std::function<bool(int id, int parent)> allowed, QWidget* parent)
    : QTreeWidget(parent), m_allowed(std::move(allowed)) {
    setDragEnabled(true);
    setAcceptDrops(true);
    // A move would take the item out of the tree, which is filled from the gates.
    setDragDropMode(QAbstractItemView::DragDrop);
    setDefaultDropAction(Qt::CopyAction);
    setDragDropOverwriteMode(true);  // into an item, not between two
}

int GateTree::idOf(const QTreeWidgetItem& item) {
    return item.data(0, id_role).toInt();
}

void GateTree::setId(QTreeWidgetItem& item, int id) {
    item.setData(0, id_role, id);
}

QStringList GateTree::mimeTypes() const {
    return {gate_type};
}

QMimeData* GateTree::mimeData(const QList<QTreeWidgetItem*>& items) const {
    if (items.isEmpty()) return nullptr;
    auto* const made = new QMimeData;
    made->setData(gate_type, origin() + QByteArray::number(idOf(*items.front())));
    return made;
}

QByteArray GateTree::origin() const {
    return QByteArray::number(QCoreApplication::applicationPid()) + ' ' +
           QByteArray::number(reinterpret_cast<quintptr>(this)) + ' ';
}

GateTree::Drop GateTree::dropOf(const QDropEvent& event) const {
    const QByteArray dragged = event.mimeData()->data(gate_type);
    if (!dragged.startsWith(origin())) return {0, 0, false};  // a gate of another window is another one here
    const QTreeWidgetItem* const item = itemAt(event.position().toPoint());
    const int id = dragged.mid(origin().size()).toInt(), parent = item == nullptr ? 0 : idOf(*item);
    return {id, parent, m_allowed(id, parent)};
}

void GateTree::dragMoveEvent(QDragMoveEvent* event) {
    QTreeWidget::dragMoveEvent(event);  // scrolls at its edges, and marks the item
    dropOf(*event).allowed ? event->acceptProposedAction() : event->ignore();
}

void GateTree::dropEvent(QDropEvent* event) {
    const Drop drop = dropOf(*event);
    stopAutoScroll();
    setState(NoState);
    viewport()->update();
    if (!drop.allowed) return event->ignore();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    // The tree is filled anew, which is not for within a drag.
    QMetaObject::invokeMethod(
        this, [this, drop] { Q_EMIT dropped(drop.id, drop.parent); }, Qt::QueuedConnection);
}

}  // namespace regulus

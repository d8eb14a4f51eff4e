// A group that is dragged from a list to where it is wanted.
#pragma once

#include <QMimeData>
#include <QObject>
#include <QPoint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

class QAbstractItemView;

namespace regulus {

struct DraggedGroup {
    std::string column;  // as GroupColumns knows it
    int code = -1;       // -1: the cells without a value
    QString name;        // beside the pointer
};
std::unique_ptr<QMimeData> mimeOf(const DraggedGroup& group);
std::optional<DraggedGroup> draggedGroup(const QMimeData* data);

// Starts a drag from a list whose rows cannot be selected, and which therefore starts none itself.
class GroupDrag final : public QObject {
    Q_OBJECT
  public:
    // `groupAt`: the group of a row. Belongs to the list.
    GroupDrag(QAbstractItemView* list, std::function<DraggedGroup(int row)> groupAt);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QAbstractItemView* m_list;
    std::function<DraggedGroup(int row)> m_groupAt;
    std::optional<QPoint> m_pressed;
};

}  // namespace regulus

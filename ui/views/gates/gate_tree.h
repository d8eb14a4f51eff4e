// A tree whose items can be dragged into each other: it says what was dropped where, and moves nothing
// itself. Each item holds a number, its id; the items may lie within a first one of id 0.
#pragma once

#include <QTreeWidget>
#include <functional>

namespace regulus {

class GateTree final : public QTreeWidget {
    Q_OBJECT
  public:
    // `allowed`: whether a gate may lie within another, 0: within none.
    explicit GateTree(std::function<bool(int id, int parent)> allowed, QWidget* parent = nullptr);

    static int idOf(const QTreeWidgetItem& item);
    static void setId(QTreeWidgetItem& item, int id);

  Q_SIGNALS:
    void dropped(int id, int parent);

  protected:
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QList<QTreeWidgetItem*>& items) const override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    struct Drop {
        int id, parent;  // 0: beside all items
        bool allowed;
    };
    Drop dropOf(const QDropEvent& event) const;
    QByteArray origin() const;  // of what is dragged from here

    std::function<bool(int id, int parent)> m_allowed;
};

}  // namespace regulus

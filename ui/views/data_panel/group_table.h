// The list of groups: a swatch, a name, a mark where there is a note, an eye that hides the group, how many
// cells. Groups are dragged to another place in it, or out of it (see GroupDrag).
#pragma once

#include <QPersistentModelIndex>
#include <QStyledItemDelegate>
#include <QTimer>

#include "ui/views/parts/cell_delegate.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/group_drag.h"

namespace regulus {

// A name with its swatch, and the mark of a note and the eye at the end.
class GroupNameDelegate final : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    // Of a name that is drawn in `cell`.
    static QRect swatch(const QRect& cell);
    static QRect eye(const QRect& cell);
    static QRect note(const QRect& cell);  // beside the eye, where there is one
    static QRect name(const QRect& cell);

  private:
    CellDelegate m_cell;
};

class GroupTable final : public CleanTable {
    Q_OBJECT
  public:
    explicit GroupTable(QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;  // a GroupListModel
    // Where names are drawn, in the viewport.
    QRect nameRect(int row) const;
    QRect swatchRect(int row) const;
    QRect eyeRect(int row) const;
    QRect noteRect(int row) const;                    // empty where the group has none
    void setOrderable(bool on) { m_orderable = on; }  // they are, to begin with
    QSize sizeHint() const override { return {200, 24 * 5}; }

  Q_SIGNALS:
    void eyePressed(int row);                                      // or Space
    void swatchRequested(int row);                                 // a double click on it
    void swatchClicked(int row, Qt::KeyboardModifiers keys);       // one that no second click followed
    void noteRequested(int row);                                   // a click on its mark
    void renameRequested(int row);                                 // F2
    void moveRequested(int row, int by);                           // Alt and an arrow
    void dropped(const regulus::DraggedGroup& group, int before);  // the number of rows: behind the last

  protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fitCounts();                      // so that no name is cut for them
    int rowOfEye(const QPoint& at) const;  // -1: it is no eye
    int rowOfSwatch(const QPoint& at) const;
    int rowOfNote(const QPoint& at) const;
    void tellSwatchClick();
    int placeAt(const QPoint& at) const;
    void showPlace(int place);

    int m_pressedEye = -1, m_pressedNote = -1;
    bool m_onSwatch = false, m_twice = false;  // the button went down there; for the second time
    QTimer m_second;                           // runs while a second click may come
    QPersistentModelIndex m_swatch;            // of the first
    Qt::KeyboardModifiers m_keys;
    int m_place = -1;  // before which row a group would be dropped
    bool m_orderable = true;
};

}  // namespace regulus

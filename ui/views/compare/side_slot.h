// One side of the comparison: what is in it, how many cells and donors that are, and the ways to fill it: the
// selection, groups of a column, a group dropped on it.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/session/session.h"

class QPushButton;
class QToolButton;

namespace regulus {

class GroupPicker;
class ToneLabel;

// Of one side, as a job counted them.
struct SideCount {
    std::size_t cells = 0;
    std::optional<std::size_t> donors = {};  // with cells there; nullopt: there is no column of donors
};

class SideSlot final : public QWidget {
    Q_OBJECT
  public:
    SideSlot(Session& session, ComparedSide side, QWidget* parent = nullptr);

    void refresh();  // what is in it, and whether there is a selection to use
    // nullopt: being counted, or nothing to count.
    void setCount(const std::optional<SideCount>& count, const QString& donors);

    GroupPicker* picker() const { return m_picker; }
    QPushButton* name() const { return m_name; }
    QToolButton* useSelection() const { return m_use; }
    QToolButton* selectCells() const { return m_select; }
    QString countText() const;

  Q_SIGNALS:
    void selectRequested();  // the cells of this side, on the map

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    QString fullName() const;
    void showName();
    void setMarked(bool on);

    Session& m_session;
    ComparedSide m_side;
    QString m_letter;
    QWidget* m_badge;  // its place; painted with the slot
    QPushButton* m_name;
    QToolButton *m_use, *m_select, *m_empty;
    ToneLabel* m_count;
    GroupPicker* m_picker;
    bool m_marked = false;  // a group is being dragged over it
};

}  // namespace regulus

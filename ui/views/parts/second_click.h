// A double click on a row is of the row of its first click, whatever that click has moved since: rows of a
// family that opened, a panel that scrolled, a page that grew. Its second press and release reach nothing
// else, so they act on no other row and on nothing that has come to lie beneath the pointer.
#pragma once

#include <QObject>
#include <QPersistentModelIndex>
#include <QPoint>
#include <QTimer>

class QMouseEvent;

namespace regulus {

class CleanTable;

class SecondClick final : public QObject {
    Q_OBJECT
  public:
    // The table's own; it says rowDoubleClicked() for it.
    explicit SecondClick(CleanTable* table);

    // Milliseconds in which another click would make a double click of the last one on a table in `part`; 0:
    // none would. What moves the table waits that long.
    static int awaited(const QObject* part);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void hold(const QMouseEvent& press);
    bool take(QMouseEvent& press);
    int heldRow() const;  // -1: it is there no more

    CleanTable* m_table;
    QTimer m_open;                // runs while a second click may come
    QPersistentModelIndex m_row;  // of the first click
    QString m_name;               // of that row, if the model is filled anew
    QPoint m_at;                  // on the screen
    quint64 m_pressed = 0;        // timestamp
    bool m_held = false, m_releasing = false;
};

}  // namespace regulus

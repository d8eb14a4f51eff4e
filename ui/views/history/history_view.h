// The steps that can be undone, by name: a click goes back to one, or forward again.
#pragma once

#include <QAbstractListModel>
#include <QListView>
#include <QUndoStack>
#include <QWidget>

class QAction;
class QToolButton;

namespace regulus {

// A row a state: the one before the first step, then that after each. The one that the session is in is in
// bold; those that were undone are muted.
class HistoryModel final : public QAbstractListModel {
    Q_OBJECT
  public:
    explicit HistoryModel(QUndoStack& stack, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    void follow();

    QUndoStack& m_stack;
    int m_rows = 1;
};

class HistoryView final : public QListView {
    Q_OBJECT
  public:
    // `stack` must outlive it.
    explicit HistoryView(QUndoStack& stack, QWidget* parent = nullptr);

  private:
    void goTo(const QModelIndex& index);
    void showCurrent();

    QUndoStack& m_stack;
};

// The list with a button below it, which exports the steps as a script.
class HistoryPanel final : public QWidget {
    Q_OBJECT
  public:
    // `stack` must outlive it.
    explicit HistoryPanel(QUndoStack& stack, QWidget* parent = nullptr);
    void offer(QAction* exportScript);  // once; by the button, and in the list's own menu
    HistoryView& list() { return *m_list; }

  private:
    HistoryView* m_list;
    QToolButton* m_export;
};

}  // namespace regulus

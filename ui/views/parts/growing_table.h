// The first rows of a table, and a button for the rest: it does not scroll, what lies around it does.
#pragma once

#include <QWidget>

class QToolButton;

namespace regulus {

class CleanTable;

class GrowingTable final : public QWidget {
    Q_OBJECT
  public:
    // Takes the table, which has its model.
    GrowingTable(CleanTable* table, int rowsAtFirst, QWidget* parent = nullptr);

    CleanTable* table() const { return m_table; }
    int rowsShown() const;
    QToolButton* more() const { return m_more; }

  private:
    void fit();

    CleanTable* m_table;
    QToolButton* m_more;
    int m_first;
    bool m_all = false;
};

}  // namespace regulus

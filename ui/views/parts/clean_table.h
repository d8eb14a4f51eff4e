// A table in the application's look: no grid, no frame, quiet header, whole rows, copying as TSV. Rows have
// one height, so a million of them cost nothing.
#pragma once

#include <QTableView>

#include "ui/views/parts/cell_delegate.h"

namespace regulus {

class CleanTable : public QTableView {
    Q_OBJECT
  public:
    explicit CleanTable(QWidget* parent = nullptr);

    CellDelegate* cells() const { return m_delegate; }
    void setRowHeight(int height);
    QSize sizeHint() const override { return {240, 24 * 5}; }  // grows with its place, not with its rows
    // Selected rows, or all when none is: header and values, columns apart by tabs. At most a million rows.
    QString copiedText() const;

  Q_SIGNALS:
    void rowActivated(int row);  // click or Return
    void rowDoubleClicked(int row);

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void dress();
    std::vector<int> selectedRows() const;

    CellDelegate* m_delegate;
    QAction* m_copy;
};

}  // namespace regulus

// A table in the application's look: no grid, no frame, quiet header, whole rows, copying as TSV. Rows have
// one height, so a million of them cost nothing.
#pragma once

#include <QTableView>
#include <vector>

#include "ui/views/parts/cell_delegate.h"

namespace regulus {

class CleanTable : public QTableView {
    Q_OBJECT
  public:
    explicit CleanTable(QWidget* parent = nullptr);

    CellDelegate* cells() const { return m_delegate; }
    void setRowHeight(int height);
    // Columns closer to each other, and bars that may be short: for tables at the side of a window.
    void setCompact();
    // As high as its header and that many rows: it scrolls no more, what lies around it does.
    void showRows(int rows);
    // Widths that no header and, of the first rows, no text is cut at; `stretched` takes what is left. Where
    // that is less than its header needs, the lesser columns are hidden, one after the other; where that does
    // not help, it gets what its texts need, and the table scrolls sideways. Again by itself whenever the
    // table gets another width. `hidden` columns are never shown.
    void fitColumns(int stretched, std::vector<int> lesser, std::vector<int> hidden = {});
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    // Selects that row, or none for -1, and nothing scrolls: somebody else chose it.
    void markRow(int row);
    QSize sizeHint() const override { return {240, 24 * 5}; }  // grows with its place, not with its rows
    // Selected rows, or all when none is: header and values, columns apart by tabs, those that are never
    // shown left out. At most a million rows.
    QString copiedText() const;
    QString wholeText() const;  // the same of all rows
    // Whether the person may copy them; they may, to begin with.
    void setCopyEnabled(bool enabled);

  Q_SIGNALS:
    void rowActivated(int row);      // click or Return
    void rowDoubleClicked(int row);  // or Ctrl+Return
    void rowEntered(int row);        // Return, after it was activated

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void dress();
    int widthOf(int column) const;
    std::vector<int> selectedRows() const;

    CellDelegate* m_delegate;
    bool m_scrolls = true, m_compact = false;
    int m_stretched = -1;  // as fitColumns() was told; -1: never
    std::vector<int> m_lesser, m_hidden;
    QAction* m_copy;
};

}  // namespace regulus

// The groups of the column that is looked at: a colour, a name, how many cells, how many of them selected.
#pragma once

#include <QColor>
#include <span>

#include "core/base/cell_set.h"
#include "core/data/table.h"
#include "ui/models/table_model.h"

namespace regulus {

struct GroupRow {
    int category = -1;  // -1: the cells without a value
    QString name;
    QColor color;
    std::size_t cells = 0, selected = 0;
    bool hidden = false;
    bool unlabelled = false;  // no value, or one that is no label ("NA", "unknown")
    QString note = {};        // what a person wrote about it
};

enum GroupRole { NoteRole = HiddenRole + 1 };  // QString: of the name; empty: none

// One row a category that has cells; behind them those that are no label, and the cells without a value, if
// there are any. `sizes` as group_sizes() has them; `selected` may be empty (no selection), and only its
// cells are looked at. `colors` has one entry a category.
std::vector<GroupRow> groupRows(const Categorical& groups, std::span<const std::size_t> sizes,
                                const CellSet& selected, std::span<const QColor> colors,
                                const QColor& missing);

class GroupListModel final : public RowsModel<GroupRow> {
    Q_OBJECT
  public:
    enum Column { Name, Cells };
    using RowsModel::RowsModel;

    // Of a group with some of its cells selected: "412 of 697", or in short "412" in the accent, which takes
    // no more room than the groups of which all or none are.
    void setShortCounts(bool on);
    QString fullCount(int row) const;

  protected:
    const std::vector<TableColumn>& columns() const override;
    QVariant cellOf(const GroupRow& row, int column, int role) const override;

  private:
    bool m_short = false;
};

}  // namespace regulus

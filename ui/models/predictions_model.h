// The predictions table on screen: a PredictionTable seen through a list of cells. It never sorts or filters
// by itself; arrange() does, in a job, and setCells() shows the outcome.
#pragma once

#include <QColor>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "core/base/cell_set.h"
#include "ui/models/prediction_table.h"
#include "ui/models/table_model.h"

namespace regulus {

class PredictionsModel final : public TableModel {
    Q_OBJECT
  public:
    using TableModel::TableModel;

    // Shows those cells of the table. Both may be null or empty; every cell must be one of the table's.
    void show(std::shared_ptr<const PredictionTable> table, std::vector<std::uint32_t> cells);
    void setCells(std::vector<std::uint32_t> cells);
    void setSelection(CellSet selected);                // marks rows
    void setHidden(std::set<PredictionColumn> hidden);  // columns; that of the cells' names stays
    const std::set<PredictionColumn>& hidden() const { return m_hidden; }
    // Those of the table, hidden ones too, with their names.
    std::vector<std::pair<PredictionColumn, QString>> offered() const;
    // One a label name and one a class name; empty: no dots.
    void setColors(std::vector<QColor> labels, std::vector<QColor> classes);

    const std::shared_ptr<const PredictionTable>& table() const { return m_table; }
    const std::vector<std::uint32_t>& cells() const { return m_cells; }
    std::uint32_t cellAt(int row) const { return m_cells[static_cast<std::size_t>(row)]; }
    int rowOf(std::uint32_t cell) const;  // -1 when it is not shown; looks through all rows
    PredictionColumn kindOf(int column) const { return m_kinds[static_cast<std::size_t>(column)]; }

  protected:
    int rows() const override { return static_cast<int>(m_cells.size()); }
    const std::vector<TableColumn>& columns() const override;
    QVariant cell(int row, int column, int role) const override;

  private:
    QVariant textOf(std::uint32_t cell, PredictionColumn column) const;
    QVariant bareOf(std::uint32_t cell, PredictionColumn column) const;
    QVariant colorOf(std::uint32_t cell, PredictionColumn column) const;

    static std::vector<TableColumn> columnsOf(const PredictionTable* table);
    void chooseColumns();

    std::shared_ptr<const PredictionTable> m_table;
    std::vector<PredictionColumn> m_kinds = shownColumns({});
    std::vector<TableColumn> m_columns = columnsOf(nullptr);
    std::set<PredictionColumn> m_hidden;
    std::vector<std::uint32_t> m_cells;
    CellSet m_selected;
    std::vector<QColor> m_labelColors, m_classColors;
};

}  // namespace regulus

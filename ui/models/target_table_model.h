// The targets of one TF as a table: attention on each edge against what uniform attention would be, or, of a
// regulon reader, what each adds to the evidence for the TF; expression, sign, and what the prior gives of
// its edges.
#pragma once

#include "ui/figures/network/target_rows.h"
#include "ui/models/edge_columns.h"
#include "ui/models/table_model.h"

namespace regulus {

// "→" activates, "–|" represses, "?".
QString signText(int sign);
// What the prior says of a row's edge, as a line below what is told of the row; "" where it says nothing.
QString priorLine(const TargetRow& row, std::span<const EdgeColumn> columns);

class TargetTableModel final : public RowsModel<TargetRow> {
    Q_OBJECT
  public:
    enum Column { Gene, Bar, Ratio, Expression, Sign, Regulators, FirstOfPrior };
    explicit TargetTableModel(QObject* parent = nullptr);

    // Rows of a regulon reader: the columns say so; what their prior gives has columns at the end.
    void setColumns(bool reader, const EvidenceGiven& given);
    // A word for each column that stays the same whatever it is called.
    QString keyOf(int column) const;

  protected:
    const std::vector<TableColumn>& columns() const override { return m_columns; }
    QVariant cellOf(const TargetRow& row, int column, int role) const override;

  private:
    QVariant evidenceCell(const TargetRow& row, int column, int role) const;
    QVariant attentionCell(const TargetRow& row, int column, int role) const;

    bool m_reader = false;
    std::vector<EdgeColumn> m_prior;
    std::vector<TableColumn> m_columns;
};

// A column of the prior's for a row that may have no edge there.
QVariant priorCell(const TargetRow& row, EdgeColumn column, int role);
// "confidence", "weight", "sources".
QString keyOf(EdgeColumn column);

}  // namespace regulus

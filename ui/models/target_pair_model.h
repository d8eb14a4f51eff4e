// The targets of one TF in two groups of cells, or two cells, beside each other: attention on each edge
// against uniform, or, of a regulon reader, what each adds to the evidence for the TF; and the difference.
#pragma once

#include "ui/models/target_table_model.h"

namespace regulus {

class TargetPairModel final : public RowsModel<TargetPair> {
    Q_OBJECT
  public:
    enum Column { Gene, Difference, DifferenceValue, First, Second, Sign, Regulators, FirstOfPrior };
    using RowsModel::RowsModel;

    // What the two are called; `reader`: the rows are of a regulon reader; what their prior gives has columns
    // at the end.
    void setNames(const QString& first, const QString& second, bool reader, const EvidenceGiven& given);
    QString keyOf(int column) const;  // as TargetTableModel's

  protected:
    const std::vector<TableColumn>& columns() const override { return m_columns; }
    QVariant cellOf(const TargetPair& pair, int column, int role) const override;

  private:
    QString textOf(const TargetRow& row) const;
    QString helpOf(const TargetPair& pair) const;

    QVariant pairCell(const TargetPair& pair, int column, int role) const;

    QString m_first, m_second;
    bool m_reader = false;
    std::vector<EdgeColumn> m_prior;
    std::vector<TableColumn> m_columns = std::vector<TableColumn>(FirstOfPrior);
};

}  // namespace regulus

// The targets of one TF in two groups of cells, or two cells, beside each other: attention on each edge
// against uniform, or, of a regulon reader, what each adds to the evidence for the TF; and the difference.
#pragma once

#include "ui/models/target_table_model.h"

namespace regulus {

struct TargetPair {
    TargetRow first, second;  // the same target
};

// Of a regulon reader what it adds in the first less what it adds in the second, else log2 of the ratio of
// the attention; NaN for a target that has no other regulator to prefer.
double differenceOf(const TargetPair& pair);

class TargetPairModel final : public RowsModel<TargetPair> {
    Q_OBJECT
  public:
    enum Column { Gene, Difference, DifferenceValue, First, Second, Sign, Regulators };
    using RowsModel::RowsModel;

    // What the two are called; `reader`: the rows are of a regulon reader.
    void setNames(const QString& first, const QString& second, bool reader);

  protected:
    const std::vector<TableColumn>& columns() const override { return m_columns; }
    QVariant cellOf(const TargetPair& pair, int column, int role) const override;

  private:
    QString textOf(const TargetRow& row) const;
    QString helpOf(const TargetPair& pair) const;

    QString m_first, m_second;
    bool m_reader = false;
    std::vector<TableColumn> m_columns = std::vector<TableColumn>(Regulators + 1);
};

}  // namespace regulus

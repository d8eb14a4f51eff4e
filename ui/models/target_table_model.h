// The targets of one TF: attention on each edge against what uniform attention would be, or, of a regulon
// reader, what each adds to the evidence for the TF; expression, sign.
#pragma once

#include <limits>

#include "ui/models/table_model.h"

namespace regulus {

struct TargetRow {
    QString gene;
    int token = -1;
    int sign = 0;           // of the prior's edge: +1, -1, 0 not known
    double attention = 0;   // of the target to the TF, 0..1
    double uniform = 0;     // the same with uniform attention
    double pooling = 0;     // weight of the cell on this target
    double expression = 0;  // log1p(CP10k), of a regulon reader standardised; NaN while not known
    int regulators = 0;
    double evidence = std::numeric_limits<double>::quiet_NaN();  // of a regulon reader: w z / σ
};

// "→" activates, "–|" represses, "?".
QString signText(int sign);

// attention / uniform; NaN for a target with one regulator, which has no other to prefer.
double beyondUniform(const TargetRow& row);

class TargetTableModel final : public RowsModel<TargetRow> {
    Q_OBJECT
  public:
    enum Column { Gene, Bar, Ratio, Expression, Sign, Regulators };
    using RowsModel::RowsModel;

    // Rows of a regulon reader: the columns say so.
    void setOfReader(bool reader);

  protected:
    const std::vector<TableColumn>& columns() const override;
    QVariant cellOf(const TargetRow& row, int column, int role) const override;

  private:
    QVariant evidenceCell(const TargetRow& row, int column, int role) const;

    bool m_reader = false;
};

}  // namespace regulus

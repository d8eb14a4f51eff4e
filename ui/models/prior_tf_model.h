// The TFs of one cell or one group before training, ranked by the attention of the untrained reader, each
// beside its own expression, the activity that its targets show, and their number.
#pragma once

#include <cstdint>
#include <vector>

#include "ui/models/table_model.h"

namespace regulus {

struct PriorTfRow {
    QString tf;
    int column = -1;  // of PriorResults
    double attention = 0,
           attention_sd = 0;  // log2 of the ratio to uniform; sd over the cells, 0 for one cell
    double expression = 0;    // log1p(CP10k), mean over the cells
    double activity = 0;      // t value of ULM, mean over the cells; NaN where there is none
    int targets = 0;
    int rewired_above =
        -1;  // of `rewired` rewired priors, that pay it at least this attention; -1: not known
    int rewired = 0;
};

class PriorTfModel final : public RowsModel<PriorTfRow> {
    Q_OBJECT
  public:
    enum Column { Tf, Bar, Value, Expression, Activity, Targets };
    using RowsModel::RowsModel;

    int rowOf(const QString& tf) const;  // in the order shown; -1 when not there
    // In the order that the rows were set.
    void setRewiredAbove(const std::vector<std::int32_t>& above, int rewired);

  protected:
    const std::vector<TableColumn>& columns() const override;
    QVariant cellOf(const PriorTfRow& row, int column, int role) const override;

  private:
    static QString chanceOf(const PriorTfRow& row);
};

}  // namespace regulus

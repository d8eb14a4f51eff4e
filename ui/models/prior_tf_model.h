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
    int rewired_above = -1;  // rewired priors that give it as much; -1 while not known
};

class PriorTfModel final : public RowsModel<PriorTfRow> {
    Q_OBJECT
  public:
    enum Column { Tf, Bar, Value, Expression, Activity, Targets };
    using RowsModel::RowsModel;

    int rowOf(const QString& tf) const;  // in the order shown; -1 when not there
    // One a column of PriorResults, of so many rewired priors.
    void setRewiredAbove(const std::vector<std::int32_t>& above, int rewired);
    // Of the `most` TFs with most attention, those that no rewired prior gives as much.
    int standing(std::size_t most) const;

  protected:
    const std::vector<TableColumn>& columns() const override;
    QVariant cellOf(const PriorTfRow& row, int column, int role) const override;

  private:
    QString chanceOf(const PriorTfRow& row) const;

    int m_rewired = 0;
};

}  // namespace regulus

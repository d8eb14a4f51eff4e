// The TFs of one cell or one group, ranked by the attention of a regulon reader, trained or not: each beside
// its own expression, the activity that its targets show, what cutting it does, and the number of its
// targets.
#pragma once

#include <cstdint>
#include <vector>

#include "core/interpret/tf_stability.h"
#include "ui/models/entry_rows_model.h"

namespace regulus {

struct ReaderTfRow {
    QString tf;
    int column = -1;  // of TfResults
    EntryPlace place = {};
    double attention = 0,
           attention_sd = 0;  // log2 of the ratio to uniform; sd over the cells, 0 for one cell
    double expression = 0;    // log1p(CP10k), mean over the cells; NaN of a family
    double activity = 0;      // t value of ULM, mean over the cells; NaN where there is none, as of a family
    double effect = 0;  // of cutting it on the log-odds of the predicted class, mean; NaN without a model
    int targets = 0;
    int rewired_above = -1;  // rewired priors that give it as much; -1 while not known
    int renamed_above = -1;  // the same of priors whose TF names are exchanged
    Standing standing = Standing::NotLeading;
};

class ReaderTfModel final : public EntryRowsModel<ReaderTfRow> {
    Q_OBJECT
  public:
    enum Column { Tf, Bar, Value, Expression, Activity, Effect, Targets };
    using EntryRowsModel::EntryRowsModel;

    // One a column of TfResults, of so many rewired priors.
    void setRewiredAbove(const std::vector<std::int32_t>& above, int rewired);
    void setRenamedAbove(const std::vector<std::int32_t>& above, int renamed);
    // Of these cells as one group.
    void setStability(const TfStability& stability);
    // Of the `most` entries with most attention, those that no rewired prior gives as much.
    int standing(std::size_t most) const;

  protected:
    const std::vector<TableColumn>& columns() const override;
    QVariant cellOf(const ReaderTfRow& row, int column, int role) const override;

  private:
    QString chanceOf(const ReaderTfRow& row) const;
    QString helpOf(const ReaderTfRow& row) const;

    int m_rewired = 0, m_renamed = 0;
};

}  // namespace regulus

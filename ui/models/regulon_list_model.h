// Regulons in short: a TF and how much the model attended to it in the selection.
#pragma once

#include "core/interpret/tf_stability.h"
#include "ui/models/entry_rows_model.h"

namespace regulus {

struct RegulonRow {
    QString tf;
    double value = 0;    // over the cells looked at; NaN: not known yet
    int targets = 0;     // among the model's genes
    bool clear = false;  // told apart from uniform
    // Mean choice of a model that reads genes; mean, or standard deviation, of log2 of attention to uniform
    // of a regulon reader, which is grey until it is compared with rewired priors.
    enum class Of { Choice, Attention, Spread } of = Of::Choice;
    int column = -1;  // of TfResults
    EntryPlace place = {};
    int rewired_above = -1;  // rewired priors that give it as much; -1 while not known
    int renamed_above = -1;  // the same of priors whose TF names are exchanged
    Standing standing = Standing::NotLeading;
};

class RegulonListModel final : public EntryRowsModel<RegulonRow> {
    Q_OBJECT
  public:
    enum Column { Name, Bar, Targets };
    using EntryRowsModel::EntryRowsModel;

    void setCurrent(const QString& tf);  // the regulon that colours the map; marked
    // How many priors rows are compared with: rewired ones, and ones whose TF names are exchanged.
    void setRewired(int rewired, int renamed) {
        m_rewired = rewired;
        m_renamed = renamed;
    }

  protected:
    const std::vector<TableColumn>& columns() const override;
    QVariant cellOf(const RegulonRow& row, int column, int role) const override;

  private:
    QString helpOf(const RegulonRow& row) const;

    QString m_current;
    int m_rewired = 0, m_renamed = 0;
};

}  // namespace regulus

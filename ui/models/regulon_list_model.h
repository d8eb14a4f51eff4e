// Regulons in short: a TF and how much the model attended to it in the selection.
#pragma once

#include "ui/models/table_model.h"

namespace regulus {

struct RegulonRow {
    QString tf;
    double value = 0;     // mean over the cells looked at, of choice or log2 of attention; NaN: not known yet
    int targets = 0;      // among the model's genes
    bool clear = false;   // told apart from uniform
    bool trained = true;  // choice of a model; else attention of the reader without one
};

class RegulonListModel final : public RowsModel<RegulonRow> {
    Q_OBJECT
  public:
    enum Column { Name, Bar, Targets };
    using RowsModel::RowsModel;

    void setCurrent(const QString& tf);  // the regulon that colours the map; marked

  protected:
    const std::vector<TableColumn>& columns() const override;
    QVariant cellOf(const RegulonRow& row, int column, int role) const override;

  private:
    QString m_current;
};

}  // namespace regulus

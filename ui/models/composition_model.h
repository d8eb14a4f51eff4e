// Tests of a composition: a row a group and condition, with the shares that are compared.
#pragma once

#include <QString>

#include "core/workflow/composition.h"
#include "ui/models/table_model.h"

namespace regulus {

struct CompositionRow {
    QString condition, group;
    ConditionShare share, reference;  // of the samples that were tested, and their intervals
    CompositionTest test;             // p not known: it was not tested
};
// Lowest p of each condition first; those of conditions that are not tested as they come.
std::vector<CompositionRow> compositionRows(const Composition& made);

class CompositionModel final : public RowsModel<CompositionRow> {
    Q_OBJECT
  public:
    enum Column { Condition, Group, Share, Reference, P, Q };
    using RowsModel::RowsModel;

    void setReference(const QString& name);  // of the header

  protected:
    const std::vector<TableColumn>& columns() const override { return m_columns; }
    QVariant cellOf(const CompositionRow& row, int column, int role) const override;

  private:
    std::vector<TableColumn> m_columns = columnsOf({});
    static std::vector<TableColumn> columnsOf(const QString& reference);
};

}  // namespace regulus

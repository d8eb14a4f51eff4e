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

    void show(const Composition& made);
    bool single() const { return m_single; }  // one condition against the reference: the header names it

  protected:
    const std::vector<TableColumn>& columns() const override { return m_columns; }
    QVariant cellOf(const CompositionRow& row, int column, int role) const override;

  private:
    std::vector<TableColumn> m_columns = columnsOf({}, {}, false);
    bool m_single = false;
    // Names in the header; "": none.
    static std::vector<TableColumn> columnsOf(const QString& condition, const QString& reference,
                                              bool donors);
};

}  // namespace regulus

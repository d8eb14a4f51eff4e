// A prior to look through: genes with the number of their edges, and the edges of one of them with what
// speaks for each.
#pragma once

#include "core/prior/network_summary.h"
#include "ui/models/table_model.h"

namespace regulus {

struct PriorGeneRow {
    QString gene;
    std::size_t edges = 0;
};

class PriorGeneModel final : public RowsModel<PriorGeneRow> {
    Q_OBJECT
  public:
    enum Column { Name, Edges };
    using RowsModel::RowsModel;

  protected:
    const std::vector<TableColumn>& columns() const override;
    QVariant cellOf(const PriorGeneRow& row, int column, int role) const override;
};

class PriorEdgeModel final : public RowsModel<EdgeEvidence> {
    Q_OBJECT
  public:
    enum Column { Name, Mode, Confidence, Weight, Listed, Sources };
    using RowsModel::RowsModel;

  protected:
    const std::vector<TableColumn>& columns() const override;
    QVariant cellOf(const EdgeEvidence& row, int column, int role) const override;
};

}  // namespace regulus

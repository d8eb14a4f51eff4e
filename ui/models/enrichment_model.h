// Gene sets that a list is rich in, with what was found of them.
#pragma once

#include <memory>

#include "core/workflow/over_representation.h"
#include "ui/models/table_model.h"

namespace regulus {

class EnrichmentModel final : public RowsModel<EnrichedSet> {
    Q_OBJECT
  public:
    enum Column { Name, Hits, Genes, Fold, P, Q, Which };
    using RowsModel::RowsModel;

  protected:
    const std::vector<TableColumn>& columns() const override;
    QVariant cellOf(const EnrichedSet& row, int column, int role) const override;
};

// Hits by hits expected; NaN where none are expected.
double foldOf(const EnrichedSet& set);

}  // namespace regulus

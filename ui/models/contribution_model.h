// What the logit of a class is made of in one cell: the TFs that contribute most, all others together, the
// bypass, the constant, and their sum.
#pragma once

#include <span>
#include <string>

#include "core/regulons/reader_decisions.h"
#include "core/regulons/tf_families.h"
#include "ui/models/table_model.h"

namespace regulus {

struct ContributionRow {
    enum class Part { Tf, Others, Bypass, Constant, Sum };
    Part part = Part::Tf;
    QString name;           // of a TF or a family of TFs
    int members = 0;        // of a family
    double value = 0;       // to the logit
    std::size_t count = 0;  // Others: how many
};

// Of class `k`: the `most` TFs or families with the largest contributions, to either side, largest first, and
// the other rows behind them. All but the last add up to it. `columns`: names of the TFs, then of the
// families.
std::vector<ContributionRow> contributionRows(const Contributions& parts, const TfFamilies& families,
                                              std::span<const std::string> columns, std::size_t k,
                                              std::size_t most);

class ContributionModel final : public RowsModel<ContributionRow> {
    Q_OBJECT
  public:
    enum Column { Part, Bar, Value };
    using RowsModel::RowsModel;

    void setClass(const QString& name) { m_class = name; }

  protected:
    const std::vector<TableColumn>& columns() const override;
    QVariant cellOf(const ContributionRow& row, int column, int role) const override;

  private:
    QString nameOf(const ContributionRow& row) const;
    QString helpOf(const ContributionRow& row) const;

    QString m_class;
};

}  // namespace regulus

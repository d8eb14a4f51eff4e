// What separates two groups: the TFs whose choice, or attention, differs, with the size of the effect. No
// p-values: the cells of one dataset are not replicates of each other.
#pragma once

#include "ui/models/table_model.h"

namespace regulus {

struct TfDifference {
    QString tf;
    int column = -1;               // of RegulonAttention or TfResults
    double first = 0, second = 0;  // mean in each group
    double effect = 0;             // (first - second) / pooled sd over cells; NaN when the sd is 0
    int targets = 0, contested = 0;
};

// Cohen's d with the pooled standard deviation of two groups of n and m cells. NaN when it is not defined.
double standardisedDifference(double mean_a, double sd_a, std::size_t n, double mean_b, double sd_b,
                              std::size_t m);

class TfDifferenceModel final : public RowsModel<TfDifference> {
    Q_OBJECT
  public:
    enum Column { Tf, Effect, EffectValue, First, Second, Targets };
    using RowsModel::RowsModel;

    // `measure`: what the means are of, "choice".
    void setNames(const QString& first, const QString& second, const QString& measure);

  protected:
    const std::vector<TableColumn>& columns() const override { return m_columns; }
    QVariant cellOf(const TfDifference& row, int column, int role) const override;

  private:
    static std::vector<TableColumn> columnsFor(const QString& first, const QString& second,
                                               const QString& measure);

    std::vector<TableColumn> m_columns =
        columnsFor(QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("choice"));
};

}  // namespace regulus

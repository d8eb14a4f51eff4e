// What separates two groups: the TFs whose choice, or attention, differs, with the size of the effect. No
// p-values: the cells of one dataset are not replicates of each other.
#pragma once

#include <cstdint>
#include <vector>

#include "ui/models/entry_rows_model.h"

namespace regulus {

struct TfDifference {
    QString tf;
    int column = -1;  // of RegulonAttention or TfResults
    EntryPlace place = {};
    double first = 0, second = 0;  // mean in each group
    double effect =
        0;  // (first - second) / pooled sd over cells, NaN when the sd is 0; of two cells first - second
    int targets = 0, contested = 0;
    int rewired_above = -1;  // rewired priors that give as large a difference; -1 while not known
    int renamed_above = -1;  // the same of priors whose TF names are exchanged
};

// Cohen's d with the pooled standard deviation of two groups of n and m cells. NaN when it is not defined.
double standardisedDifference(double mean_a, double sd_a, std::size_t n, double mean_b, double sd_b,
                              std::size_t m);

class TfDifferenceModel final : public EntryRowsModel<TfDifference> {
    Q_OBJECT
  public:
    enum Column { Tf, Effect, EffectValue, First, Second, Targets };
    using EntryRowsModel::EntryRowsModel;

    // `measure`: what the means are of, "choice". `cells`: of two cells, which have no spread.
    void setNames(const QString& first, const QString& second, const QString& measure, bool cells = false);
    // Whether rows are grey until they are compared with rewired priors.
    void setCompared(bool compared) { m_compared = compared; }
    // One a column of TfResults, of so many rewired priors.
    void setRewiredAbove(const std::vector<std::int32_t>& above, int rewired);
    void setRenamedAbove(const std::vector<std::int32_t>& above, int renamed);
    // Of the `most` entries with the largest effect, those that no rewired prior gives as large a difference.
    int standing(std::size_t most) const;
    // Whether a difference is more than a small one, of enough targets, and than any rewired prior makes.
    bool clear(const TfDifference& row) const;

  protected:
    const std::vector<TableColumn>& columns() const override { return m_columns; }
    QVariant cellOf(const TfDifference& row, int column, int role) const override;

  private:
    static std::vector<TableColumn> columnsFor(const QString& first, const QString& second,
                                               const QString& measure, bool cells);
    QString helpOf(const TfDifference& row) const;

    bool m_compared = false, m_cells = false;
    int m_rewired = 0, m_renamed = 0;
    std::vector<TableColumn> m_columns =
        columnsFor(QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("choice"), false);
};

}  // namespace regulus

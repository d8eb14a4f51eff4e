// What came of a comparison on screen: a ComparisonResult seen through a list of its genes or TFs. It never
// sorts or filters by itself; arrange() does, in a job.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "ui/models/comparison_table.h"
#include "ui/models/table_model.h"

namespace regulus {

class ComparisonModel final : public TableModel {
    Q_OBJECT
  public:
    using TableModel::TableModel;

    // `result` may be null, with no genes then.
    void show(std::shared_ptr<const ComparisonResult> result, std::size_t group,
              std::vector<std::uint32_t> genes);

    const std::vector<std::uint32_t>& genes() const { return m_genes; }
    std::uint32_t geneAt(int row) const { return m_genes[static_cast<std::size_t>(row)]; }
    int rowOf(std::uint32_t gene) const;  // -1 when it is not shown; looks through all rows
    ComparisonColumn columnAt(int column) const { return m_kinds[static_cast<std::size_t>(column)]; }
    int placeOf(ComparisonColumn column) const;  // -1 when there is no such column

  protected:
    int rows() const override { return static_cast<int>(m_genes.size()); }
    const std::vector<TableColumn>& columns() const override { return m_columns; }
    QVariant cell(int row, int column, int role) const override;

  private:
    using AddColumn = std::function<void(ComparisonColumn kind, const QString& name, const QString& help)>;
    void setColumns();
    void addCells(const AddColumn& add) const;
    static void addDepth(const AddColumn& add);
    void addRewired(const AddColumn& add) const;
    static void addDonors(const AddColumn& add);
    // Does not differ at equal depth, does not stand out, or is a number that will be another.
    bool isMuted(std::uint32_t gene, ComparisonColumn column) const;
    QString depthText(const Compared& one) const;
    QString rewiredText(const Compared& one) const;
    QString standingText(std::uint32_t gene) const;
    QString textOf(std::uint32_t gene, ComparisonColumn column) const;

    std::shared_ptr<const ComparisonResult> m_result;
    std::size_t m_group = 0;
    std::vector<std::uint32_t> m_genes;
    std::vector<ComparisonColumn> m_kinds{ComparisonColumn::Name};
    std::vector<TableColumn> m_columns{{QString(), {}, false}};
};

// "Difference" or "log2 FC", as axis and header name it.
QString changeName(const ComparisonResult& result);

}  // namespace regulus

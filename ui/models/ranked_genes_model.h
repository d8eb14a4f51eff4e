// Genes in the order of some number: how similar they are to another gene, or what a file says of a group.
#pragma once

#include <QString>
#include <array>
#include <vector>

#include "core/io/anndata/stored_rankings.h"
#include "core/workflow/similar_genes.h"
#include "ui/models/table_model.h"

namespace regulus {

struct RankedGeneRow {
    QString gene;
    bool known = true;  // a gene of the dataset, which can colour the map
    // By RankedGenesModel::Kind, without the name; NaN where not known.
    std::array<double, 7> values{};
};

class RankedGenesModel final : public RowsModel<RankedGeneRow> {
    Q_OBJECT
  public:
    enum Kind { Name, Similarity, Score, Change, P, Fdr, Share, ShareRest };

    using RowsModel::RowsModel;

    // Columns that have a value in some row, and the name. `changeName`: what a fold change is called whose
    // base is not known.
    void show(std::vector<RankedGeneRow> rows, const std::string& changeName = {});
    // What a column is called in a table that is saved: values there are those of ValueRole, shares 0 to 1.
    std::string fileNameOf(int column) const;
    void setCurrent(const QString& gene);  // that colours the map; marked
    Kind kindOf(int column) const { return m_kinds[static_cast<std::size_t>(column)]; }
    std::vector<std::string> names(std::size_t most) const;  // the first known ones, as shown

  protected:
    const std::vector<TableColumn>& columns() const override { return m_columns; }
    QVariant cellOf(const RankedGeneRow& row, int column, int role) const override;

  private:
    std::vector<Kind> m_kinds{Name};
    std::vector<TableColumn> m_columns{{tr("Gene"), {}, false}};
    QString m_current;
    std::string m_changeName;
};

// `names`: of all genes of the dataset.
std::vector<RankedGeneRow> rowsOf(const SimilarGenes& similar, const std::vector<std::string>& names);
// `aliases`: empty, or a second name of each gene, by which the file may call it; it is shown by its first.
std::vector<RankedGeneRow> rowsOf(const std::vector<RankedGene>& ranked,
                                  const std::vector<std::string>& names,
                                  const std::vector<std::string>& aliases);

}  // namespace regulus

// All genes of a dataset, searched by typing. Genes that the model does not look at are marked: they can be
// drawn on the map all the same.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ui/models/table_model.h"

namespace regulus {

struct GeneNamesForSearch {
    std::vector<std::string> names;      // one a gene
    std::vector<std::string> aliases;    // empty, or a second name each (Ensembl beside symbol)
    std::vector<std::int8_t> in_model;   // empty without a model; else 1 where the gene is a token
    std::vector<std::int8_t> regulator;  // empty without a model; else 1 where it is a TF of the mask
};

class GeneListModel final : public TableModel {
    Q_OBJECT
  public:
    enum Column { Name, Note };
    static constexpr std::size_t most_shown = 1000;  // rows; more than that nobody scrolls

    using TableModel::TableModel;

    void setGenes(std::shared_ptr<const GeneNamesForSearch> genes);  // may be null
    void setQuery(const QString& text);
    QString query() const { return m_query; }
    std::size_t geneAt(int row) const { return m_shown[static_cast<std::size_t>(row)]; }  // place in names
    std::size_t genes() const { return m_genes ? m_genes->names.size() : 0; }
    void setCurrent(const QString& gene);  // the gene that colours the map; marked

  protected:
    int rows() const override { return static_cast<int>(m_shown.size()); }
    const std::vector<TableColumn>& columns() const override;
    QVariant cell(int row, int column, int role) const override;

  private:
    void search();

    std::shared_ptr<const GeneNamesForSearch> m_genes;
    std::vector<std::uint32_t> m_shown;
    QString m_query, m_current;
};

}  // namespace regulus

#include "ui/models/gene_list_model.h"

#include "ui/models/name_search.h"

namespace regulus {

void GeneListModel::setGenes(std::shared_ptr<const GeneNamesForSearch> genes) {
    m_genes = std::move(genes);
    search();
}

void GeneListModel::setQuery(const QString& text) {
    if (text == m_query) return;
    m_query = text;
    search();
}

void GeneListModel::setCurrent(const QString& gene) {
    if (gene == m_current) return;
    m_current = gene;
    if (rows() > 0) Q_EMIT dataChanged(index(0, 0), index(rows() - 1, columnCount() - 1));
}

void GeneListModel::search() {
    beginResetModel();
    m_shown = m_genes ? findNames(m_genes->names, m_genes->aliases, m_query, most_shown)
                      : std::vector<std::uint32_t>();
    endResetModel();
}

const std::vector<TableColumn>& GeneListModel::columns() const {
    static const std::vector<TableColumn> all{{tr("Gene"), {}, false}, {tr("Note"), {}, true}};
    return all;
}

QVariant GeneListModel::cell(int row, int column, int role) const {
    const std::size_t gene = geneAt(row);
    const QString name = QString::fromStdString(m_genes->names[gene]);
    const bool outside = gene < m_genes->in_model.size() && m_genes->in_model[gene] == 0;
    const bool regulator = gene < m_genes->regulator.size() && m_genes->regulator[gene] != 0;
    switch (role) {
        case Qt::DisplayRole:
        case ValueRole:
            if (column == Name) return name;
            return outside ? tr("not in model") : regulator ? tr("TF") : QString();
        case Qt::ToolTipRole: {
            const QString alias =
                gene < m_genes->aliases.size() ? QString::fromStdString(m_genes->aliases[gene]) : QString();
            const QString full = alias.isEmpty() || alias == name ? name : tr("%1 (%2)").arg(name, alias);
            return outside ? tr("%1: not used by the model, but can be shown on the map").arg(full) : full;
        }
        case ItalicRole:
            return column == Name;
        case MutedRole:
            return outside || column == Note;
        case MarkedRole:
            return name == m_current;
        default:
            return {};
    }
}

}  // namespace regulus

#include "ui/models/prior_models.h"

#include <optional>

#include "ui/models/edge_columns.h"
#include "ui/models/number_text.h"

namespace regulus {
const std::vector<TableColumn>& PriorGeneModel::columns() const {
    static const std::vector<TableColumn> all{{tr("gene"), {}, false},
                                              {tr("edges"), tr("Targets of a TF, or TFs of a target"), true}};
    return all;
}

QVariant PriorGeneModel::cellOf(const PriorGeneRow& row, int column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
            return column == Name ? row.gene : countText(row.edges);
        case ValueRole:
            return column == Name ? QVariant(row.gene) : QVariant(qulonglong(row.edges));
        case ItalicRole:
            return column == Name;
        case MutedRole:
            return column == Edges;
        default:
            return {};
    }
}

const std::vector<TableColumn>& PriorEdgeModel::columns() const {
    static const std::vector<TableColumn> all{
        {tr("gene"), {}, false},
        {tr("mode"), tr("Whether the TF activates or represses the target, as far as it is known"), false},
        headOf(EdgeColumn::Confidence),
        headOf(EdgeColumn::Weight),
        {tr("rows"), tr("Rows of the file that name this pair"), true},
        headOf(EdgeColumn::Sources)};
    return all;
}

QVariant PriorEdgeModel::cellOf(const EdgeEvidence& row, int column, int role) const {
    const QString gene = QString::fromStdString(row.gene);
    const auto known = column == Confidence ? std::optional(EdgeColumn::Confidence)
                       : column == Weight   ? std::optional(EdgeColumn::Weight)
                       : column == Sources  ? std::optional(EdgeColumn::Sources)
                                            : std::nullopt;
    if (known && (role == Qt::DisplayRole || role == ValueRole)) return edgeCell(row, *known, role, false);
    switch (role) {
        case Qt::DisplayRole:
            if (column == Name) return gene;
            if (column == Mode) return QString::fromLatin1(sign_word(row.sign, row.conflicting));
            return countText(row.listed);
        case ValueRole:
            if (column == Name) return gene;
            if (column == Mode) return QString::fromLatin1(sign_word(row.sign, row.conflicting));
            return QVariant(qulonglong(row.listed));
        case Qt::ToolTipRole:
            if (row.from_complex) return tr("Known only for a complex that includes this TF");
            if (row.conflicting)
                return tr("Listed as both activating and repressing; sign treated as unknown");
            return known ? edgeCell(row, *known, role, false) : QVariant();
        case ItalicRole:
            return column == Name;
        case MutedRole:
            return row.conflicting || (column == Mode && row.sign == 0);
        default:
            return {};
    }
}

}  // namespace regulus

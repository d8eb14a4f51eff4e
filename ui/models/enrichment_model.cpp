#include "ui/models/enrichment_model.h"

#include <limits>

#include "ui/models/number_text.h"

namespace regulus {
namespace {

QString genesOf(const EnrichedSet& set) {
    QStringList names;
    for (const std::string& gene : set.hits) names << QString::fromStdString(gene);
    return names.join(QStringLiteral(", "));
}

}  // namespace

double foldOf(const EnrichedSet& set) {
    return set.expected > 0 ? static_cast<double>(set.hits.size()) / set.expected
                            : std::numeric_limits<double>::quiet_NaN();
}

const std::vector<TableColumn>& EnrichmentModel::columns() const {
    static const std::vector<TableColumn> all{
        {tr("Set"), tr("A TF, whose targets are the set, or a set of the file")},
        {tr("Overlap"), tr("Genes of the list that are in the set"), true},
        {tr("Size"), tr("Genes of the set among those that count"), true},
        {tr("Fold"), tr("Overlap by what chance gives: size × list / genes that count"), true},
        {tr("p"), tr("Hypergeometric test of one side (Fisher’s exact)"), true},
        {tr("FDR"), tr("False discovery rate over all sets (Benjamini–Hochberg)"), true},
        {tr("Genes"), tr("Those of the list")}};
    return all;
}

QVariant EnrichmentModel::cellOf(const EnrichedSet& row, int column, int role) const {
    const bool text = role == Qt::DisplayRole, value = role == ValueRole;
    if (role == MutedRole) return row.q > 0.05;
    if (role == Qt::ToolTipRole && column == Which) return genesOf(row);
    if (!text && !value) return {};
    switch (column) {
        case Name:
            return QString::fromStdString(row.name);
        case Hits:
            return text ? QVariant(countText(row.hits.size())) : QVariant(double(row.hits.size()));
        case Genes:
            return text ? QVariant(countText(row.genes)) : QVariant(double(row.genes));
        case Fold:
            return text ? QVariant(decimalText(foldOf(row), 1)) : QVariant(foldOf(row));
        case P:
            return text ? QVariant(probabilityText(row.p)) : QVariant(row.p);
        case Q:
            return text ? QVariant(probabilityText(row.q)) : QVariant(row.q);
        case Which:
            return genesOf(row);
        default:
            return {};
    }
}

}  // namespace regulus

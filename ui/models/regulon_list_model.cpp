#include "ui/models/regulon_list_model.h"

#include <cmath>

#include "ui/models/number_text.h"
#include "ui/render/rewired_text.h"

namespace regulus {

void RegulonListModel::setCurrent(const QString& tf) {
    if (tf == m_current) return;
    m_current = tf;
    changeRows([](RegulonRow&) {});
}

const std::vector<TableColumn>& RegulonListModel::columns() const {
    static const std::vector<TableColumn> all{
        {tr("TF"), {}, false},
        {tr("choice"),
         tr("How much its contested targets preferred it to their other regulators, as a log ratio"), false},
        {tr("n"), tr("Targets among the genes used"), true}};
    return all;
}

QString RegulonListModel::helpOf(const RegulonRow& row) const {
    const QString targets = countText(static_cast<std::size_t>(row.targets), tr("target"), tr("targets"));
    if (!std::isfinite(row.value)) return tr("%1: %2").arg(row.tf, targets);
    if (row.of == RegulonRow::Of::Choice)
        return tr("%1: choice %2, %3%4")
            .arg(row.tf, decimalText(row.value, 2), targets,
                 row.clear ? QString() : tr("; not distinguishable from uniform attention"));
    const QString opens =
        row.place.members > 0 ? tr(". %1; click to see each of them").arg(familyText(row.place)) : QString();
    const bool spread = row.of == RegulonRow::Of::Spread;
    const RewiredOf of = spread ? RewiredOf::Spread : RewiredOf::Attention;
    const QString beside =
        row.rewired_above < 0
            ? beingCompared()
            : rewiredText(of, row.rewired_above, m_rewired) +
                  (row.renamed_above < 0
                       ? QString()
                       : QStringLiteral("; ") + renamedText(of, row.renamed_above, m_renamed)) +
                  (row.standing == Standing::NotStable ? QStringLiteral("; ") + notStableText() : QString());
    if (spread)
        return tr("%1: attention with a standard deviation of %2 (log2) over the cells, %3; %4%5")
            .arg(row.tf, decimalText(row.value, 2), targets, beside, opens);
    return tr("%1: %2 × uniform attention, %3; %4%5")
        .arg(row.tf, decimalText(std::exp2(row.value), 2), targets, beside, opens);
}

QVariant RegulonListModel::cellOf(const RegulonRow& row, int column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
            if (column == Name) return nameOf(row, true);
            return column == Targets ? QVariant(countText(static_cast<std::size_t>(row.targets)))
                                     : QVariant();
        case ValueRole:
            if (column == Name) return row.tf;
            return column == Bar ? QVariant(row.value) : QVariant(row.targets);
        case Qt::ToolTipRole:
            return helpOf(row);
        case BarRole:
            return column == Bar && std::isfinite(row.value) ? QVariant(row.value) : QVariant();
        case MutedRole:
            if (row.of == RegulonRow::Of::Choice) return column == Targets || (column == Bar && !row.clear);
            return column == Targets || row.rewired_above != 0 || !(row.value > 0);
        case ItalicRole:
            return column == Name;
        case MarkedRole:
            return row.tf == m_current;
        default:
            return {};
    }
}

}  // namespace regulus

#include "ui/models/regulon_list_model.h"

#include <cmath>

#include "ui/models/number_text.h"

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

QVariant RegulonListModel::cellOf(const RegulonRow& row, int column, int role) const {
    const auto targets = [&row] {
        return countText(static_cast<std::size_t>(row.targets), tr("target"), tr("targets"));
    };
    switch (role) {
        case Qt::DisplayRole:
            if (column == Name) return row.tf;
            return column == Targets ? QVariant(countText(static_cast<std::size_t>(row.targets)))
                                     : QVariant();
        case ValueRole:
            if (column == Name) return row.tf;
            return column == Bar ? QVariant(row.value) : QVariant(row.targets);
        case Qt::ToolTipRole:
            if (!std::isfinite(row.value)) return tr("%1: %2").arg(row.tf, targets());
            if (!row.trained)
                return tr("%1: %2 × uniform attention without a model, %3")
                    .arg(row.tf, decimalText(std::exp2(row.value), 2), targets());
            return tr("%1: choice %2, %3%4")
                .arg(row.tf, decimalText(row.value, 2), targets(),
                     row.clear ? QString() : tr("; not distinguishable from uniform attention"));
        case BarRole:
            return column == Bar && std::isfinite(row.value) ? QVariant(row.value) : QVariant();
        case MutedRole:
            return column == Targets || (column == Bar && !row.clear);
        case ItalicRole:
            return column == Name;
        case MarkedRole:
            return row.tf == m_current;
        default:
            return {};
    }
}

}  // namespace regulus

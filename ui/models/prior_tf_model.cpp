#include "ui/models/prior_tf_model.h"

#include <cmath>

#include "ui/models/number_text.h"

namespace regulus {

int PriorTfModel::rowOf(const QString& tf) const {
    for (int row = 0; row < rowCount(); ++row)
        if (at(row).tf == tf) return row;
    return -1;
}

const std::vector<TableColumn>& PriorTfModel::columns() const {
    static const std::vector<TableColumn> all{
        {tr("TF"), tr("Transcription factor with a regulon in the prior"), false},
        {tr("attention"),
         tr("Attention of the untrained reader, compared with uniform attention to all TFs, on a logarithmic "
            "scale"),
         false},
        {tr("× uniform"), tr("Attention, in multiples of uniform attention"), true},
        {tr("mRNA"), tr("The TF's own expression, log1p of counts per 10,000"), true},
        {tr("activity"), tr("t value of a line through the expression of its targets (ULM)"), true},
        {tr("n"), tr("Targets among the genes of the dataset"), true}};
    return all;
}

QVariant PriorTfModel::cellOf(const PriorTfRow& row, int column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
            if (column == Tf) return row.tf;
            if (column == Value) return decimalText(std::exp2(row.attention), 2);
            if (column == Expression) return decimalText(row.expression, 2);
            if (column == Activity) return decimalText(row.activity, 1);
            return column == Targets ? QVariant(QString::number(row.targets)) : QVariant();
        case ValueRole:
            if (column == Tf) return row.tf;
            if (column == Expression) return row.expression;
            if (column == Activity) return row.activity;
            return column == Targets ? QVariant(row.targets) : QVariant(row.attention);
        case Qt::ToolTipRole:
            return tr("%1: %2 × uniform attention, from the expression of its %3 and its own.")
                .arg(row.tf, decimalText(std::exp2(row.attention), 2),
                     countText(static_cast<std::size_t>(row.targets), tr("target"), tr("targets")));
        case BarRole:
            return column == Bar ? QVariant(row.attention) : QVariant();
        case SpreadRole:
            return column == Bar ? QVariant(row.attention_sd) : QVariant();
        case MutedRole:
            return column == Targets;
        case ItalicRole:
            return column == Tf;
        default:
            return {};
    }
}

}  // namespace regulus

#include "ui/models/target_table_model.h"

#include "ui/models/number_text.h"

namespace regulus {

QString signText(int sign) {
    if (sign > 0) return QStringLiteral("\u2192");                      // arrow: activates
    return sign < 0 ? QStringLiteral("\u2013|") : QStringLiteral("?");  // bar end: represses
}

double beyondUniform(const TargetRow& row) {
    return row.regulators < 2 || row.uniform <= 0 ? std::nan("") : row.attention / row.uniform;
}

void TargetTableModel::setOfReader(bool reader) {
    m_reader = reader;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

const std::vector<TableColumn>& TargetTableModel::columns() const {
    static const std::vector<TableColumn> of_reader{
        {tr("target"), {}, false},
        {tr("evidence"), tr("What the target adds to the evidence for the TF in these cells"), false},
        {tr("adds"), tr("The same as a number, in standard deviations over the cells"), true},
        {tr("z"), tr("Expression of the target in standard deviations from the mean of all cells"), true},
        {tr("sign"), tr("Sign in the prior: \u2192 activates, \u2013| represses"), true},
        {tr("regulators"), tr("TFs that have this target, this one included"), true}};
    if (m_reader) return of_reader;
    static const std::vector<TableColumn> all{
        {tr("target"), {}, false},
        {QStringLiteral("log\u2082"),
         tr("Attention on this edge against uniform, as a log2 ratio; 0: equal to uniform"), false},
        {tr("attention\n\u00d7 uniform"),
         tr("How many times the uniform attention; – where there is no other regulator"), true},
        {tr("mRNA"), tr("Expression of the target, log1p of counts per 10,000"), true},
        {tr("sign"), tr("Sign in the prior: \u2192 activates, \u2013| represses, ? unknown"), true},
        {tr("regulators"), tr("Regulators of this target in the model, the TF included"), true}};
    return all;
}

QVariant TargetTableModel::evidenceCell(const TargetRow& row, int column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
            if (column == Gene) return row.gene;
            if (column == Ratio) return valueText(row.evidence);
            if (column == Expression) return decimalText(row.expression, 2);
            if (column == Sign) return signText(row.sign);
            return column == Regulators ? QVariant(QString::number(row.regulators)) : QVariant();
        case ValueRole:
            if (column == Gene) return row.gene;
            if (column == Expression) return row.expression;
            if (column == Sign) return row.sign;
            return column == Regulators ? QVariant(row.regulators) : QVariant(row.evidence);
        case Qt::ToolTipRole:
            return tr("%1 is %2 standard deviations from its mean and adds %3 to the evidence")
                .arg(row.gene, decimalText(row.expression, 2), valueText(row.evidence));
        case BarRole:
            return column == Bar ? QVariant(row.evidence) : QVariant();
        case MutedRole:
            return column == Regulators;
        case ItalicRole:
            return column == Gene;
        default:
            return {};
    }
}

QVariant TargetTableModel::cellOf(const TargetRow& row, int column, int role) const {
    if (m_reader) return evidenceCell(row, column, role);
    const double ratio = beyondUniform(row);
    const bool known = std::isfinite(ratio) && ratio > 0;
    switch (role) {
        case Qt::DisplayRole:
            if (column == Gene) return row.gene;
            if (column == Ratio) return timesText(ratio);
            if (column == Expression) return decimalText(row.expression, 2);
            if (column == Sign) return signText(row.sign);
            return column == Regulators ? QVariant(QString::number(row.regulators)) : QVariant();
        case ValueRole:
            if (column == Gene) return row.gene;
            if (column == Expression) return row.expression;
            if (column == Sign) return row.sign;
            return column == Regulators ? QVariant(row.regulators) : QVariant(ratio);
        case Qt::ToolTipRole:
            if (!known)
                return tr("%1 has no other regulator in the model, so its attention is uninformative")
                    .arg(row.gene);
            return tr("%1 attended to this TF with %2; uniform over its %3 regulators and itself: %4")
                .arg(row.gene, decimalText(row.attention, 3))
                .arg(row.regulators)
                .arg(decimalText(row.uniform, 3));
        case BarRole:
            return column == Bar && known ? QVariant(std::log2(ratio)) : QVariant();
        case MutedRole:
            return column == Regulators || !known || std::abs(std::log(ratio)) < 0.0953;
        case ItalicRole:
            return column == Gene;
        default:
            return {};
    }
}

}  // namespace regulus

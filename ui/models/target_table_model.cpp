#include "ui/models/target_table_model.h"

#include <array>

#include "ui/models/number_text.h"

namespace regulus {
namespace {

std::vector<TableColumn> columnsOf(bool reader) {
    using M = TargetTableModel;
    if (reader)
        return {{M::tr("target"), {}, false},
                {M::tr("evidence"), M::tr("What the target adds to the evidence for the TF in these cells"),
                 false},
                {M::tr("adds"), M::tr("The same as a number, in standard deviations over the cells"), true},
                {M::tr("z"),
                 M::tr("Expression of the target in standard deviations from the mean of all cells"), true},
                {M::tr("sign"), M::tr("Sign in the prior: \u2192 activates, \u2013| represses"), true},
                {M::tr("regulators"), M::tr("TFs that have this target, this one included"), true}};
    return {{M::tr("target"), {}, false},
            {QStringLiteral("log\u2082"),
             M::tr("Attention on this edge against uniform, as a log2 ratio; 0: equal to uniform"), false},
            {M::tr("attention\n\u00d7 uniform"),
             M::tr("How many times the uniform attention; – where there is no other regulator"), true},
            {M::tr("mRNA"), M::tr("Expression of the target, log1p of counts per 10,000"), true},
            {M::tr("sign"), M::tr("Sign in the prior: \u2192 activates, \u2013| represses, ? unknown"), true},
            {M::tr("regulators"), M::tr("Regulators of this target in the model, the TF included"), true}};
}

}  // namespace

QString signText(int sign) {
    if (sign > 0) return QStringLiteral("\u2192");                      // arrow: activates
    return sign < 0 ? QStringLiteral("\u2013|") : QStringLiteral("?");  // bar end: represses
}

QString priorLine(const TargetRow& row, std::span<const EdgeColumn> columns) {
    if (!row.prior) return {};
    const QString text = evidenceText(*row.prior, columns);
    return text.isEmpty() ? QString() : TargetTableModel::tr("\nPrior: %1").arg(text);
}

QVariant priorCell(const TargetRow& row, EdgeColumn column, int role) {
    if (row.prior) return edgeCell(*row.prior, column, role, true);
    return role == Qt::DisplayRole ? QStringLiteral("–") : QVariant();
}

QString keyOf(EdgeColumn column) {
    return column == EdgeColumn::Confidence ? QStringLiteral("confidence")
           : column == EdgeColumn::Weight   ? QStringLiteral("weight")
                                            : QStringLiteral("sources");
}

TargetTableModel::TargetTableModel(QObject* parent) : RowsModel(parent), m_columns(columnsOf(false)) {}

void TargetTableModel::setColumns(bool reader, const EvidenceGiven& given) {
    const std::vector<EdgeColumn> prior = edgeColumns(given);
    const bool others = prior != m_prior;
    if (others) beginResetModel();
    m_reader = reader;
    m_prior = prior;
    m_columns = columnsOf(reader);
    for (const EdgeColumn column : m_prior) m_columns.push_back(headOf(column));
    if (others) endResetModel();
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

QString TargetTableModel::keyOf(int column) const {
    if (column >= FirstOfPrior) return regulus::keyOf(m_prior[std::size_t(column - FirstOfPrior)]);
    static const std::array<QString, FirstOfPrior> keys{
        QStringLiteral("target"),     QStringLiteral("bar"),  QStringLiteral("value"),
        QStringLiteral("expression"), QStringLiteral("sign"), QStringLiteral("regulators")};
    return keys[std::size_t(column)];
}

QVariant TargetTableModel::cellOf(const TargetRow& row, int column, int role) const {
    const bool ofPrior = column >= FirstOfPrior;
    if (ofPrior && (role == Qt::DisplayRole || role == ValueRole))
        return priorCell(row, m_prior[std::size_t(column - FirstOfPrior)], role);
    const QVariant answer = m_reader ? evidenceCell(row, column, role) : attentionCell(row, column, role);
    if (role == Qt::ToolTipRole) return answer.toString() + priorLine(row, m_prior);
    return role == MutedRole && ofPrior && !row.prior ? QVariant(true) : answer;
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

QVariant TargetTableModel::attentionCell(const TargetRow& row, int column, int role) const {
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

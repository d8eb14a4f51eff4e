#include "ui/models/target_pair_model.h"

#include <array>
#include <cmath>

#include "ui/models/number_text.h"
#include "ui/render/name_lines.h"

namespace regulus {
namespace {

// Grey: less than a tenth more in one than in the other.
constexpr double least_ratio = 0.1375;  // log2 1.1

}  // namespace

void TargetPairModel::setNames(const QString& first, const QString& second, bool reader,
                               const EvidenceGiven& given) {
    const std::vector<EdgeColumn> prior = edgeColumns(given);
    const bool others = prior != m_prior;
    if (others) beginResetModel();
    m_prior = prior;
    m_first = first;
    m_second = second;
    m_reader = reader;
    const auto lines = [](const QString& name) { return nameLines(name).join(QLatin1Char('\n')); };
    m_columns = {
        {tr("target"), {}, false},
        {QStringLiteral("\u0394"), tr("To the right: more in %1").arg(first), false},
        {reader ? QStringLiteral("\u0394") : QStringLiteral("log\u2082"),
         reader ? tr("What it adds to the evidence in %1, less what it adds in %2").arg(first, second)
                : tr("Attention in %1 over attention in %2, as a log2 ratio").arg(first, second),
         true},
        {lines(first),
         reader ? tr("What the target adds to the evidence in %1, in standard deviations over the cells")
                      .arg(first)
                : tr("Attention in %1, in multiples of uniform attention").arg(first),
         true},
        {lines(second),
         reader ? tr("What the target adds to the evidence in %1, in standard deviations over the cells")
                      .arg(second)
                : tr("Attention in %1, in multiples of uniform attention").arg(second),
         true},
        {tr("sign"), tr("Sign in the prior: \u2192 activates, \u2013| represses, ? unknown"), true},
        {tr("regulators"), tr("TFs that have this target, this one included"), true}};
    for (const EdgeColumn column : m_prior) m_columns.push_back(headOf(column));
    if (others) endResetModel();
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

QString TargetPairModel::keyOf(int column) const {
    if (column >= FirstOfPrior) return regulus::keyOf(m_prior[std::size_t(column - FirstOfPrior)]);
    static const std::array<QString, FirstOfPrior> keys{QStringLiteral("target"),    QStringLiteral("bar"),
                                                        QStringLiteral("value"),     QStringLiteral("first"),
                                                        QStringLiteral("second"),    QStringLiteral("sign"),
                                                        QStringLiteral("regulators")};
    return keys[std::size_t(column)];
}

QString TargetPairModel::textOf(const TargetRow& row) const {
    return m_reader ? valueText(row.evidence) : timesText(beyondUniform(row));
}

QString TargetPairModel::helpOf(const TargetPair& pair) const {
    const QString gene = pair.first.gene;
    if (m_reader)
        return tr("%1 adds %2 in %3 and %4 in %5 to the evidence; \u0394 %6")
            .arg(gene, textOf(pair.first), m_first, textOf(pair.second), m_second,
                 valueText(differenceOf(pair)));
    if (!std::isfinite(differenceOf(pair)))
        return tr("%1 has no other regulator in the model, so its attention is uninformative").arg(gene);
    return tr("%1: %2 uniform attention in %3, %4 in %5; log\u2082 of the ratio %6")
        .arg(gene, textOf(pair.first), m_first, textOf(pair.second), m_second, valueText(differenceOf(pair)));
}

QVariant TargetPairModel::cellOf(const TargetPair& pair, int column, int role) const {
    const bool ofPrior = column >= FirstOfPrior;
    if (ofPrior && (role == Qt::DisplayRole || role == ValueRole))
        return priorCell(pair.first, m_prior[std::size_t(column - FirstOfPrior)], role);
    const QVariant answer = pairCell(pair, column, role);
    if (role == Qt::ToolTipRole) return answer.toString() + priorLine(pair.first, m_prior);
    return role == MutedRole && ofPrior && !pair.first.prior ? QVariant(true) : answer;
}

QVariant TargetPairModel::pairCell(const TargetPair& pair, int column, int role) const {
    const double difference = differenceOf(pair);
    switch (role) {
        case Qt::DisplayRole:
            if (column == Gene) return pair.first.gene;
            if (column == DifferenceValue) return valueText(difference);
            if (column == First) return textOf(pair.first);
            if (column == Second) return textOf(pair.second);
            if (column == Sign) return signText(pair.first.sign);
            return column == Regulators ? QVariant(QString::number(pair.first.regulators)) : QVariant();
        case ValueRole:
            if (column == Gene) return pair.first.gene;
            if (column == First) return numberOf(pair.first);
            if (column == Second) return numberOf(pair.second);
            if (column == Sign) return pair.first.sign;
            return column == Regulators ? QVariant(pair.first.regulators) : QVariant(difference);
        case Qt::ToolTipRole:
            return helpOf(pair);
        case BarRole:
            return column == Difference && std::isfinite(difference) ? QVariant(difference) : QVariant();
        case MutedRole:
            return column == Regulators || !std::isfinite(difference) ||
                   (!m_reader && std::abs(difference) < least_ratio);
        case ItalicRole:
            return column == Gene;
        default:
            return {};
    }
}

}  // namespace regulus

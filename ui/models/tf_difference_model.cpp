#include "ui/models/tf_difference_model.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "ui/models/number_text.h"
#include "ui/models/tf_rank_model.h"
#include "ui/render/name_lines.h"
#include "ui/render/rewired_text.h"
#include "ui/render/tf_words.h"

namespace regulus {

double standardisedDifference(double mean_a, double sd_a, std::size_t n, double mean_b, double sd_b,
                              std::size_t m) {
    if (n + m <= 2) return std::nan("");
    const auto a = static_cast<double>(n), b = static_cast<double>(m);
    const double variance = ((a - 1) * sd_a * sd_a + (b - 1) * sd_b * sd_b) / (a + b - 2);
    return variance > 0 ? (mean_a - mean_b) / std::sqrt(variance) : std::nan("");
}

void TfDifferenceModel::setNames(const QString& first, const QString& second, const QString& measure,
                                 bool cells) {
    m_cells = cells;
    m_columns = columnsFor(first, second, measure, cells);
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

void TfDifferenceModel::setRewiredAbove(const std::vector<std::int32_t>& above, int rewired) {
    m_rewired = rewired;
    changeEvery([&](TfDifference& row) {
        if (row.column >= 0 && static_cast<std::size_t>(row.column) < above.size())
            row.rewired_above = above[static_cast<std::size_t>(row.column)];
    });
}

void TfDifferenceModel::setRenamedAbove(const std::vector<std::int32_t>& above, int renamed) {
    m_renamed = renamed;
    changeEvery([&](TfDifference& row) {
        if (row.column >= 0 && static_cast<std::size_t>(row.column) < above.size())
            row.renamed_above = above[static_cast<std::size_t>(row.column)];
    });
}

int TfDifferenceModel::standing(std::size_t most) const {
    std::vector<TfDifference> rows = entries();
    std::ranges::sort(rows, std::greater<>(), [](const TfDifference& row) {
        return std::isfinite(row.effect) ? std::abs(row.effect) : -1.0;
    });
    rows.resize(std::min(most, rows.size()));
    return static_cast<int>(std::ranges::count(rows, 0, &TfDifference::rewired_above));
}

bool TfDifferenceModel::clear(const TfDifference& row) const {
    constexpr double least_effect = 0.2;
    return row.contested >= least_contested && std::abs(row.effect) >= least_effect &&
           !(m_compared && row.rewired_above != 0);
}

QString TfDifferenceModel::helpOf(const TfDifference& row) const {
    if (!m_compared) return {};
    return (m_cells ? tr("%1: a difference of %2 (log2); %3")
                    : tr("%1: a difference of %2 standard deviations; %3"))
               .arg(row.tf, decimalText(row.effect, 2),
                    row.rewired_above < 0
                        ? beingCompared()
                        : rewiredText(RewiredOf::Difference, row.rewired_above, m_rewired) +
                              (row.renamed_above < 0
                                   ? QString()
                                   : QStringLiteral("; ") +
                                         renamedText(RewiredOf::Difference, row.renamed_above, m_renamed))) +
           (row.place.members > 0 ? tr(". %1; click to see each of them").arg(familyText(row.place))
                                  : QString());
}

std::vector<TableColumn> TfDifferenceModel::columnsFor(const QString& first, const QString& second,
                                                       const QString& measure, bool cells) {
    return {{tr("TF"), tfClickText(), false},
            {tr("shift"), tr("To the right: more attention in %1").arg(first), false},
            {cells ? tr("difference") : tr("d"),
             cells ? tr("Difference of %1 between the two cells").arg(measure)
                   : tr("Difference of the means of %1, in standard deviations over the cells").arg(measure),
             true},
            {nameLines(first).join(QLatin1Char('\n')),
             (cells ? tr("%1 in %2") : tr("Mean %1 in %2")).arg(measure, first), true},
            {nameLines(second).join(QLatin1Char('\n')),
             (cells ? tr("%1 in %2") : tr("Mean %1 in %2")).arg(measure, second), true},
            {tr("n"), tr("Targets among the model's genes"), true}};
}

QVariant TfDifferenceModel::cellOf(const TfDifference& row, int column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
            if (column == Tf) return nameOf(row, true);
            if (column == EffectValue) return decimalText(row.effect, 2);
            if (column == First) return decimalText(row.first, 3);
            if (column == Second) return decimalText(row.second, 3);
            return column == Targets ? QVariant(QString::number(row.targets)) : QVariant();
        case ValueRole:
            if (column == Tf) return row.tf;
            if (column == First) return row.first;
            if (column == Second) return row.second;
            return column == Targets ? QVariant(row.targets) : QVariant(row.effect);
        case BarRole:
            return column == Effect && std::isfinite(row.effect) ? QVariant(row.effect) : QVariant();
        case MutedRole:
            return column == Targets || !clear(row);
        case Qt::ToolTipRole:
            return helpOf(row);
        case ItalicRole:
            return column == Tf;
        default:
            return {};
    }
}

}  // namespace regulus

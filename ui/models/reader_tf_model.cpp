#include "ui/models/reader_tf_model.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "ui/models/number_text.h"
#include "ui/render/rewired_text.h"
#include "ui/render/tf_words.h"

namespace regulus {

void ReaderTfModel::setRewiredAbove(const std::vector<std::int32_t>& above, int rewired) {
    m_rewired = rewired;
    changeEvery([&](ReaderTfRow& row) {
        if (row.column >= 0 && static_cast<std::size_t>(row.column) < above.size())
            row.rewired_above = above[static_cast<std::size_t>(row.column)];
    });
}

void ReaderTfModel::setRenamedAbove(const std::vector<std::int32_t>& above, int renamed) {
    m_renamed = renamed;
    changeEvery([&](ReaderTfRow& row) {
        if (row.column >= 0 && static_cast<std::size_t>(row.column) < above.size())
            row.renamed_above = above[static_cast<std::size_t>(row.column)];
    });
}

void ReaderTfModel::setStability(const TfStability& stability) {
    changeEvery([&](ReaderTfRow& row) { row.standing = stability.at(0, std::size_t(row.column)); });
}

int ReaderTfModel::standing(std::size_t most) const {
    std::vector<ReaderTfRow> rows = entries();
    most = std::min(most, rows.size());
    std::ranges::partial_sort(rows, rows.begin() + std::ptrdiff_t(most), std::greater<>(),
                              &ReaderTfRow::attention);
    rows.resize(most);
    return static_cast<int>(std::ranges::count(rows, 0, &ReaderTfRow::rewired_above));
}

const std::vector<TableColumn>& ReaderTfModel::columns() const {
    static const std::vector<TableColumn> all{
        {tr("TF"), tr("Transcription factor with a regulon in the prior. ") + tfClickText(), false},
        {QStringLiteral("log\u2082"),
         tr("Attention as a multiple of uniform attention to all TFs, on a logarithmic scale; the thin line "
            "is the standard deviation over the cells. Grey: as much with at least one rewired prior. The "
            "tooltip of a TF counts rewired priors, and priors with TF names exchanged, that give it as "
            "much."),
         false},
        {tr("attention\n× uniform"), tr("Attention, in multiples of uniform attention"), true},
        {tr("mRNA"), tr("The TF's own expression, log1p of counts per 10,000"), true},
        {tr("activity"), tr("t value of a line through the expression of its targets (ULM)"), true},
        {tr("effect"),
         tr("Effect of cutting the TF: change of the log-odds of the predicted class when the evidence for "
            "it is taken away; in cells that are judged out of fold, by the fit that judges them"),
         true},
        {tr("n"), tr("Targets among the genes of the dataset"), true}};
    return all;
}

QString ReaderTfModel::chanceOf(const ReaderTfRow& row) const {
    const QString text =
        row.rewired_above < 0
            ? beingCompared()
            : rewiredText(RewiredOf::Attention, row.rewired_above, m_rewired) +
                  (row.renamed_above < 0 ? QString()
                                         : QStringLiteral("; ") + renamedText(RewiredOf::Attention,
                                                                              row.renamed_above, m_renamed));
    return row.standing == Standing::NotStable ? text + QStringLiteral("; ") + notStableText() : text;
}

QString ReaderTfModel::helpOf(const ReaderTfRow& row) const {
    const QString times = decimalText(std::exp2(row.attention), 2),
                  targets = countText(static_cast<std::size_t>(row.targets), tr("target"), tr("targets"));
    if (row.place.members > 0)
        return tr("%1: %2, with %3 together; %4 × the attention that as many TFs get where it is uniform; "
                  "%5. "
                  "Click to see each of them.")
            .arg(row.tf, familyText(row.place), targets, times, chanceOf(row));
    return tr("%1: %2 × uniform attention, from its %3 and its own mRNA; %4")
        .arg(row.tf, times, targets, chanceOf(row));
}

QVariant ReaderTfModel::cellOf(const ReaderTfRow& row, int column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
            if (column == Tf) return nameOf(row, true);
            if (column == Value) return decimalText(std::exp2(row.attention), 2);
            if (column == Expression) return decimalText(row.expression, 2);
            if (column == Activity) return decimalText(row.activity, 1);
            if (column == Effect) return decimalText(row.effect, 2);
            return column == Targets ? QVariant(QString::number(row.targets)) : QVariant();
        case ValueRole:
            if (column == Tf) return row.tf;
            if (column == Expression) return row.expression;
            if (column == Activity) return row.activity;
            if (column == Effect) return row.effect;
            return column == Targets ? QVariant(row.targets) : QVariant(row.attention);
        case Qt::ToolTipRole:
            return helpOf(row);
        case BarRole:
            return column == Bar ? QVariant(row.attention) : QVariant();
        case SpreadRole:
            return column == Bar ? QVariant(row.attention_sd) : QVariant();
        case MutedRole:
            return column == Targets || row.rewired_above != 0 || row.attention <= 0;
        case ItalicRole:
            return column == Tf;
        default:
            return {};
    }
}

}  // namespace regulus

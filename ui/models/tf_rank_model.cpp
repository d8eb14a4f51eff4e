#include "ui/models/tf_rank_model.h"

#include <unordered_map>

#include "ui/models/number_text.h"
#include "ui/render/tf_words.h"

namespace regulus {

bool toldApart(const TfRow& row) {
    return row.contested >= least_contested && std::abs(row.choice) >= least_choice &&
           std::abs(row.choice) > row.choice_sd;
}

void TfRankModel::setMeasure(AttentionMeasure measure) {
    if (measure == m_measure) return;
    m_measure = measure;
    changeRows([](TfRow&) {});
    Q_EMIT headerDataChanged(Qt::Horizontal, Bar, Value);
}

void TfRankModel::setCuts(const std::vector<std::pair<int, double>>& cuts) {
    const std::unordered_map<int, double> effects(cuts.begin(), cuts.end());
    changeRows([&](TfRow& row) {
        if (const auto found = effects.find(row.token); found != effects.end()) row.cut = found->second;
    });
}

void TfRankModel::clearCuts() {
    changeRows([](TfRow& row) { row.cut = std::nan(""); });
}

int TfRankModel::rowOf(const QString& tf) const {
    const auto& all = allRows();
    const auto found = std::find_if(all.begin(), all.end(), [&](const TfRow& row) { return row.tf == tf; });
    return found == all.end() ? -1 : static_cast<int>(found - all.begin());
}

double TfRankModel::valueOf(const TfRow& row, AttentionMeasure measure) {
    if (measure == AttentionMeasure::Attention) return row.attention;
    return measure == AttentionMeasure::Choice ? row.choice : row.pooling;
}

double TfRankModel::spreadOf(const TfRow& row, AttentionMeasure measure) {
    if (measure == AttentionMeasure::Attention) return row.attention_sd;
    return measure == AttentionMeasure::Choice ? row.choice_sd : row.pooling_sd;
}

namespace {

// What the bars and their values are.
TableColumn barOf(AttentionMeasure measure) {
    switch (measure) {
        case AttentionMeasure::Attention:
            return {TfRankModel::tr("attention"), TfRankModel::tr("Attention to its regulon, as a share"),
                    false};
        case AttentionMeasure::Pooling:
            return {TfRankModel::tr("pooling"),
                    TfRankModel::tr("Weight of its targets in the cell, as a log ratio to uniform pooling"),
                    false};
        default:
            return {
                TfRankModel::tr("choice"),
                TfRankModel::tr("Preference over other regulators, as a log ratio to uniform attention; grey "
                                "where not distinguishable from uniform"),
                false};
    }
}

std::vector<TableColumn> columnsOf(AttentionMeasure measure) {
    const TableColumn bar = barOf(measure);
    return {{TfRankModel::tr("TF"),
             TfRankModel::tr("Transcription factor with a regulon in the prior. ") + tfClickText(), false},
            bar,
            {TfRankModel::tr("value"), bar.help, true},
            {TfRankModel::tr("mRNA"), TfRankModel::tr("The TF's own expression, log1p of counts per 10,000"),
             true},
            {TfRankModel::tr("knock-out"),
             TfRankModel::tr(
                 "Change in the log-odds of the predicted class when all edges of the TF are removed"),
             true},
            {TfRankModel::tr("n"), TfRankModel::tr("Targets among the model's genes"), true},
            {TfRankModel::tr("contested"),
             TfRankModel::tr("Targets that have other regulators too: only they can show a choice"), true}};
}

}  // namespace

const std::vector<TableColumn>& TfRankModel::columns() const {
    static const std::vector<TableColumn> all[] = {columnsOf(AttentionMeasure::Choice),
                                                   columnsOf(AttentionMeasure::Attention),
                                                   columnsOf(AttentionMeasure::Pooling)};
    return all[static_cast<std::size_t>(m_measure)];
}

QVariant TfRankModel::textOf(const TfRow& row, int column) const {
    switch (column) {
        case Tf:
            return row.tf;
        case Value:
            return decimalText(valueOf(row, m_measure), m_measure == AttentionMeasure::Attention ? 3 : 2);
        case Expression:
            return decimalText(row.expression, 2);
        case Cut:
            return std::isfinite(row.cut) ? decimalText(row.cut, 2) : QStringLiteral("\u2026");
        case Targets:
            return QString::number(row.targets);
        case Contested:
            return QString::number(row.contested);
        default:
            return {};
    }
}

QVariant TfRankModel::bareOf(const TfRow& row, int column) const {
    switch (column) {
        case Tf:
            return row.tf;
        case Bar:
        case Value:
            return valueOf(row, m_measure);
        case Expression:
            return row.expression;
        case Cut:
            return row.cut;
        case Targets:
            return row.targets;
        case Contested:
            return row.contested;
        default:
            return QString();
    }
}

QString TfRankModel::helpOf(const TfRow& row) const {
    QString text = tr("%1: its contested targets attended to it %2 as much as uniform attention would.")
                       .arg(row.tf, timesText(std::exp(row.choice)));
    if (row.contested < least_contested) {
        text += tr(" Targets with another regulator: %1 of %2, too few to show a choice.")
                    .arg(row.contested)
                    .arg(row.targets);
    } else if (!toldApart(row)) {
        text += tr(" Not distinguishable from uniform attention.");
    }
    return text;
}

QVariant TfRankModel::cellOf(const TfRow& row, int column, int role) const {
    switch (role) {
        case Qt::DisplayRole:
            return textOf(row, column);
        case ValueRole:
            return bareOf(row, column);
        case Qt::ToolTipRole:
            return helpOf(row);
        case BarRole:
            return column == Bar ? QVariant(valueOf(row, m_measure)) : QVariant();
        case SpreadRole:
            return column == Bar ? QVariant(spreadOf(row, m_measure)) : QVariant();
        case MutedRole:
            return column == Targets || column == Contested ||
                   (m_measure == AttentionMeasure::Choice && !toldApart(row)) ||
                   (column == Cut && !std::isfinite(row.cut));
        case ItalicRole:
            return column == Tf;
        default:
            return {};
    }
}

}  // namespace regulus

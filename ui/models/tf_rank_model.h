// The TFs of one cell or one group, ranked by the attention the model paid to their regulons, each beside its
// own expression, the effect of cutting its edges and the number of its targets.
#pragma once

#include "ui/models/table_model.h"

namespace regulus {

// What the bar shows. Choice is the default: the only one of the three that the model could learn edge by
// edge.
enum class AttentionMeasure { Choice, Attention, Pooling };

struct TfRow {
    QString tf;
    int token = -1;                          // of the model
    int column = -1;                         // of RegulonAttention
    double choice = 0, choice_sd = 0;        // log ratio to uniform; sd over the cells, 0 for one cell
    double attention = 0, attention_sd = 0;  // summed over its targets
    double pooling = 0, pooling_sd = 0;      // log ratio to uniform pooling
    double expression = 0;                   // log1p(CP10k), mean over the cells; NaN while not known
    double cut = 0;                  // change of the log-odds of the predicted class; NaN while not known
    int targets = 0, contested = 0;  // contested: with another regulator beside it
};

// Whether a row's choice is more than nothing: at least `least_contested` contested targets and 10 % more or
// less attention than uniform; for a group also further from 0 than its spread over the cells.
inline constexpr int least_contested = 3;
inline constexpr double least_choice = 0.0953;  // log 1.1
bool toldApart(const TfRow& row);

class TfRankModel final : public RowsModel<TfRow> {
    Q_OBJECT
  public:
    enum Column { Tf, Bar, Value, Expression, Cut, Targets, Contested };
    using RowsModel::RowsModel;

    AttentionMeasure measure() const { return m_measure; }
    void setMeasure(AttentionMeasure measure);
    // Effects on the log-odds as they come in, by token; NaN for TFs not yet cut.
    void setCuts(const std::vector<std::pair<int, double>>& cuts);
    void clearCuts();
    int rowOf(const QString& tf) const;  // -1 when not there

    static double valueOf(const TfRow& row, AttentionMeasure measure);
    static double spreadOf(const TfRow& row, AttentionMeasure measure);

  protected:
    const std::vector<TableColumn>& columns() const override;
    QVariant cellOf(const TfRow& row, int column, int role) const override;

  private:
    QVariant textOf(const TfRow& row, int column) const;
    QVariant bareOf(const TfRow& row, int column) const;
    QString helpOf(const TfRow& row) const;

    AttentionMeasure m_measure = AttentionMeasure::Choice;
};

}  // namespace regulus

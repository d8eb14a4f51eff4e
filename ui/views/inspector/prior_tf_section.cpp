#include "ui/views/inspector/prior_tf_section.h"

#include <QHeaderView>
#include <QVBoxLayout>

#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/growing_table.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

namespace {

constexpr int rows_at_first = 12;

}  // namespace

PriorTfSection::PriorTfSection(QWidget* parent)
    : QWidget(parent),
      m_title(new SectionTitle(tr("TFs BEFORE TRAINING"))),
      m_table(new CleanTable),
      m_tfs(new PriorTfModel(this)),
      m_foot(new ToneLabel(Tone::Muted)) {
    m_table->setModel(m_tfs);
    m_table->setSortingEnabled(true);
    m_ranked = new GrowingTable(m_table, rows_at_first);
    m_table->horizontalHeader()->setSortIndicatorShown(false);
    m_table->sortByColumn(PriorTfModel::Bar, Qt::DescendingOrder);
    m_foot->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_title);
    column->addWidget(m_ranked);
    column->addWidget(m_foot);
    connect(m_table, &CleanTable::rowActivated, this,
            [this](int row) { Q_EMIT tfChosen(m_tfs->at(row).tf); });
}

void PriorTfSection::showTfs(std::vector<PriorTfRow> rows, bool single, const QString& note) {
    m_tfs->setRows(std::move(rows));
    m_said =
        single
            ? tr("From the prior and the expression of this cell, without labels. A single cell is noisy: "
                 "compare it with its group.")
            : tr("From the prior and the expression of these cells, without labels. It shows which regulons "
                 "stand out, not that a TF is their cause.");
    m_foot->setText(m_said);
    m_table->cells()->fitBars(*m_tfs, PriorTfModel::Bar);
    m_title->setNote(note);
    fitColumns();
}

void PriorTfSection::setRewiredAbove(const std::vector<std::int32_t>& above, int rewired) {
    m_tfs->setRewiredAbove(above, rewired);
    m_foot->setText(m_said + QLatin1Char(' ') +
                    tr("Grey: one of %1 rewired priors gives the TF as much.").arg(rewired));
}

void PriorTfSection::setWorking(const QString& note) {
    m_title->setNote(note);
}

void PriorTfSection::setCurrentTf(const QString& tf) {
    m_table->markRow(m_tfs->rowOf(tf));
}

void PriorTfSection::fitColumns() {
    m_table->fitColumns(PriorTfModel::Bar, {PriorTfModel::Targets, PriorTfModel::Value});
}

void PriorTfSection::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitColumns();
}

}  // namespace regulus

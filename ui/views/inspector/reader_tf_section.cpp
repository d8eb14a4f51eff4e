#include "ui/views/inspector/reader_tf_section.h"

#include <QActionGroup>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/number_text.h"
#include "ui/views/inspector/contribution_list.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/growing_table.h"
#include "ui/views/parts/tf_gestures.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

namespace {

constexpr int rows_at_first = 12;

}  // namespace

ReaderTfSection::ReaderTfSection(QWidget* parent)
    : QWidget(parent),
      m_title(new SectionTitle(tr("TFs BY ATTENTION"))),
      m_table(new CleanTable),
      m_tfs(new ReaderTfModel(this)),
      m_foot(new ToneLabel(Tone::Muted)),
      m_menuButton(new QToolButton),
      m_attentionButton(new QToolButton),
      m_contributionsButton(new QToolButton),
      m_switch(new QWidget),
      m_contributions(new ContributionList) {
    m_menuButton->setObjectName(QStringLiteral("head"));
    m_menuButton->setAutoRaise(true);
    m_menuButton->setPopupMode(QToolButton::InstantPopup);
    m_menuButton->setMenu(new QMenu(m_menuButton));
    m_menuButton->setToolTip(tr("The head whose attention is shown; the mean of all by default"));
    m_title->addAction(m_menuButton);
    m_attentionButton->setText(tr("Attention"));
    m_contributionsButton->setText(tr("Contributions"));
    m_contributionsButton->setObjectName(QStringLiteral("contributions"));
    m_attentionButton->setToolTip(tr("Which TFs the cell attended to"));
    m_contributionsButton->setToolTip(tr("What the score of a class is made of, TF by TF"));
    auto* switches = new QHBoxLayout(m_switch);
    switches->setContentsMargins(0, 0, 0, 0);
    switches->setSpacing(2);
    auto* group = new QButtonGroup(this);
    for (QToolButton* button : {m_attentionButton, m_contributionsButton}) {
        button->setCheckable(true);
        button->setAutoRaise(true);
        group->addButton(button);
        switches->addWidget(button);
        connect(button, &QToolButton::clicked, this, [this] {
            showParts();
            Q_EMIT contributionsChosen(m_contributionsButton->isChecked());
        });
    }
    switches->addStretch(1);
    m_attentionButton->setChecked(true);
    m_table->setCompact();
    m_table->setModel(m_tfs);
    m_table->setAccessibleName(tr("TFs"));
    m_table->setSortingEnabled(true);
    m_ranked = new GrowingTable(m_table, rows_at_first);
    m_table->horizontalHeader()->setSortIndicatorShown(false);
    m_table->sortByColumn(ReaderTfModel::Bar, Qt::DescendingOrder);
    m_foot->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_title);
    column->addWidget(m_switch);
    column->addWidget(m_ranked);
    column->addWidget(m_foot);
    column->addWidget(m_contributions);
    connect(m_contributions, &ContributionList::tfChosen, this, &ReaderTfSection::tfChosen);
    makeMenu();
    showParts();
    connect(m_table, &CleanTable::rowActivated, this, [this](int row) {
        m_tfs->toggle(row);
        m_table->cells()->fitBars(*m_tfs, ReaderTfModel::Bar);
        Q_EMIT tfChosen(m_tfs->at(row).tf);
    });
    offerTfColoring(m_table, [this](int row) { Q_EMIT colorAsked(m_tfs->at(row).tf); });
}

bool ReaderTfSection::setHeads(int heads) {
    if (heads == m_heads) return false;
    m_heads = heads;
    m_head = -1;
    makeMenu();
    return true;
}

void ReaderTfSection::restoreHead(int head) {
    m_head = head >= 0 && head < m_heads ? head : -1;
    makeMenu();
}

void ReaderTfSection::makeMenu() {
    QMenu* menu = m_menuButton->menu();
    menu->clear();
    delete menu->findChild<QActionGroup*>();
    auto* group = new QActionGroup(menu);
    for (int head = -1; head < m_heads; ++head) {
        QAction* action = menu->addAction(head < 0 ? tr("Mean of all heads") : tr("Head %1").arg(head + 1));
        action->setCheckable(true);
        action->setChecked(head == m_head);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, head] {
            m_head = head;
            m_menuButton->setText(headText());
            Q_EMIT headChosen();
        });
    }
    m_menuButton->setText(headText());
    showParts();
}

QString ReaderTfSection::headText() const {
    return m_head < 0 ? tr("All heads") : tr("Head %1").arg(m_head + 1);
}

void ReaderTfSection::offerContributions(bool offered) {
    m_offered = offered;
    showParts();
}

bool ReaderTfSection::showsContributions() const {
    return m_offered && m_contributionsButton->isChecked();
}

void ReaderTfSection::showContributions(bool contributions) {
    m_attentionButton->setChecked(!contributions);
    m_contributionsButton->setChecked(contributions);
    showParts();
}

void ReaderTfSection::showParts() {
    const bool contributions = showsContributions();
    m_switch->setVisible(m_offered);
    m_menuButton->setVisible(!contributions && m_heads > 1);
    m_ranked->setVisible(!contributions);
    m_foot->setVisible(!contributions);
    m_contributions->setVisible(contributions);
    m_title->setName(contributions ? tr("WHAT THE SCORE IS MADE OF")
                     : m_model     ? tr("TFs BY ATTENTION")
                                   : tr("TFs WITHOUT A MODEL"));
    m_title->setNote(contributions ? QString() : m_note);
}

void ReaderTfSection::showTfs(std::vector<ReaderTfRow> rows, bool single, bool model, const QString& note) {
    m_tfs->setEntries(std::move(rows));
    m_model = model;
    m_said =
        model && single
            ? tr("Attention: which regulons are above uniform in this cell. Effect: how cutting one "
                 "moves the decision; the two need not agree. A single cell is noisy: compare "
                 "it with its group.")
        : model ? tr("Attention: which regulons are above uniform in these cells, not that a TF is the "
                     "cause. Effect: how cutting one moves the decision; the two need not agree.")
        : single
            ? tr("From the prior and this cell's expression alone. A single cell is noisy: compare it with "
                 "its group.")
            : tr("From the prior and the expression of these cells alone: which regulons are above uniform "
                 "attention, not that a TF is the cause.");
    constexpr int few = 30;
    const auto tfs = std::ranges::count_if(m_tfs->everyRow(),
                                           [](const ReaderTfRow& row) { return row.place.members == 0; });
    if (tfs > 0 && tfs < few)
        m_said += QLatin1Char(' ') + tr("With %1 in all, attention compares few.")
                                         .arg(countText(static_cast<std::size_t>(tfs), tr("TF"), tr("TFs")));
    m_foot->setText(m_said + QLatin1Char(' ') + tr("Grey until compared with rewired priors."));
    m_table->cells()->fitBars(*m_tfs, ReaderTfModel::Bar);
    m_note = note;
    showParts();
    fitColumns();
}

void ReaderTfSection::setChecks(const RewiredComparison& comparison, int rewired,
                                const TfStability& stability, const TfFamilies& families) {
    m_tfs->setRewiredAbove(comparison.above, rewired);
    m_tfs->setRenamedAbove(comparison.renamed_above, static_cast<int>(comparison.renamed));
    m_tfs->setStability(stability);
    const QString stable = stabilityText(stability, families);
    m_foot->setText(
        m_said + QLatin1Char(' ') +
        tr("Grey: below uniform attention, or as much with at least one of %1 rewired priors. More "
           "than with any of them: %2 of the %3 with most attention; by chance %4.")
            .arg(rewired)
            .arg(m_tfs->standing(comparison.leading))
            .arg(comparison.leading)
            .arg(comparison.leading_by_chance, 0, 'f', 1) +
        (stable.isEmpty() ? QString() : QLatin1Char(' ') + stable));
    fitColumns();
}

void ReaderTfSection::setCurrentTf(const QString& tf) {
    m_table->markRow(m_tfs->rowOf(tf));
}

// What says whether to believe it stays longest: attention against uniform, effect, activity.
void ReaderTfSection::fitColumns() {
    m_table->fitColumns(ReaderTfModel::Bar,
                        {ReaderTfModel::Targets, ReaderTfModel::Expression, ReaderTfModel::Activity},
                        m_model ? std::vector<int>{} : std::vector<int>{ReaderTfModel::Effect});
}

void ReaderTfSection::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitColumns();
}

}  // namespace regulus

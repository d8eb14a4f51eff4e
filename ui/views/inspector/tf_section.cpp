#include "ui/views/inspector/tf_section.h"

#include <QActionGroup>
#include <QHeaderView>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <functional>

#include "ui/render/name_lines.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/growing_table.h"
#include "ui/views/parts/tf_gestures.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

namespace {

const auto kept_measure = QStringLiteral("measure"), kept_layer = QStringLiteral("layer"),
           kept_head = QStringLiteral("head");
constexpr int rows_at_first = 12;
constexpr double told_pooling = 0.005;

}  // namespace

TfSection::TfSection(QWidget* parent)
    : QWidget(parent),
      m_title(new SectionTitle(tr("TFs BY ATTENTION"))),
      m_menuButton(new QToolButton),
      m_table(new CleanTable),
      m_differenceTable(new CleanTable),
      m_tfs(new TfRankModel(this)),
      m_differences(new TfDifferenceModel(this)),
      m_foot(new ToneLabel(Tone::Muted)) {
    m_menuButton->setAutoRaise(true);
    m_menuButton->setPopupMode(QToolButton::InstantPopup);
    m_menuButton->setText(tr("Show"));
    m_menuButton->setToolTip(tr("What the bars show; layer and head"));
    m_menuButton->setMenu(new QMenu(m_menuButton));
    m_title->addAction(m_menuButton);
    m_table->setModel(m_tfs);
    m_table->setAccessibleName(tr("TFs"));
    m_differenceTable->setModel(m_differences);
    m_differenceTable->setAccessibleName(tr("TFs that differ"));
    for (CleanTable* table : {m_table, m_differenceTable}) {
        table->setCompact();
        table->setSortingEnabled(true);
    }
    m_ranked = new GrowingTable(m_table, rows_at_first);
    m_different = new GrowingTable(m_differenceTable, rows_at_first);
    m_table->horizontalHeader()->setSortIndicatorShown(false);
    m_differenceTable->horizontalHeader()->setSortIndicatorShown(false);
    m_table->sortByColumn(TfRankModel::Bar, Qt::DescendingOrder);
    m_differenceTable->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_foot->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_title);
    column->addWidget(m_ranked);
    column->addWidget(m_different);
    column->addWidget(m_foot);
    showRanked(true);
    connect(m_table, &CleanTable::rowActivated, this,
            [this](int row) { Q_EMIT tfChosen(m_tfs->at(row).tf); });
    connect(m_differenceTable, &CleanTable::rowActivated, this, [this](int row) {
        m_differences->toggle(row);
        fitDifferences();
        Q_EMIT tfChosen(m_differences->at(row).tf);
    });
    offerTfColoring(m_table, [this](int row) { Q_EMIT colorAsked(m_tfs->at(row).tf); });
    offerTfColoring(m_differenceTable, [this](int row) { Q_EMIT colorAsked(m_differences->at(row).tf); });
    makeMenu();
}

bool TfSection::setShape(int layers, int heads) {
    if (layers == m_layers && heads == m_heads) return false;
    m_layers = layers;
    m_heads = heads;
    m_options = {};
    makeMenu();
    return true;
}

QJsonObject TfSection::choices() const {
    return {
        {kept_measure, int(m_tfs->measure())}, {kept_layer, m_options.layer}, {kept_head, m_options.head}};
}

void TfSection::restore(const QJsonObject& choices) {
    const auto within = [&](const QString& name, int most) {
        const int kept = choices[name].toInt(-1);
        return kept < most ? std::max(kept, -1) : -1;
    };
    m_options = {within(kept_layer, m_layers - 1), within(kept_head, m_heads)};
    const int measure = choices[kept_measure].toInt(0);
    if (measure >= int(AttentionMeasure::Choice) && measure <= int(AttentionMeasure::Pooling))
        chooseMeasure(AttentionMeasure(measure));
    makeMenu();
}

void TfSection::makeMenu() {
    QMenu* menu = m_menuButton->menu();
    menu->clear();
    const auto choice = [&](QActionGroup* group, const QString& text, bool on, auto act) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(on);
        group->addAction(action);
        connect(action, &QAction::triggered, this, act);
    };
    auto* measures = new QActionGroup(menu);
    menu->addSection(tr("Bars show"));
    const auto measure = [&](const QString& text, AttentionMeasure m) {
        choice(measures, text, m_tfs->measure() == m, [this, m] {
            chooseMeasure(m);
            Q_EMIT chosen();
        });
    };
    measure(tr("Choice: preference over other regulators (log ratio to uniform)"), AttentionMeasure::Choice);
    measure(tr("Raw attention to the regulon"), AttentionMeasure::Attention);
    measure(tr("Pooling: weight of its targets in the cell (log ratio to uniform)"),
            AttentionMeasure::Pooling);
    if (m_layers > 1) {
        auto* layers = new QActionGroup(menu);
        menu->addSection(tr("Layer"));
        for (int layer = -1; layer < m_layers - 1; ++layer) {
            choice(layers, layer < 0 ? tr("Last (summary)") : tr("Layer %1").arg(layer + 1),
                   m_options.layer == layer, [this, layer] {
                       m_options.layer = layer;
                       Q_EMIT chosen();
                       Q_EMIT optionsChanged();
                   });
        }
    }
    if (m_heads > 1) {
        auto* heads = new QActionGroup(menu);
        menu->addSection(tr("Head"));
        for (int head = -1; head < m_heads; ++head) {
            choice(heads, head < 0 ? tr("Mean of all (summary)") : tr("Head %1").arg(head + 1),
                   m_options.head == head, [this, head] {
                       m_options.head = head;
                       Q_EMIT chosen();
                       Q_EMIT optionsChanged();
                   });
        }
    }
}

void TfSection::chooseMeasure(AttentionMeasure measure) {
    m_tfs->setMeasure(measure);
    m_table->sortByColumn(TfRankModel::Bar, Qt::DescendingOrder);
    fitBars();
    m_title->setNote(measureNote());
    sayWhatIsGrey();
    m_table->viewport()->update();
}

// A tenth more or less than uniform fills a bar at the earliest.
void TfSection::fitBars() {
    const bool share = m_tfs->measure() == AttentionMeasure::Attention;
    m_table->cells()->fitBars(*m_tfs, TfRankModel::Bar, share ? 0 : least_choice);
}

void TfSection::fitDifferences() {
    m_differenceTable->cells()->fitBars(*m_differences, TfDifferenceModel::Effect);
}

void TfSection::sayWhatIsGrey() {
    const auto flat = [](const TfRow& row) { return !(std::abs(row.pooling) >= told_pooling); };
    if (showsDifferences()) return m_foot->show();
    const AttentionMeasure measure = m_tfs->measure();
    const bool uniform = measure == AttentionMeasure::Pooling && std::ranges::all_of(m_tfs->allRows(), flat);
    m_foot->setText(uniform ? tr("This model weights all genes alike, so pooling does not tell TFs apart.")
                            : tr("Grey: not distinguishable from uniform attention."));
    m_foot->setVisible(uniform || measure == AttentionMeasure::Choice);
}

QString TfSection::measureNote() const {
    QStringList parts;
    const AttentionMeasure measure = m_tfs->measure();
    parts << (measure == AttentionMeasure::Choice      ? tr("choice (log ratio)")
              : measure == AttentionMeasure::Attention ? tr("raw attention")
                                                       : tr("pooling (log ratio)"));
    if (m_options.layer >= 0) parts << tr("layer %1").arg(m_options.layer + 1);
    if (m_options.head >= 0) parts << tr("head %1").arg(m_options.head + 1);
    if (!m_note.isEmpty()) parts << m_note;
    return parts.join(QStringLiteral(", "));
}

void TfSection::showTfs(std::vector<TfRow> rows, const QString& note) {
    m_note = note;
    m_tfs->setRows(std::move(rows));
    fitBars();
    m_title->setName(tr("TFs BY ATTENTION"));
    m_title->setNote(measureNote());
    m_menuButton->show();
    showRanked(true);
    sayWhatIsGrey();
    fitColumns();
}

void TfSection::showDifferences(std::vector<TfDifference> rows, const QString& first, const QString& second,
                                DifferenceOf of, bool cells) {
    const bool reader = of != DifferenceOf::Choice;
    m_first = first;
    m_second = second;
    m_cells = cells;
    m_compared = !reader && !rows.empty();
    m_differences->setNames(first, second, reader ? tr("attention (log2)") : tr("choice"), cells);
    m_differenceTable->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_differences->sort(-1);
    m_differences->setCompared(reader);
    m_differences->setEntries(std::move(rows));
    fitDifferences();
    m_title->setName(tr("DIFFERENCES"));
    const QString what = of == DifferenceOf::Choice      ? tr("choice")
                         : of == DifferenceOf::Attention ? tr("attention")
                                                         : tr("untrained attention");
    m_title->setNote(cells ? tr("difference of %1").arg(what) : tr("difference of %1, d").arg(what));
    m_said = tr("Bars to the right: more attention in %1.").arg(first) + QLatin1Char(' ');
    m_foot->setText(m_said + (reader ? tr("Grey until compared with rewired priors.")
                                     : tr("Grey: small difference, or too few contested targets.")));
    m_menuButton->hide();
    showRanked(false);
    sayWhatIsGrey();
    fitColumns();
}

void TfSection::setRewired(const RewiredComparison& comparison, int rewired) {
    m_differences->setRewiredAbove(comparison.above, rewired);
    m_differences->setRenamedAbove(comparison.renamed_above, static_cast<int>(comparison.renamed));
    m_compared = true;
    const QString grey =
        tr("Grey: small difference, or as large with at least one of %1 rewired priors.").arg(rewired);
    // Two cells have no spread to rank chance by.
    const QString chance =
        m_cells ? QString()
                : QLatin1Char(' ') + tr("Larger than with any of them: %1 of the %2 largest; by chance %3.")
                                         .arg(m_differences->standing(comparison.leading))
                                         .arg(comparison.leading)
                                         .arg(comparison.leading_by_chance, 0, 'f', 1);
    m_foot->setText(m_said + grey + chance);
}

QString TfSection::separates() const {
    constexpr qsizetype most_named = 3;
    if (!m_compared) return {};
    std::vector<TfDifference> rows = m_differences->entries();
    std::erase_if(rows, [this](const TfDifference& row) { return !m_differences->clear(row); });
    std::ranges::stable_sort(rows, std::greater<>(),
                             [](const TfDifference& row) { return std::abs(row.effect); });
    QStringList first, second;
    for (const TfDifference& row : rows)
        if (QStringList& side = row.effect > 0 ? first : second; side.size() < most_named)
            side << (row.place.members > 0 ? shortFamilyName(row.tf, row.place.members) : row.tf);
    const QString comma = QStringLiteral(", ");
    if (first.isEmpty() && second.isEmpty()) return tr("No TF clearly separates the two.");
    if (second.isEmpty()) return tr("More attention in %1: %2.").arg(m_first, first.join(comma));
    if (first.isEmpty()) return tr("More attention in %1: %2.").arg(m_second, second.join(comma));
    return tr("More attention in %1: %2; in %3: %4.")
        .arg(m_first, first.join(comma), m_second, second.join(comma));
}

void TfSection::setWorking(const QString& note) {
    m_title->setNote(note);
}

bool TfSection::showsDifferences() const {
    return !m_different->isHidden();
}

GrowingTable* TfSection::shown() const {
    return showsDifferences() ? m_different : m_ranked;
}

void TfSection::showRanked(bool ranked) {
    m_ranked->setVisible(ranked);
    m_different->setVisible(!ranked);
}

void TfSection::setCurrentTf(const QString& tf) {
    m_table->markRow(m_tfs->rowOf(tf));
    m_differenceTable->markRow(m_differences->rowOf(tf));
}

std::vector<std::int32_t> TfSection::leadingTokens(std::size_t most) const {
    std::vector<std::int32_t> tokens;
    for (int row = 0; row < m_tfs->rowCount() && tokens.size() < most; ++row) {
        if (m_tfs->at(row).token >= 0) tokens.push_back(m_tfs->at(row).token);
    }
    return tokens;
}

// What there is room for: the essentials and the value first, then the number of targets, then contested.
void TfSection::fitColumns() {
    m_table->fitColumns(TfRankModel::Bar, {TfRankModel::Contested, TfRankModel::Targets, TfRankModel::Value});
    m_differenceTable->fitColumns(TfDifferenceModel::Effect,
                                  {TfDifferenceModel::Targets, TfDifferenceModel::EffectValue});
}

void TfSection::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitColumns();
}

}  // namespace regulus

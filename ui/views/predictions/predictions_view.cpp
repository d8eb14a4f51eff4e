#include "ui/views/predictions/predictions_view.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/figures/judging/training_caveat.h"
#include "ui/models/number_text.h"
#include "ui/models/prediction_filter.h"
#include "ui/models/predictions_model.h"
#include "ui/views/parts/class_colors.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/flow_layout.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tone_label.h"
#include "ui/views/predictions/kinds_bar.h"
#include "ui/views/predictions/predictions_csv.h"

namespace regulus {
namespace {

const auto memory_name = QStringLiteral("predictions"), kept_query = QStringLiteral("query");
constexpr int last_column = static_cast<int>(PredictionColumn::Use);

QDoubleSpinBox* scoreBox(double value) {
    auto* box = new QDoubleSpinBox;
    box->setRange(0, 1);
    box->setSingleStep(0.05);
    box->setDecimals(2);
    box->setValue(value);
    box->setKeyboardTracking(false);
    return box;
}

}  // namespace

PredictionsView::PredictionsView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_table(new CleanTable),
      m_model(new PredictionsModel(this)),
      m_search(new QLineEdit),
      m_disagreements(new QCheckBox(tr("Only disagreements"))),
      m_selectedOnly(new QCheckBox(tr("Only selected cells"))),
      m_least(scoreBox(0)),
      m_most(scoreBox(1)),
      m_scoreName(new ToneLabel(Tone::Muted, tr("Score"))),
      m_export(new QToolButton),
      m_kinds(new KindsBar),
      m_selectListed(new QPushButton(tr("Select listed"))),
      m_columns(new QPushButton(tr("Columns"))),
      m_count(new ToneLabel(Tone::Muted)),
      m_caveat(sentence(Tone::Warning)),
      m_wait(new QTimer(this)),
      m_key(QStringLiteral("predictions.%1.").arg(reinterpret_cast<quintptr>(this))) {
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Predictions"));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionsClickable(true);
    header->setSortIndicatorShown(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setStretchLastSection(true);
    setColumns();
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    column->addWidget(buildBar());
    column->addWidget(buildSecondBar());
    column->addWidget(m_caveat);
    column->addWidget(m_table, 1);
    m_states = new StateStack(content);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_states);
    m_wait->setSingleShot(true);
    m_wait->setInterval(120);
    connectParts();
    nameScores();
    startTable();
}

PredictionsView::~PredictionsView() {
    for (const char* what : {"table", "query", "csv", "kinds"})
        m_session.jobs().abandonKey(m_key + QString::fromLatin1(what));
}

QWidget* PredictionsView::buildBar() {
    m_search->setPlaceholderText(tr("Search cell, label or prediction"));
    m_search->setToolTip(
        tr("Words, and conditions on numbers: probability<0.6, 2nd>=0.3, margin<0.1 (what the prediction is "
           "ahead of the second by), classes>1 (that cannot be excluded)"));
    m_search->setClearButtonEnabled(true);
    m_search->setFixedWidth(m_search->fontMetrics().horizontalAdvance(m_search->placeholderText()) + 56);
    m_export->setText(tr("Export CSV\u2026"));
    m_export->setToolTip(tr("Save all listed rows as CSV"));
    m_export->setAutoRaise(true);
    auto* range = new QWidget;
    auto* score = new QHBoxLayout(range);
    score->setContentsMargins(0, 0, 0, 0);
    score->setSpacing(4);
    score->addWidget(m_scoreName);
    score->addWidget(m_least);
    score->addWidget(new ToneLabel(Tone::Muted, QStringLiteral("\u2013")));
    score->addWidget(m_most);
    auto* bar = new QWidget;
    auto* flow = new FlowLayout(bar, 12);
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_search, m_disagreements, m_selectedOnly, range, m_count, m_export})
        flow->addWidget(part);
    return bar;
}

QWidget* PredictionsView::buildSecondBar() {
    m_selectListed->setToolTip(tr("Select the cells of all listed rows"));
    m_columns->setToolTip(tr("Choose the columns to show and to copy"));
    auto* menu = new QMenu(m_columns);
    m_columns->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, &PredictionsView::offerColumns);
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_kinds, 1);
    row->addWidget(m_selectListed);
    row->addWidget(m_columns);
    return bar;
}

void PredictionsView::offerColumns() {
    QMenu* menu = m_columns->menu();
    menu->clear();
    for (const auto& [column, name] : m_model->offered()) {
        if (column == PredictionColumn::Cell) continue;
        QAction* entry = menu->addAction(name);
        entry->setCheckable(true);
        entry->setChecked(!m_model->hidden().contains(column));
        connect(entry, &QAction::toggled, this, [this, column = column](bool on) {
            std::set<PredictionColumn> hidden = m_model->hidden();
            on ? static_cast<void>(hidden.erase(column)) : static_cast<void>(hidden.insert(column));
            hideColumns(std::move(hidden));
            keep();
        });
    }
}

void PredictionsView::hideColumns(std::set<PredictionColumn> hidden) {
    m_model->setHidden(std::move(hidden));
    setColumns();
    markSort();
    markFocused();
}

void PredictionsView::connectParts() {
    connect(m_kinds, &KindsBar::chosen, this, [this](PredictionKind kind) {
        m_query.kind = kind;
        keep();
        startQuery();
    });
    connect(m_selectListed, &QPushButton::clicked, this, [this] {
        if (m_data) m_session.cells().select(CellSet::of(m_session.opened().cells(), m_model->cells()));
    });
    connect(&m_session, &Session::changed, this, &PredictionsView::hear);
    connect(m_states->page(), &StatePage::pressed, this,
            [this] { m_session.opened().dataset ? Q_EMIT trainRequested() : Q_EMIT openRequested(); });
    connect(m_wait, &QTimer::timeout, this, &PredictionsView::startQuery);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_query.text = text;
        keep();
        m_wait->start();
    });
    connect(m_disagreements, &QCheckBox::toggled, this, [this](bool on) {
        m_query.disagreementsOnly = on;
        keep();
        startQuery();
    });
    connect(m_selectedOnly, &QCheckBox::toggled, this, [this] {
        keep();
        startQuery();
    });
    m_least->setAccessibleName(tr("Least certainty"));
    m_most->setAccessibleName(tr("Most certainty"));
    for (QDoubleSpinBox* box : {m_least, m_most}) {
        connect(box, &QDoubleSpinBox::valueChanged, this, [this] {
            m_query.leastScore = m_least->value();
            m_query.mostScore = m_most->value();
            keep();
            m_wait->start();
        });
    }
    connect(m_export, &QToolButton::clicked, this, &PredictionsView::exportRequested);
    connect(m_table->horizontalHeader(), &QHeaderView::sectionClicked, this, &PredictionsView::sortBy);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &PredictionsView::chooseRows);
}

void PredictionsView::setSearch(const QString& text) {
    m_search->setText(text);
}
void PredictionsView::setDisagreementsOnly(bool on) {
    m_disagreements->setChecked(on);
}
void PredictionsView::setSelectedOnly(bool on) {
    m_selectedOnly->setChecked(on);
}
void PredictionsView::setScoreRange(double least, double most) {
    m_least->setValue(least);
    m_most->setValue(most);
}

void PredictionsView::hear(Changes what) {
    if (what & (Change::ViewsRestored | Change::Dataset)) restore();
    if (what & (Change::Dataset | Change::Model | Change::Results | Change::Labels)) return startTable();
    if (what & (Change::Busy | Change::Training) && !m_data) sayWhatIsMissing();
    if (what.testFlag(Change::Evidence) && m_session.judging().settings().threshold != m_query.threshold)
        countKinds();
    if (what & Change::Selection) {
        m_model->setSelection(m_session.cells().selection());
        if (m_selectedOnly->isChecked() && !m_choosing) startQuery();
    }
    if (what & (Change::FocusCell)) follow();
}

void PredictionsView::sayWhatIsMissing() {
    if (!m_session.opened().dataset) {
        if (m_session.loading()) return m_states->say(tr("Reading\u2026"), {}, {}, true);
        return m_states->say(tr("Nothing is open"), tr("Open a dataset to see predictions for its cells."),
                             tr("Open\u2026"));
    }
    if (m_session.training().progress().active()) {
        return m_states->say(tr("The model is being trained"), tr("Predictions appear here after training."),
                             {}, true);
    }
    if (m_session.loading()) return m_states->say(tr("Predicting\u2026"), {}, {}, true);
    m_states->say(
        tr("No model yet"),
        tr("A trained model predicts the type of every cell. Predictions appear beside the labels, with "
           "scores, to sort, filter and search."),
        tr("Train\u2026"));
}

void PredictionsView::startTable() {
    m_session.jobs().abandonKey(m_key + QStringLiteral("query"));
    const auto results = m_session.model().results;
    const auto model = m_session.model().file;
    m_data = nullptr;
    if (!results || !model) {
        m_session.jobs().abandonKey(m_key + QStringLiteral("table"));
        m_model->show(nullptr, {});
        return sayWhatIsMissing();
    }
    const auto labels = m_session.opened().labels;
    JobRequest request{.title = tr("Listing predictions"),
                       .key = m_key + QStringLiteral("table"),
                       .quiet = true,
                       .receiver = this};
    m_session.jobs().start(
        std::move(request),
        [results, model, labels, dataset = m_session.opened().dataset](Job& job) {
            auto table = predictionTable(dataset, labels ? labels->classes : std::vector<std::string>(),
                                         labels ? labels->codes : std::vector<std::int32_t>(), model->classes,
                                         results->prediction.probabilities, job);
            addSets(table, results, job);
            table.uses = results->uses;
            table.outOfFold = results->out_of_fold;
            return table;
        },
        [this](PredictionTable table) {
            m_data = std::make_shared<PredictionTable>(std::move(table));
            m_model->setColors(labelColors(m_session), categoryColors(m_session, predicted_column));
            m_model->setSelection(m_session.cells().selection());
            nameScores();
            sayWhoseCells();
            countKinds();
            startQuery();
        });
}

// Again when the threshold moves; the rows follow where they are of a kind.
void PredictionsView::countKinds() {
    m_query.threshold = m_session.judging().settings().threshold;
    if (!m_data) return;
    JobRequest request{.title = tr("Counting predictions"),
                       .key = m_key + QStringLiteral("kinds"),
                       .quiet = true,
                       .receiver = this};
    m_session.jobs().start(
        std::move(request),
        [data = m_data, threshold = m_query.threshold](Job&) {
            return regulus::countKinds(*data, static_cast<float>(threshold));
        },
        [this, data = m_data, threshold = m_query.threshold](const std::array<std::size_t, 4>& counts) {
            if (data == m_data) m_kinds->show(counts, *data, threshold);
        });
    if (m_query.kind == PredictionKind::WrongAndSure || m_query.kind == PredictionKind::RightAndUnsure)
        m_wait->start();
}

void PredictionsView::startQuery() {
    m_wait->stop();
    if (!m_data) return;
    m_query.within = m_selectedOnly->isChecked() ? m_session.cells().selection() : CellSet();
    JobRequest request{.title = tr("Sorting predictions"),
                       .key = m_key + QStringLiteral("query"),
                       .quiet = true,
                       .receiver = this};
    m_session.jobs().start(
        std::move(request), [data = m_data, query = m_query](Job& job) { return arrange(*data, query, job); },
        [this, data = m_data](std::vector<std::uint32_t> cells) {
            if (data != m_data) return;
            const int before = m_model->columnCount();
            m_model->show(m_data, std::move(cells));
            if (m_model->columnCount() != before) {
                setColumns();
                markSort();
            }
            m_states->showContent();
            sayCount();
            markFocused();
            m_table->scrollToTop();  // what is asked for comes first: the largest score, the first match
        });
}

void PredictionsView::setColumns() {
    // By PredictionColumn.
    const int widths[] = {180, 150, 215, 84, 140, 112, 90, 200, 150};
    for (int column = 0; column < m_model->columnCount(); ++column)
        m_table->setColumnWidth(column, widths[static_cast<std::size_t>(m_model->kindOf(column))]);
}

// What the number of a prediction is, in the words for it.
void PredictionsView::nameScores() {
    const bool calibrated = m_data && m_data->calibrated();
    m_scoreName->setText(calibrated ? tr("Probability") : tr("Score"));
    m_least->setToolTip(calibrated ? tr("Lowest probability shown") : tr("Lowest score shown"));
    m_most->setToolTip(calibrated ? tr("Highest probability shown") : tr("Highest score shown"));
}

// Where it is not known which cells the model was trained on, agreement with the labels says little. Where it
// is, the column of the split says so of each cell.
void PredictionsView::sayWhoseCells() {
    const auto results = m_session.model().results;
    const auto model = m_session.model().file;
    const bool say = results && model && m_session.opened().labels && !results->uses.known();
    QStringList words, drift;
    if (results)
        for (const std::string& text : results->drift)
            drift << QString::fromStdString(text) + QLatin1Char('.');
    if (!drift.isEmpty()) words << drift.front();
    if (drift.size() > 1) words << tr("%1 more: hold the pointer here.").arg(drift.size() - 1);
    if (say) words << trainingCaveat(*results, *model, {});
    m_caveat->setText(words.join(QLatin1Char(' ')));
    m_caveat->setToolTip(drift.join(QLatin1Char('\n')));
    m_caveat->setVisible(!m_caveat->text().isEmpty());
}

void PredictionsView::sayCount() {
    const std::size_t shown = m_model->cells().size(), all = m_data->cells();
    m_selectListed->setEnabled(shown > 0);
    if (const QString unknown = readSearch(m_query.text).unknown; !unknown.isEmpty())
        return m_count->setText(tr("no number is called %1").arg(unknown));
    m_count->setText(shown == 0     ? tr("no matching cells")
                     : shown == all ? countText(all, tr("cell"), tr("cells"))
                                    : tr("%1 of %2 cells").arg(countText(shown), countText(all)));
}

void PredictionsView::sortBy(int column) {
    const auto chosen = m_model->kindOf(column);
    const bool largestFirst =
        m_model->headerData(column, Qt::Horizontal, Qt::InitialSortOrderRole).value<Qt::SortOrder>() ==
        Qt::DescendingOrder;
    if (!m_query.sorted || m_query.column != chosen) {
        m_query.sorted = true;
        m_query.descending = largestFirst;
    } else if (m_query.descending == largestFirst) {
        m_query.descending = !largestFirst;
    } else {
        m_query.sorted = false;  // the third click gives the order of the dataset back
        m_query.descending = false;
    }
    m_query.column = chosen;
    keep();
    markSort();
    startQuery();
}

void PredictionsView::markSort() {
    int at = -1;
    for (int column = 0; m_query.sorted && column < m_model->columnCount(); ++column)
        if (m_model->kindOf(column) == m_query.column) at = column;
    m_table->horizontalHeader()->setSortIndicator(
        at, m_query.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

// All of it: the controls do what they say whatever is shown at the moment.
void PredictionsView::keep() {
    if (m_restoring) return;
    QJsonArray hidden;
    for (const PredictionColumn column : m_model->hidden()) hidden.append(static_cast<int>(column));
    const QJsonObject words{{"text", m_query.text},
                            {"disagreements", m_query.disagreementsOnly},
                            {"selected", m_selectedOnly->isChecked()},
                            {"least", m_query.leastScore},
                            {"most", m_query.mostScore},
                            {"sorted", m_query.sorted},
                            {"column", static_cast<int>(m_query.column)},
                            {"descending", m_query.descending},
                            {"kind", static_cast<int>(m_query.kind)},
                            {"hidden", hidden}};
    m_session.memory().keep(memory_name, kept_query, words);
}

void PredictionsView::restore() {
    const QJsonObject words = m_session.memory().of(memory_name)[kept_query].toObject();
    m_restoring = true;
    setSearch(words["text"].toString());
    setDisagreementsOnly(words["disagreements"].toBool());
    setSelectedOnly(words["selected"].toBool());
    setScoreRange(words["least"].toDouble(0), words["most"].toDouble(1));
    const int column = words["column"].toInt();
    m_query.sorted = words["sorted"].toBool() && column >= 0 && column <= last_column;
    if (m_query.sorted) m_query.column = static_cast<PredictionColumn>(column);
    m_query.descending = words["descending"].toBool();
    const int kind = words["kind"].toInt();
    m_query.kind = kind >= 0 && kind <= static_cast<int>(PredictionKind::Unassigned)
                       ? static_cast<PredictionKind>(kind)
                       : PredictionKind::All;
    m_kinds->setKind(m_query.kind);
    std::set<PredictionColumn> hidden;
    for (const QJsonValue& one : words["hidden"].toArray())
        if (one.toInt() > 0 && one.toInt() <= last_column)
            hidden.insert(static_cast<PredictionColumn>(one.toInt()));
    hideColumns(std::move(hidden));
    m_restoring = false;
    markSort();
    startQuery();
}

// One row opens its cell; several become the selection.
void PredictionsView::chooseRows() {
    const QItemSelection chosen = m_table->selectionModel()->selection();
    std::size_t rows = 0;
    for (const QItemSelectionRange& range : chosen) rows += std::size_t(range.height());
    if (rows == 0 || !m_data || m_echo) return;
    m_choosing = true;
    if (rows == 1) {
        m_session.focus().setCell(m_model->cellAt(chosen.front().top()));
    } else {
        CellSet cells(m_session.opened().cells());
        for (const QItemSelectionRange& range : chosen) {
            for (int row = range.top(); row <= range.bottom(); ++row) cells.insert(m_model->cellAt(row));
        }
        m_session.cells().select(cells);
    }
    m_choosing = false;
}

void PredictionsView::follow() {
    const int row = markFocused();
    if (row >= 0) m_table->scrollTo(m_model->index(row, 0), QAbstractItemView::EnsureVisible);
}

// The row of the focused cell; -1 when it is not among those shown.
int PredictionsView::markFocused() {
    const auto cell = m_session.focus().cell();
    if (!cell || m_choosing || !m_data) return -1;
    const int row = m_model->rowOf(*cell);
    m_echo = true;
    if (row < 0) {
        m_table->clearSelection();
    } else {
        // Not selectRow(): that would extend the selection while Shift is held on the map.
        m_table->selectionModel()->setCurrentIndex(
            m_model->index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
    m_echo = false;
    return row;
}

void PredictionsView::writeCsv(const QString& path) {
    if (!m_data) return;
    JobRequest request{
        .title = tr("Exporting predictions"), .key = m_key + QStringLiteral("csv"), .receiver = this};
    m_session.jobs().start(
        std::move(request),
        [data = m_data, cells = m_model->cells(), path](Job& job) {
            writePredictions(*data, cells, path, job);
        },
        [this, path] { Q_EMIT exported(path); });
}

}  // namespace regulus

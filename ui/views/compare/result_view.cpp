#include "ui/views/compare/result_view.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollBar>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/figures/comparison/comparison_plots.h"
#include "ui/figures/point_plot_figure.h"
#include "ui/models/comparison_model.h"
#include "ui/models/number_text.h"
#include "ui/views/compare/filter_bar.h"
#include "ui/views/compare/notes_line.h"
#include "ui/views/compare/point_plot_canvas.h"
#include "ui/views/compare/result_texts.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/similar_genes_action.h"
#include "ui/views/parts/tf_gestures.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr int table_width = 600;

}  // namespace

struct ResultView::Arranged {
    std::vector<std::uint32_t> genes;
    std::size_t tested = 0;
    PointPlot volcano, ranking;
};

ResultView::ResultView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_model(new ComparisonModel(this)),
      m_table(new CleanTable),
      m_groups(new QComboBox),
      m_filters(new FilterBar),
      m_count(new ToneLabel(Tone::Muted)),
      m_plot(new QToolButton),
      m_export(new QToolButton),
      m_notes(new NotesLine),
      m_pictures(new QTabWidget),
      m_volcano(new PointPlotCanvas(tr("Volcano plot"))),
      m_ranking(new PointPlotCanvas(tr("Ranking"))),
      m_key(QStringLiteral("compare.result.%1.").arg(reinterpret_cast<quintptr>(this))) {
    m_pictures->setDocumentMode(true);
    m_pictures->tabBar()->setObjectName(QStringLiteral("flat"));
    const auto onPaper = [](const PointPlotCanvas* canvas) {
        return [canvas]() -> std::shared_ptr<const Figure> {
            const PointPlot& plot = canvas->scene().plot();
            return plot.empty() ? nullptr : std::make_shared<PointPlotFigure>(plot);
        };
    };
    addPicture(m_volcano, tr("Volcano"), onPaper(m_volcano));
    addPicture(m_ranking, tr("Ranking"), onPaper(m_ranking));
    m_pictures->setTabToolTip(0,
                              tr("Change and false discovery rate of each; drag the dashed lines to filter"));
    m_pictures->setTabToolTip(1, tr("All scores from the highest to the lowest"));
    m_pictures->tabBar()->setAccessibleName(tr("Pictures of the comparison"));
    auto* sides = new QSplitter;
    sides->addWidget(buildTable());
    sides->addWidget(m_pictures);
    // Names stay beside their numbers; pictures gain from room.
    sides->setStretchFactor(0, 0);
    sides->setStretchFactor(1, 1);
    sides->setSizes({table_width, table_width});
    sides->setChildrenCollapsible(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(sides, 1);
    column->addWidget(m_notes);
    connectParts();
    hear(Change::Comparison);
}

ResultView::~ResultView() {
    for (const char* what : {"query", "csv"}) m_session.jobs().abandonKey(m_key + QLatin1String(what));
}

// The table has the most of the room.
void ResultView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    constexpr int height_a_line = 80;
    m_notes->setMostLines(height() / height_a_line);
}

QWidget* ResultView::buildTable() {
    m_table->setModel(m_model);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setAccessibleName(tr("Result of the comparison"));
    m_table->horizontalHeader()->setSortIndicatorShown(true);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_groups->setToolTip(tr("The group whose markers are listed"));
    m_groups->setAccessibleName(tr("Group"));
    m_groups->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_groups->setMinimumContentsLength(12);
    m_groups->setMaximumWidth(320);
    m_plot->setObjectName(QStringLiteral("plot"));
    m_plot->setText(tr("Plot"));
    m_plot->setToolTip(
        tr("Dot plot, violins and others of the selected rows, or of the first %1").arg(names_told));
    m_plot->setAutoRaise(true);
    m_export->setText(tr("Export CSV…"));
    m_export->setToolTip(tr("Save all listed rows, of every group, with every number as CSV"));
    m_export->setAutoRaise(true);
    auto* color = offerTfColoring(
        m_table, [this](int row) { Q_EMIT colorAsked(m_result->name(m_model->geneAt(row))); });
    color->setText(tr("Colour the map"));
    m_inspect = new QAction(tr("Open in the inspector"), m_table);
    m_triptych = new QAction(tr("Export triptych\u2026"), m_table);
    m_triptych->setToolTip(tr("mRNA, activity and attention on one map"));
    auto* names = new QAction(tr("Copy names"), m_table);
    names->setToolTip(tr("Names of the selected rows, or of all listed ones"));
    m_similar = offerSimilarGenes(
        m_table, [this](int row) { return QString::fromStdString(m_result->name(m_model->geneAt(row))); },
        [this](const QString& gene) { Q_EMIT similarRequested(gene); });
    m_table->addActions({m_inspect, m_triptych, names});
    connect(m_triptych, &QAction::triggered, this, [this] {
        if (m_table->currentIndex().isValid())
            Q_EMIT triptychRequested(m_result->name(m_model->geneAt(m_table->currentIndex().row())));
    });
    connect(m_inspect, &QAction::triggered, this, [this] {
        if (m_table->currentIndex().isValid()) inspect(m_table->currentIndex().row());
    });
    connect(names, &QAction::triggered, this, [this] {
        QStringList texts;
        const QModelIndexList rows = m_table->selectionModel()->selectedRows();
        if (rows.isEmpty())
            for (const std::uint32_t gene : m_model->genes())
                texts << QString::fromStdString(m_result->name(gene));
        for (const QModelIndex& row : rows) texts << row.data().toString();
        QGuiApplication::clipboard()->setText(texts.join(QLatin1Char('\n')));
    });
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_groups, 3);
    head->addWidget(m_count);
    head->addStretch();
    head->addWidget(m_plot);
    head->addWidget(m_export);
    auto* part = new QWidget;
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    column->addWidget(m_filters);
    column->addLayout(head);
    column->addWidget(m_table, 1);
    return part;
}

QString ResultView::countText() const {
    return m_count->text();
}

QString ResultView::notes() const {
    return m_notes->notes();
}

void ResultView::hear(Changes what) {
    if (!(what & Change::Comparison)) return;
    const ComparisonFilters& filters = m_session.comparison().setup().filters;
    const bool listed = m_listed == filters;
    m_listed = filters;
    m_filters->show(filters);
    if (!listed) startQuery();
}

void ResultView::show(std::shared_ptr<const ComparisonResult> result) {
    if (result == m_result) return;
    // More rows of the same comparison: what was chosen stays, and the pictures till there are others.
    const bool more = m_result && result && !m_result->whole() &&
                      m_result->cells.names == result->cells.names &&
                      m_result->cells.groups.names == result->cells.groups.names;
    m_result = std::move(result);
    m_export->setEnabled(m_result && m_result->whole());
    m_table->setCopyEnabled(m_result && !m_result->provisional());
    m_plot->setEnabled(m_result && m_result->whole());
    m_more = more;
    if (more) {
        showGroups();
        return chooseGroup();
    }
    for (QAction* ofTfs : {m_inspect, m_triptych}) ofTfs->setVisible(m_result && !m_result->ofGenes());
    m_chosen.reset();
    m_model->show(nullptr, 0, {});
    for (PointPlotCanvas* canvas : {m_volcano, m_ranking}) {
        canvas->setChosen(std::nullopt);
        canvas->setPlot({});
    }
    Q_EMIT figureChanged();
    m_count->setText({});
    showGroups();
    if (!m_result) return m_session.jobs().abandonKey(m_key + QStringLiteral("query"));
    chooseGroup();
}

// The one looked at before, where it is there again.
void ResultView::showGroups() {
    const QSignalBlocker quiet(m_groups);
    m_groups->clear();
    if (!m_result) return;
    const GroupComparison& cells = m_result->cells;
    for (std::size_t group = 0; group < cells.shown.size(); ++group)
        if (cells.shown[group] != 0)
            m_groups->addItem(QString::fromStdString(cells.groups.names[group]), static_cast<int>(group));
    m_groups->setCurrentIndex(std::max(0, m_groups->findText(m_groupName)));
    m_groups->setVisible(!cells.groups.pair);
}

void ResultView::chooseGroup() {
    if (!m_result) return;
    m_groupName = m_groups->currentText();
    m_group = static_cast<std::size_t>(std::max(0, m_groups->currentData().toInt()));
    m_filters->describe(*m_result, m_group);
    m_notes->setNotes(notesOf(*m_result, m_group));
    startQuery();
}

ComparisonQuery ResultView::query() const {
    return {.group = m_group,
            .text = m_filters->text(),
            .filters = m_filters->filters(),
            .sorted = m_sorted,
            .descending = m_descending};
}

void ResultView::startQuery() {
    if (!m_result) return;
    const ComparisonQuery query = this->query();
    const bool simulated = m_session.simulated();
    JobRequest request{.title = tr("Listing the comparison"),
                       .lane = Lane::Picture,
                       .key = m_key + QStringLiteral("query"),
                       .quiet = true,
                       .receiver = this};
    m_session.jobs().start(
        std::move(request),
        [result = m_result, query, simulated](Job& job) {
            const std::vector<std::uint32_t> ranked = testedNames(*result, query.group);
            Arranged made{arrange(*result, ranked, query, job), ranked.size(),
                          volcanoOf(*result, query.group, query.filters, ranked),
                          ranksOf(*result, query.group, query.filters, ranked)};
            made.volcano.simulated = made.ranking.simulated = simulated;
            return made;
        },
        [this, result = m_result](Arranged made) {
            if (result == m_result) showRows(std::move(made));
        });
}

// What a narrow table leaves out first: what stands beside what the filters follow.
std::vector<int> ResultView::lesserColumns() const {
    using C = ComparisonColumn;
    const bool donors = m_result->testedByDonors(m_group), depth = m_result->cells.of_depth();
    std::vector<int> lesser;
    for (const C column : donors  ? std::vector<C>{C::Q, C::Auroc, C::Change, C::ShareRest}
                          : depth ? std::vector<C>{C::Auroc, C::Change, C::DepthAuroc}
                                  : std::vector<C>{C::ShareRest, C::Auroc})
        if (const int place = m_model->placeOf(column); place >= 0) lesser.push_back(place);
    return lesser;
}

void ResultView::showRows(Arranged made) {
    const bool columns = m_model->rowCount() == 0 || m_model->columnCount() < 2;
    const std::size_t shown = made.genes.size();
    const std::vector<std::uint32_t> selected = selectedGenes();
    const int scrolled = m_table->verticalScrollBar()->value();
    m_model->show(m_result, m_group, std::move(made.genes));
    m_volcano->setPlot(std::move(made.volcano));
    m_ranking->setPlot(std::move(made.ranking));
    const QString what = m_result->ofGenes() ? tr("genes") : tr("TFs");
    const QString counts =
        tr("%1 of %2 %3").arg(regulus::countText(shown), regulus::countText(made.tested), what);
    // Of TFs the numbers are all there before they are compared with rewired priors.
    const bool all = m_result->whole() || !m_result->ofGenes();
    const QString standing = standingText(*m_result, m_group);
    m_count->setText((m_result->provisional() ? tr("%1, from %2\u2026").arg(counts, m_result->sample())
                      : all                   ? counts
                                              : tr("%1 so far\u2026").arg(counts)) +
                     (standing.isEmpty() ? QString() : QStringLiteral(" \u00b7 ") + standing));
    if (columns || shown > 0) m_table->fitColumns(0, lesserColumns());
    const int sorted = m_sorted ? m_model->placeOf(*m_sorted) : -1;
    m_table->horizontalHeader()->setSortIndicator(sorted,
                                                  m_descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    const int row = m_chosen ? m_model->rowOf(*m_chosen) : -1;
    if (selected.size() > 1)
        m_table->selectionModel()->select(rowsOf(selected),
                                          QItemSelectionModel::Select | QItemSelectionModel::Rows);
    else if (row >= 0)
        m_table->markRow(row);
    // Other numbers of the same rows leave a person where they were; another order or filter does not.
    const bool more = std::exchange(m_more, false);
    m_table->verticalScrollBar()->setValue(more ? scrolled : 0);
    if (more && row >= 0) m_table->scrollTo(m_model->index(row, 0));
    Q_EMIT figureChanged();
}

void ResultView::addPicture(QWidget* picture, const QString& name,
                            std::function<std::shared_ptr<const Figure>()> figure) {
    m_figures.push_back(std::move(figure));
    m_pictures->addTab(picture, name);
}

std::shared_ptr<const Figure> ResultView::figure() const {
    const int front = m_pictures->currentIndex();
    if (!m_result || !m_result->whole() || front < 0) return nullptr;
    return m_figures[static_cast<std::size_t>(front)]();
}

void ResultView::writeCsv(const QString& path) {
    if (!m_result) return;
    JobRequest request{.title = tr("Exporting the comparison"),
                       .lane = Lane::Writing,
                       .key = m_key + QStringLiteral("csv"),
                       .receiver = this};
    m_session.jobs().start(
        std::move(request),
        [result = m_result, query = query(), path](Job& job) { writeComparison(*result, query, path, job); },
        [this, path] { Q_EMIT exported(path); });
}

}  // namespace regulus

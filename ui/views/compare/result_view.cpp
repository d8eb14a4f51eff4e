#include "ui/views/compare/result_view.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "ui/figures/point_plot_figure.h"
#include "ui/models/comparison_model.h"
#include "ui/models/number_text.h"
#include "ui/views/compare/comparison_plots.h"
#include "ui/views/compare/filter_bar.h"
#include "ui/views/compare/notes_line.h"
#include "ui/views/compare/point_plot_canvas.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr std::size_t names_told = 12;
constexpr int table_width = 600;

QStringList sentences(const std::vector<std::string>& texts) {
    QStringList all;
    for (const std::string& text : texts) {
        QString one = QString::fromStdString(text);
        if (!one.endsWith(QLatin1Char('.'))) one += QLatin1Char('.');
        all << one;
    }
    return all;
}

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
    m_export->setToolTip(tr("Save all listed rows, with every number, as CSV"));
    m_export->setAutoRaise(true);
    auto* look = new QAction(tr("Show on the map"), m_table);
    auto* names = new QAction(tr("Copy names"), m_table);
    names->setToolTip(tr("Names of the selected rows, or of all listed ones"));
    m_table->addActions({look, names});
    connect(look, &QAction::triggered, this, [this] {
        if (m_table->currentIndex().isValid()) activate(m_model->geneAt(m_table->currentIndex().row()));
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

void ResultView::connectParts() {
    connect(m_pictures, &QTabWidget::currentChanged, this, &ResultView::figureChanged);
    connect(m_groups, &QComboBox::currentIndexChanged, this, &ResultView::chooseGroup);
    connect(m_filters, &FilterBar::searched, this, &ResultView::startQuery);
    connect(m_filters, &FilterBar::filtered, this,
            [this] { m_session.comparison().setFilters(m_filters->filters()); });
    connect(m_export, &QToolButton::clicked, this, &ResultView::exportRequested);
    connect(m_table->horizontalHeader(), &QHeaderView::sectionClicked, this, &ResultView::sortBy);
    connect(m_table, &CleanTable::rowActivated, this, [this](int row) { activate(m_model->geneAt(row)); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                if (!now.isValid()) return;
                m_chosen = m_model->geneAt(now.row());
                m_volcano->setChosen(m_chosen);
                m_ranking->setChosen(m_chosen);
            });
    connect(m_plot, &QToolButton::clicked, this, &ResultView::tellNames);
    for (PointPlotCanvas* canvas : {m_volcano, m_ranking}) {
        canvas->setDescribe([this](std::uint32_t gene) { return describe(gene); });
        connect(canvas, &PointPlotCanvas::clicked, this, [this](std::uint32_t gene) {
            selectRows({gene});
            activate(gene);
        });
        connect(canvas, &PointPlotCanvas::framed, this, &ResultView::selectRows);
    }
    connect(m_volcano, &PointPlotCanvas::thresholdMoved, this,
            [this](PointPlotScene::Threshold which, double value) {
                if (which.axis == PointPlotScene::AxisName::X)
                    m_filters->setMinChange(std::abs(value));
                else
                    m_filters->setMostQ(std::pow(10.0, -value));
            });
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
    m_result = std::move(result);
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
    const QString before = m_groups->currentText();
    m_groups->clear();
    if (!m_result) return;
    const GroupComparison& cells = m_result->cells;
    for (std::size_t group = 0; group < cells.shown.size(); ++group)
        if (cells.shown[group] != 0)
            m_groups->addItem(QString::fromStdString(cells.groups.names[group]), static_cast<int>(group));
    m_groups->setCurrentIndex(std::max(0, m_groups->findText(before)));
    m_groups->setVisible(!cells.groups.pair);
}

void ResultView::chooseGroup() {
    if (!m_result) return;
    m_group = static_cast<std::size_t>(std::max(0, m_groups->currentData().toInt()));
    m_filters->describe(*m_result, m_group);
    sayNotes();
    startQuery();
}

void ResultView::startQuery() {
    if (!m_result) return;
    ComparisonQuery query;
    query.group = m_group;
    query.text = m_filters->text();
    query.filters = m_filters->filters();
    query.sorted = m_sorted;
    query.descending = m_descending;
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
                          volcanoOf(*result, query, ranked), ranksOf(*result, query, ranked)};
            made.volcano.simulated = made.ranking.simulated = simulated;
            made.volcano.heading = made.ranking.heading = comparisonName(*result, query.group);
            return made;
        },
        [this, result = m_result](Arranged made) {
            if (result == m_result) showRows(std::move(made));
        });
}

void ResultView::showRows(Arranged made) {
    const bool columns = m_model->rowCount() == 0 || m_model->columnCount() < 2;
    const std::size_t shown = made.genes.size();
    m_model->show(m_result, m_group, std::move(made.genes));
    m_volcano->setPlot(std::move(made.volcano));
    m_ranking->setPlot(std::move(made.ranking));
    const QString what = m_result->ofGenes() ? tr("genes") : tr("TFs");
    m_count->setText(tr("%1 of %2 %3").arg(regulus::countText(shown), regulus::countText(made.tested), what));
    if (columns || shown > 0) m_table->fitColumns(0, {2, 3, 4});
    const int sorted = m_sorted ? m_model->placeOf(*m_sorted) : -1;
    m_table->horizontalHeader()->setSortIndicator(sorted,
                                                  m_descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    const int row = m_chosen ? m_model->rowOf(*m_chosen) : -1;
    m_table->scrollToTop();
    if (row >= 0) m_table->markRow(row);
    Q_EMIT figureChanged();
}

// The third click on a header gives the ranking back.
void ResultView::sortBy(int column) {
    const ComparisonColumn chosen = m_model->columnAt(column);
    const bool first =
        m_model->headerData(column, Qt::Horizontal, Qt::InitialSortOrderRole).value<Qt::SortOrder>() ==
        Qt::DescendingOrder;
    const bool small = chosen == ComparisonColumn::Q || chosen == ComparisonColumn::DonorQ;
    const bool usual = small ? false : first;  // of rates the smallest are asked for
    if (m_sorted != chosen) {
        m_sorted = chosen;
        m_descending = usual;
    } else if (m_descending == usual) {
        m_descending = !usual;
    } else {
        m_sorted.reset();
        m_descending = true;
    }
    startQuery();
}

void ResultView::activate(std::uint32_t gene) {
    m_chosen = gene;
    m_volcano->setChosen(gene);
    m_ranking->setChosen(gene);
    Q_EMIT chosen(m_result->name(gene));
}

// Those of them that the filters let through.
void ResultView::selectRows(const std::vector<std::uint32_t>& genes) {
    if (!m_result) return;
    std::vector<std::uint8_t> wanted(m_result->cells.names.size(), 0);
    for (const std::uint32_t gene : genes) wanted[gene] = 1;
    const auto chosen = [&](int row) {
        return row < m_model->rowCount() && wanted[m_model->geneAt(row)] != 0;
    };
    // Whole stretches: the selection compares each of them with every other.
    QItemSelection rows;
    int first = -1;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (!chosen(row)) continue;
        const int begin = row;
        while (chosen(row + 1)) ++row;
        rows.append(QItemSelectionRange(m_model->index(begin, 0), m_model->index(row, 0)));
        if (first < 0) first = begin;
    }
    m_table->clearSelection();
    if (first >= 0) {
        m_table->scrollTo(m_model->index(first, 0));
        m_table->selectionModel()->setCurrentIndex(m_model->index(first, 0), QItemSelectionModel::NoUpdate);
    }
    m_table->selectionModel()->select(rows, QItemSelectionModel::Select | QItemSelectionModel::Rows);
}

void ResultView::tellNames() {
    if (!m_result) return;
    std::vector<std::string> names;
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (rows.size() > 1)
        for (const QModelIndex& row : rows) names.push_back(m_result->name(m_model->geneAt(row.row())));
    else
        for (const std::uint32_t gene : m_model->genes()) {
            if (names.size() == names_told) break;
            names.push_back(m_result->name(gene));
        }
    Q_EMIT namesShown(names);
}

void ResultView::sayNotes() {
    QStringList notes;
    const bool donors = m_result->testedByDonors(m_group);
    if (!m_result->donorsProblem.isEmpty()) notes << m_result->donorsProblem;
    if (m_result->donors) {
        const DonorGroup& group = m_result->donors->results[m_group];
        if (!donors)
            notes << tr("Too few donors for a test of this group.");
        else if (group.paired)
            notes << tr("%1 pairs of donors.").arg(group.samples);
        else
            notes << tr("%1 donors against %2.").arg(group.samples).arg(group.others);
        notes << sentences(m_result->donors->notes) << sentences(m_result->donors->warnings);
    }
    QStringList ofCells = sentences(m_result->cells.notes);
    if (donors) ofCells.removeFirst();  // that donors would answer it
    notes << ofCells << sentences(m_result->cells.warnings);
    notes.removeDuplicates();
    m_notes->setNotes(notes);
}

QString ResultView::describe(std::uint32_t gene) const {
    if (!m_result) return {};
    const ComparedRow row = comparedRow(*m_result, m_group, gene);
    return tr("%1: %2 %3, q %4, %5 % against %6 %, AUROC %7")
        .arg(QString::fromStdString(m_result->name(gene)), changeName(*m_result), decimalText(row.change, 2),
             probabilityText(row.q), decimalText(100 * row.share, 0), decimalText(100 * row.shareRest, 0),
             decimalText(row.auroc, 3));
}

void ResultView::addPicture(QWidget* picture, const QString& name,
                            std::function<std::shared_ptr<const Figure>()> figure) {
    m_figures.push_back(std::move(figure));
    m_pictures->addTab(picture, name);
}

std::shared_ptr<const Figure> ResultView::figure() const {
    const int front = m_pictures->currentIndex();
    if (!m_result || front < 0) return nullptr;
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
        [result = m_result, group = m_group, genes = m_model->genes(), path](Job& job) {
            writeComparison(*result, group, genes, path, job);
        },
        [this, path] { Q_EMIT exported(path); });
}

}  // namespace regulus

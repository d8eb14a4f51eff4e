#include "ui/views/compare/group_plots_view.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/cell_loop.h"
#include "ui/models/number_text.h"
#include "ui/views/compare/plot_canvas.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/regulon_targets.h"
#include "ui/views/parts/seen.h"
#include "ui/views/parts/select_mode.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr std::size_t markers_of_each = 3, most_targets = 30;

}  // namespace

GroupPlotsView::GroupPlotsView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_bar(new PlotBar),
      m_field(new NameField),
      m_canvas(new PlotCanvas),
      m_note(sentence(Tone::Muted)),
      m_key(QStringLiteral("plots.%1").arg(reinterpret_cast<quintptr>(this))) {
    build();
    connectParts();
    offer();
    sayWhatIsMissing();
}

GroupPlotsView::~GroupPlotsView() {
    m_session.jobs().abandonKey(m_key);
}

void GroupPlotsView::build() {
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_canvas);
    scroll->viewport()->installEventFilter(this);
    m_states = new StateStack(scroll);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    column->addWidget(m_bar);
    column->addWidget(buildNames());
    column->addWidget(m_note);
    column->addWidget(m_states, 1);
    m_note->hide();
    m_canvas->setContextMenuPolicy(Qt::CustomContextMenu);
    m_canvas->setWords([this](const FigureSpot& spot) { return words(m_plot.placeOf(spot)); });
}

// With what a click does.
QString GroupPlotsView::words(const GroupPlot::Place& place) const {
    const QString text = describe(m_plot, place);
    if (text.isEmpty() || (place.gene >= 0 && place.group >= 0)) return text;
    return text + (place.gene >= 0 && !m_plot.table ? tr("<br>Click: colour the map. Drag: move it.")
                                                    : tr("<br>Click: select the cells. Drag: move it."));
}

QWidget* GroupPlotsView::buildNames() {
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_field->setPlaceholderText(tr("Type or paste genes, such as MS4A1, CD3D, LYZ"));
    m_field->setAccessibleName(tr("Names shown"));
    m_fill = new QPushButton(tr("Fill"));
    m_fill->setToolTip(tr("Markers of the groups, or the targets of a TF"));
    m_fill->setMenu(new QMenu(m_fill));
    auto* save = new QPushButton(tr("Export"));
    save->setToolTip(tr("The picture for paper, or the numbers behind it"));
    auto* menu = new QMenu(save);
    menu->addAction(tr("Figure…"), this, &GroupPlotsView::figureRequested);
    menu->addAction(tr("Table of numbers…"), this, &GroupPlotsView::numbersRequested);
    save->setMenu(menu);
    row->addWidget(m_field, 1);
    row->addItem(new QSpacerItem(0, 0, QSizePolicy::Expanding));  // where there is no field
    row->addWidget(m_fill);
    row->addWidget(save);
    return line;
}

void GroupPlotsView::connectParts() {
    connect(&m_session, &Session::changed, this, &GroupPlotsView::hear);
    connect(m_bar, &PlotBar::lookChanged, this, &GroupPlotsView::redraw);
    connect(m_bar, &PlotBar::changed, this, [this] {
        m_groupOrder.clear();
        m_geneOrder.clear();
        offerNames();
        start();
    });
    connect(m_field, &NameField::chosen, this, [this] {
        m_automatic = m_field->text().trimmed().isEmpty();
        start();
    });
    connect(m_fill->menu(), &QMenu::aboutToShow, this, [this] {
        QMenu& menu = *m_fill->menu();
        menu.clear();
        menu.addAction(tr("Markers of each group"), this, &GroupPlotsView::showMarkers);
        const std::string tf = m_session.focus().tf();
        QAction* const targets =
            menu.addAction(tf.empty() ? tr("Targets of the TF that is looked at")
                                      : tr("Targets of %1").arg(QString::fromStdString(tf)),
                           this, [this, tf] { showTargets(tf); });
        targets->setEnabled(!tf.empty() && m_session.tfResults() != nullptr);
    });
    connect(m_canvas, &PlotCanvas::clicked, this, &GroupPlotsView::click);
    connect(m_canvas, &PlotCanvas::hovered, this, &GroupPlotsView::hover);
    connect(m_canvas, &PlotCanvas::moved, this, &GroupPlotsView::move);
    connect(m_canvas, &PlotCanvas::laidOut, this, &GroupPlotsView::sayNote);
    connect(m_canvas, &PlotCanvas::escapePressed, this, [this] { m_session.cells().clearSelection(); });
    connect(m_canvas, &QWidget::customContextMenuRequested, this, &GroupPlotsView::askAt);
    connect(m_states->page(), &StatePage::pressed, this, &GroupPlotsView::openRequested);
}

// --- what can be chosen ---------------------------------------------------------------------------------

void GroupPlotsView::hear(Changes what) {
    if (what.testFlag(Change::Dataset)) {
        clearPlot();
        m_automatic = true;
        m_given = nullptr;
        m_groupOrder.clear();
        m_field->clear();
    }
    if (what & (Change::Dataset | Change::Labels | Change::Results | Change::Model | Change::Regulons |
                Change::Prior | Change::Genes | Change::Columns)) {
        offer();
        start();
    } else if (what.testFlag(Change::View)) {
        redraw();
    } else if (what.testFlag(Change::Busy) && !m_states->showsContent()) {
        sayWhatIsMissing();
    }
}

void GroupPlotsView::offer() {
    std::vector<PlotBar::Offer> columns;
    if (m_given) columns.push_back({given_groups, tr("the groups compared")});
    for (const std::string& column : m_session.groups().listed()) {
        const std::vector<std::size_t>& sizes = m_session.groups().sizes(column);
        const auto groups = std::count_if(sizes.begin(), sizes.end(), [](std::size_t n) { return n > 0; });
        if (groups > 1 && groups <= static_cast<std::ptrdiff_t>(most_groups_listed))
            columns.push_back({column, titleOf(column)});
    }
    m_bar->offerColumns(columns, m_given ? given_groups : m_session.opened().labelColumn());
    std::vector<ValuesOf> values;
    for (const ValuesOf of : {ValuesOf::Genes, ValuesOf::Activity, ValuesOf::Attention})
        if (of == ValuesOf::Genes || plotValues(m_session, of)) values.push_back(of);
    m_bar->offerValues(values, m_session.model().file != nullptr);
    offerNames();
}

void GroupPlotsView::offerNames() {
    const auto values = plotValues(m_session, m_bar->values());
    m_field->setKnown(values ? namesOf(*values) : std::vector<std::string>());
    fitNames();
}

void GroupPlotsView::fitNames() {
    m_field->setVisible(!ofComposition(m_bar->look().kind));
    m_fill->setVisible(!ofComposition(m_bar->look().kind));
}

QString GroupPlotsView::titleOf(const std::string& column) const {
    return column == predicted_column ? tr("prediction") : QString::fromStdString(column);
}

PlotGroups GroupPlotsView::groupsOf(const std::string& column) const {
    PlotGroups groups;
    if (column.empty()) return groups;
    groups.column = column;
    if (column == given_groups) {
        groups.given = m_given;
        return groups;
    }
    groups.title = titleOf(column).toStdString();
    groups.categories = m_session.groups().categorical(column);
    return groups;
}

void GroupPlotsView::showValues(ValuesOf of, const std::vector<std::string>& names) {
    m_bar->setValues(of);
    offerNames();
    m_field->setNames(names);
    m_automatic = names.empty();
    start();
}

void GroupPlotsView::setGroups(const CellGroups& groups) {
    m_given = std::make_shared<const CellGroups>(groups);
    m_groupOrder.clear();
    offer();
    m_bar->setColumn(given_groups);
    start();
}

void GroupPlotsView::showMarkers() {
    m_automatic = true;
    start();
}

void GroupPlotsView::showTargets(const std::string& tf) {
    const std::vector<std::string> names = targetsOf(m_session, tf, most_targets);
    if (!names.empty()) showValues(ValuesOf::Genes, names);
}

// --- computing -----------------------------------------------------------------------------------------

bool GroupPlotsView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) m_canvas->setRoom(static_cast<QWidget*>(watched)->height());
    return QWidget::eventFilter(watched, event);
}

void GroupPlotsView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    catchUp();
}

void GroupPlotsView::catchUp() {
    if (m_stale) start();
}

// A column that composition is usually shown in: donors or samples, else another one.
std::string GroupPlotsView::usualSplit() const {
    for (const auto* guesses : {&m_session.opened().batchColumns, &m_session.opened().labelColumns})
        for (const ColumnGuess& guess : *guesses)
            if (guess.name != m_bar->column() && m_bar->offers(guess.name)) return guess.name;
    return {};
}

// nullopt while something is missing.
std::optional<PlotInputs> GroupPlotsView::inputs() const {
    PlotInputs inputs;
    inputs.look = m_bar->look();
    inputs.groups = groupsOf(m_bar->column());
    inputs.split = groupsOf(m_bar->split());
    if (!inputs.groups.chosen()) return std::nullopt;
    if (ofComposition(inputs.look.kind)) return inputs.split.chosen() ? std::optional(inputs) : std::nullopt;
    inputs.values = plotValues(m_session, m_bar->values());
    if (!inputs.values) return std::nullopt;
    if (m_automatic) {
        inputs.markers = markers_of_each;
        return inputs;
    }
    if (inputs.values->context)  // a model that reads genes: its TFs are known once it was read
        for (const QString& word : wordsOf(m_field->text())) inputs.names.push_back(word.toStdString());
    else
        inputs.names = m_field->names();
    if (inputs.names.size() > most_names) inputs.names.resize(most_names);
    return inputs.names.empty() ? std::nullopt : std::optional(inputs);
}

void GroupPlotsView::start() {
    m_session.jobs().abandonKey(m_key);
    m_problem.clear();
    m_busy = false;
    m_stale = !isSeen(*this);
    if (m_stale) return;
    if (ofComposition(m_bar->look().kind) && m_bar->split().empty()) m_bar->setSplit(usualSplit());
    const auto wanted = inputs();
    if (!wanted) {
        clearPlot();
        return sayWhatIsMissing();
    }
    m_busy = true;
    JobRequest job{.title = tr("Plotting groups"), .key = m_key};
    if (wanted->values && wanted->values->context) job.lane = Lane::Model;  // one thread at a time reads it
    job.receiver = this;
    job.failed = [this](const Error& error) {
        m_problem = QString::fromStdString(error.problem());
        if (!error.remedy().empty())
            m_problem += QStringLiteral(". ") + QString::fromStdString(error.remedy());
    };
    job.ended = [this](JobOutcome outcome) {
        if (outcome == JobOutcome::Superseded) return;
        m_busy = false;
        if (outcome == JobOutcome::Done) return;
        if (m_problem.isEmpty()) m_problem = tr("The plot was cancelled.");
        clearPlot();
        sayWhatIsMissing();
    };
    m_session.jobs().start(
        std::move(job), [inputs = *wanted](Job& running) { return runPlot(inputs, running); },
        [this](PlotResult result) { present(std::move(result)); });
    if (!m_result.groups) sayWhatIsMissing();
}

void GroupPlotsView::clearPlot() {
    m_result = {};
    m_plot = {};
    m_canvas->setFigure(nullptr);
}

void GroupPlotsView::present(PlotResult result) {
    m_result = std::move(result);
    m_geneOrder.clear();
    if (m_result.summary) {
        if (m_automatic) m_field->setNames(m_result.summary->names);
        m_bar->allowCounts(m_result.summary->counts);
    }
    redraw();
    m_states->showContent();
}

void GroupPlotsView::redraw() {
    PlotLook look = m_bar->look();
    fitNames();
    if (const auto map = colorMapNamed(QString::fromStdString(m_session.view().settings().continuousMap));
        map && !isDiverging(*map))
        look.map = *map;
    const bool composition = ofComposition(look.kind);
    if (composition ? !m_result.table : !m_result.summary) return;
    m_plot = composition ? compositionPlot(m_result.table, look) : groupPlot(m_result.summary, look);
    m_plot.simulated = m_session.simulated();
    // Groups that were given are coloured by the column that they are of.
    const bool given = m_bar->column() == given_groups;
    const auto groups = m_session.groups().categorical(given ? m_given->column : m_bar->column());
    const auto split = m_session.groups().categorical(m_bar->split());
    colorGroups(m_plot, groups.get(), split.get());
    keepOrder();
    m_canvas->setFigure(figureOf(m_plot));
    sayNote();
}

// The order that a person dragged groups and genes into.
void GroupPlotsView::keepOrder() {
    const auto sort = [](std::vector<std::size_t>& shown, const std::vector<std::string>& order,
                         const std::vector<std::string>& names) {
        std::ranges::stable_sort(shown, {}, [&](std::size_t place) {
            return std::ranges::find(order, names[place]) - order.begin();
        });
    };
    if (!m_plot.look.tree) sort(m_plot.groups, m_groupOrder, rowNames());
    if (!m_plot.look.clusterGenes) sort(m_plot.genes, m_geneOrder, columnNames());
}

const std::vector<std::string>& GroupPlotsView::rowNames() const {
    return m_plot.table ? m_plot.table->rows : m_plot.summary->groups.names;
}

const std::vector<std::string>& GroupPlotsView::columnNames() const {
    return m_plot.table ? m_plot.table->columns : m_plot.summary->names;
}

std::shared_ptr<const Figure> GroupPlotsView::figure() const {
    return m_plot.summary || m_plot.table ? figureOf(m_plot) : nullptr;
}

FigureNumbers GroupPlotsView::numbers() const {
    return m_plot.summary || m_plot.table ? numbersOf(m_plot) : FigureNumbers{};
}

}  // namespace regulus

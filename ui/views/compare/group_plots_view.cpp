#include "ui/views/compare/group_plots_view.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/figures/plots/donor_plot.h"
#include "ui/session/workspace_groups.h"
#include "ui/views/compare/composition_panel.h"
#include "ui/views/compare/plot_canvas.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/regulon_targets.h"
#include "ui/views/parts/seen.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr std::size_t most_targets = 30;

Between betweenOf(ValuesOf of) {
    return of == ValuesOf::Columns ? Between::Commas : Between::Blanks;
}

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
    showSettings();
    new SeenWatcher(this, [this] {
        if (m_stale) follow();
    });
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
    m_composition = new CompositionPanel(m_session);
    auto* sides = new QSplitter;
    sides->setChildrenCollapsible(false);
    sides->addWidget(scroll);
    sides->addWidget(m_composition);
    sides->setSizes({600, 420});
    m_states = new StateStack(sides);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    auto* first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_bar, 1);
    first->addWidget(buildExport(), 0, Qt::AlignTop);
    column->addLayout(first);
    column->addWidget(buildNames());
    column->addWidget(m_note);
    column->addWidget(m_states, 1);
    m_note->hide();
    m_canvas->setContextMenuPolicy(Qt::CustomContextMenu);
    m_canvas->setWords([this](const FigureSpot& spot) { return words(m_plot.placeOf(spot)); });
}

QWidget* GroupPlotsView::buildNames() {
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_field->setAccessibleName(tr("Names shown"));
    m_fill = new QPushButton(tr("Fill"));
    m_fill->setToolTip(tr("Markers of the groups, or the targets of a TF"));
    m_fill->setMenu(new QMenu(m_fill));
    row->addWidget(m_field, 1);
    row->addWidget(m_fill);
    m_names = line;
    return line;
}

QWidget* GroupPlotsView::buildExport() {
    auto* save = m_export = new QPushButton(tr("Export"));
    save->setObjectName(QStringLiteral("exportPlot"));
    save->setToolTip(tr("The picture for paper, or the numbers behind it"));
    auto* menu = new QMenu(save);
    menu->addAction(tr("Figure…"), this, &GroupPlotsView::figureRequested);
    menu->addAction(tr("Table of numbers…"), this, &GroupPlotsView::numbersRequested);
    save->setMenu(menu);
    return save;
}

void GroupPlotsView::fillMenu() {
    QMenu& menu = *m_fill->menu();
    menu.clear();
    menu.addAction(tr("Markers of each group"), this, &GroupPlotsView::showMarkers);
    const std::string tf = m_session.focus().tf();
    QAction* const targets = menu.addAction(tf.empty() ? tr("Targets of the TF that is looked at")
                                                       : tr("Targets of %1").arg(QString::fromStdString(tf)),
                                            this, [this, tf] { showTargets(tf); });
    targets->setEnabled(!tf.empty() && m_session.tfResults() != nullptr);
}

void GroupPlotsView::connectParts() {
    connect(&m_session, &Session::changed, this, &GroupPlotsView::hear);
    connect(m_bar, &PlotBar::edited, this, &GroupPlotsView::edit);
    connect(m_field, &NameField::chosen, this, [this] {
        const QString names = m_field->text();
        edit([&](PlotSettings& s) { s.names = names.trimmed().isEmpty() ? QString() : names; });
        if (m_settings.names.isEmpty()) follow();  // the markers are named again
    });
    connect(m_fill->menu(), &QMenu::aboutToShow, this, &GroupPlotsView::fillMenu);
    connect(m_canvas, &PlotCanvas::clicked, this, &GroupPlotsView::click);
    connect(m_canvas, &PlotCanvas::doubleClicked, this, &GroupPlotsView::doubleClick);
    connect(m_canvas, &PlotCanvas::hovered, this, &GroupPlotsView::hover);
    connect(m_canvas, &PlotCanvas::moved, this, &GroupPlotsView::move);
    connect(m_canvas, &PlotCanvas::laidOut, this, &GroupPlotsView::sayNote);
    connect(m_canvas, &PlotCanvas::escapePressed, this, [this] { m_session.cells().clearSelection(); });
    connect(m_canvas, &QWidget::customContextMenuRequested, this, &GroupPlotsView::askAt);
    connect(m_composition, &CompositionPanel::edited, this, &GroupPlotsView::edit);
    connect(m_composition, &CompositionPanel::madeChanged, this, [this] {
        if (m_settings.look.kind == PlotKind::Donors) redraw();
    });
    connect(m_composition, &CompositionPanel::exportRequested, this, &GroupPlotsView::testsRequested);
    connect(m_states->page(), &StatePage::pressed, this,
            [this] { m_session.opened().dataset ? Q_EMIT clustersRequested() : Q_EMIT openRequested(); });
}

// --- settings -------------------------------------------------------------------------------------------

void GroupPlotsView::hear(Changes what) {
    if (what.testFlag(Change::Dataset)) {
        clearPlot();
        m_field->showText({});
    }
    const Changes offers = Change::Dataset | Change::Labels | Change::Results | Change::Model |
                           Change::Regulons | Change::Prior | Change::Genes | Change::Columns |
                           Change::Comparison | Change::Plots;
    if (what & offers) {
        showSettings();
        follow();
    } else if (what.testFlag(Change::Filters) &&
               (m_settings.compared || !m_inputs || m_inputs->groups.among != workspaceCells(m_session))) {
        follow();
    } else if (what.testFlag(Change::View)) {
        redraw();
    } else if (what.testFlag(Change::Busy) && !m_states->showsContent()) {
        sayWhatIsMissing();
    }
}

void GroupPlotsView::edit(const std::function<void(PlotSettings&)>& change) {
    PlotSettings after = m_session.plots().settings();
    const ValuesOf before = after.values;
    change(after);
    // Names of genes are none of TFs: where not one is known there, it is markers again.
    if (after.values != before &&
        !knowsAny(m_session, after.values, wordsOf(after.names, betweenOf(after.values))))
        after.names.clear();
    m_session.plots().set(after);
}

void GroupPlotsView::showSettings() {
    m_choices = plotChoices(m_session);
    m_settings = resolved(m_session, m_choices, m_session.plots().settings());
    m_bar->show(m_choices, m_settings);
    for (QWidget* control : std::initializer_list<QWidget*>{m_bar, m_names})
        control->setEnabled(m_session.opened().dataset != nullptr);
    const auto values = plotValues(m_session, m_settings.values);
    const bool columns = m_settings.values == ValuesOf::Columns;
    m_field->setBetween(betweenOf(m_settings.values));
    m_field->setPlaceholderText(columns ? tr("Type names of columns")
                                        : tr("Type or paste genes, such as MS4A1, CD3D, LYZ"));
    m_field->setKnown(values ? namesOf(*values) : std::vector<std::string>());
    if (!m_settings.names.isEmpty()) m_field->showText(m_settings.names);
    const bool composition = ofComposition(m_settings.look.kind);
    m_composition->setVisible(composition);
    m_names->setVisible(!composition);
}

void GroupPlotsView::showValues(ValuesOf of, const std::vector<std::string>& names) {
    edit([&](PlotSettings& s) {
        s.values = of;
        s.names = joinedNames(names);
        if (ofComposition(s.look.kind)) s.look.kind = PlotKind::Dots;  // which shows none
    });
}

void GroupPlotsView::showCompared(ValuesOf of, const std::vector<std::string>& names) {
    edit([&](PlotSettings& s) {
        s.compared = true;
        s.values = of;
        s.names = joinedNames(names);
        if (ofComposition(s.look.kind)) s.look.kind = PlotKind::Dots;
    });
}

void GroupPlotsView::showScores(const std::vector<std::string>& columns) {
    edit([&](PlotSettings& s) {
        if (s.values != ValuesOf::Columns) s.look.kind = PlotKind::Violins;
        s.values = ValuesOf::Columns;
        s.names = joinedNames(columns);
    });
}

void GroupPlotsView::showMarkers() {
    edit([](PlotSettings& s) { s.names.clear(); });
}

void GroupPlotsView::showTargets(const std::string& tf) {
    const std::vector<std::string> names = targetsOf(m_session, tf, most_targets);
    if (!names.empty()) showValues(ValuesOf::Genes, names);
}

// Of a model that reads genes the names are known once it was read: its job says which there are not.
std::vector<std::string> GroupPlotsView::names() const {
    if (m_settings.names.isEmpty()) return {};
    const auto values = plotValues(m_session, m_settings.values);
    if (!values || !values->context) return m_field->names();
    std::vector<std::string> words;
    for (const QString& word : wordsOf(m_settings.names)) words.push_back(word.toStdString());
    return words;
}

// --- computing -----------------------------------------------------------------------------------------

bool GroupPlotsView::eventFilter(QObject* watched, QEvent* event) {
    // Not within it: a scroll area whose content asks for another height while it is being resized never
    // ends.
    if (event->type() == QEvent::Resize)
        QMetaObject::invokeMethod(
            m_canvas,
            [canvas = m_canvas, seen = QPointer<QWidget>(static_cast<QWidget*>(watched))] {
                if (seen) canvas->setRoom(seen->height());
            },
            Qt::QueuedConnection);
    return QWidget::eventFilter(watched, event);
}

void GroupPlotsView::follow() {
    m_stale = !isSeen(*this);
    if (m_stale) return;
    const std::vector<std::string> named = names();
    auto wanted = plotInputs(m_session, m_settings, named);
    if (!m_settings.names.isEmpty() && named.empty() && !ofComposition(m_settings.look.kind)) wanted.reset();
    m_composition->follow(m_choices, m_settings, wanted);
    if (wanted && wanted == m_inputs) {
        if (m_busy) return;
        return m_problem.isEmpty() ? redraw() : sayWhatIsMissing();
    }
    m_session.jobs().abandonKey(m_key);
    m_problem.clear();
    m_busy = false;
    m_inputs = wanted;
    if (wanted) return start(*wanted);
    clearPlot();
    sayWhatIsMissing();
}

void GroupPlotsView::start(const PlotInputs& wanted) {
    m_busy = true;
    JobRequest job{.title = tr("Plotting groups"), .key = m_key};
    if (wanted.values && wanted.values->context) job.lane = Lane::Model;  // one thread at a time reads it
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
        std::move(job), [wanted](Job& running) { return runPlot(wanted, running); },
        [this](PlotResult result) { present(std::move(result)); });
    if (!m_result.groups) sayWhatIsMissing();
}

bool GroupPlotsView::hasDonors() const {
    return m_composition->made() && m_composition->made()->donors;
}

void GroupPlotsView::clearPlot() {
    m_result = {};
    m_plot = {};
    m_canvas->setFigure(nullptr);
}

void GroupPlotsView::present(PlotResult result) {
    m_result = std::move(result);
    if (m_result.summary) m_bar->allowCounts(m_result.summary->counts);
    m_busy = false;
    redraw();
}

void GroupPlotsView::redraw() {
    PlotLook look = m_settings.look;
    if (const auto map = colorMapNamed(QString::fromStdString(m_session.view().settings().continuousMap));
        map && !isDiverging(*map))
        look.map = *map;
    const bool composition = ofComposition(look.kind);
    if (composition ? !m_result.table : !m_result.summary) return;
    if (look.kind == PlotKind::Donors && !hasDonors()) {
        m_plot = {};
        m_canvas->setFigure(nullptr);
        return sayWhatIsMissing();
    }
    if (!composition && !m_result.summary->counts && look.color == PlotColor::MeanCounts)
        look.color = PlotColor::Mean;
    if (!composition && m_settings.names.isEmpty()) m_field->showText(joinedNames(m_result.summary->names));
    m_plot = look.kind == PlotKind::Donors ? donorPlot(m_composition->made(), look)
             : composition                 ? compositionPlot(m_result.table, look)
                                           : groupPlot(m_result.summary, look);
    m_plot.simulated = m_session.simulated();
    // Groups that are compared are coloured by the column that they are of.
    const std::string& column = m_settings.compared ? m_result.groups->column : m_settings.column;
    const auto groups = m_session.groups().categorical(column);
    const auto split = m_session.groups().categorical(composition ? m_settings.across : m_settings.split);
    m_plot.composition ? colorGroups(m_plot, split.get(), nullptr)
                       : colorGroups(m_plot, groups.get(), split.get());
    keepOrder();
    m_canvas->setFigure(figureOf(m_plot));
    m_states->showContent();
    m_export->setEnabled(true);
    sayNote();
}

// The order in which genes are named, and that which groups were dragged into.
void GroupPlotsView::keepOrder() {
    const auto sort = [](std::vector<std::size_t>& shown, const std::vector<std::string>& order,
                         const std::vector<std::string>& names) {
        std::ranges::stable_sort(shown, {}, [&](std::size_t place) {
            return std::ranges::find(order, names[place]) - order.begin();
        });
    };
    if (m_plot.composition) return;
    if (m_plot.summary && !m_plot.look.clusterGenes) sort(m_plot.genes, names(), columnNames());
    if (m_plot.summary && m_plot.look.tree) return;
    const bool groups = m_plot.summary || groupsAreRows(m_plot.look);
    sort(m_plot.groups, groups ? m_settings.groupOrder : m_settings.partOrder, rowNames());
    if (m_plot.table)
        sort(m_plot.genes, groups ? m_settings.partOrder : m_settings.groupOrder, columnNames());
}

const std::vector<std::string>& GroupPlotsView::rowNames() const {
    return m_plot.table ? m_plot.table->rows : m_plot.summary->groups.names;
}

const std::vector<std::string>& GroupPlotsView::columnNames() const {
    return m_plot.table ? m_plot.table->columns : m_plot.summary->names;
}

std::shared_ptr<const Figure> GroupPlotsView::figure() const {
    return hasPlot() ? figureOf(m_plot) : nullptr;
}

FigureNumbers GroupPlotsView::numbers() const {
    return hasPlot() ? numbersOf(m_plot) : FigureNumbers{};
}

}  // namespace regulus

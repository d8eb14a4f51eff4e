#include "ui/views/compare/compare_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QTabBar>
#include <QTabWidget>
#include <algorithm>
#include <mutex>
#include <utility>

#include "core/base/cell_loop.h"
#include "ui/figures/figure.h"
#include "ui/models/comparison_model.h"
#include "ui/views/compare/enrichment_view.h"
#include "ui/views/compare/result_view.h"
#include "ui/views/compare/setup_panel.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tf_gestures.h"

namespace regulus {
namespace {

const auto memory_name = QStringLiteral("compare"), kept_tab = QStringLiteral("tab"),
           kept_measure = QStringLiteral("measure"), kept_picture = QStringLiteral("picture");

constexpr int setup_width = 330;

// From the thread that compares to the one that shows.
class LatestResult {
  public:
    void put(std::shared_ptr<const ComparisonResult> result) {
        const std::lock_guard guard(m_mutex);
        m_result = std::move(result);
    }
    std::shared_ptr<const ComparisonResult> take() {
        const std::lock_guard guard(m_mutex);
        return std::exchange(m_result, nullptr);
    }

  private:
    std::mutex m_mutex;
    std::shared_ptr<const ComparisonResult> m_result;
};

// What was compared before the rewired priors were left out; null where that was not done.
std::shared_ptr<const ComparisonResult> withoutRewired(const ComparisonResult* soFar, const QString& why) {
    if (soFar == nullptr || soFar->ofGenes()) return nullptr;
    auto result = std::make_shared<ComparisonResult>(*soFar);
    result->cells.whole = true;
    result->rewiredProblem = why;
    return result;
}

Lane laneOf(const ComparisonInputs& inputs) {
    return inputs.context ? Lane::Model : Lane::Pool;  // a predictor is for one thread at a time
}

}  // namespace

ComparedBy comparedByOf(const Session& session) {
    const QJsonObject kept = session.memory().of(memory_name);
    if (kept[kept_tab].toInt(CompareView::Regulators) == CompareView::Genes) return ComparedBy::Genes;
    const int measure = kept[kept_measure].toInt(static_cast<int>(ComparedBy::Activity));
    for (const ComparedBy by : {ComparedBy::Activity, ComparedBy::Attention, ComparedBy::TfExpression})
        if (static_cast<int>(by) == measure && canCompareBy(session, by)) return by;
    return ComparedBy::Genes;
}

CompareView::CompareView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_setup(new SetupPanel(session)),
      m_tabs(new QTabBar),
      m_measures(new QComboBox),
      m_result(new ResultView(session)),
      m_enrichment(new EnrichmentView(session)) {
    auto* scroll = new QScrollArea;
    scroll->setWidget(m_setup);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFixedWidth(setup_width);
    m_tabs->addTab(tr("Regulators"));
    m_tabs->addTab(tr("Genes"));
    m_tabs->setTabToolTip(Regulators, tr("Which TFs tell the groups apart, by activity, attention or mRNA"));
    m_tabs->setTabToolTip(Genes, tr("Which genes tell the groups apart"));
    m_tabs->setObjectName(QStringLiteral("flat"));  // as the window dresses the tabs of its parts
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("What the groups are compared by"));
    m_measures->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_measures->setAccessibleName(tr("Measure of regulators"));
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_tabs);
    head->addWidget(m_measures);
    head->addStretch();
    m_states = new StateStack(m_result);
    auto* right = new QVBoxLayout;
    right->setContentsMargins(4, 4, 8, 2);
    right->setSpacing(2);
    right->addLayout(head);
    right->addWidget(m_states, 1);
    auto* all = new QHBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(4);
    all->addWidget(scroll);
    all->addLayout(right, 1);
    connectParts();
    connectSets();
    offerMeasures();
    refresh();
}

CompareView::~CompareView() {
    for (const auto& [by, kept] : m_kept) m_session.jobs().abandonKey(key(by));
}

void CompareView::connectParts() {
    connect(&m_session, &Session::changed, this, &CompareView::hear);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        m_session.memory().keep(memory_name, kept_tab, tab);
        refresh();
    });
    connect(m_measures, &QComboBox::currentIndexChanged, this, [this] {
        m_session.memory().keep(memory_name, kept_measure, m_measures->currentData().toInt());
        refresh();
    });
    connect(m_result->pictures(), &QTabWidget::currentChanged, this,
            [this](int picture) { m_session.memory().keep(memory_name, kept_picture, picture); });
    connect(m_states->page(), &StatePage::pressed, this, &CompareView::pressed);
    connect(m_result, &ResultView::chosen, this, &CompareView::look);
    connect(m_result, &ResultView::exportRequested, this, &CompareView::exportRequested);
    connect(m_result, &ResultView::colorAsked, this, &CompareView::color);
    connect(m_result, &ResultView::inspectRequested, this, &CompareView::inspectRequested);
    connect(m_result, &ResultView::triptychRequested, this, &CompareView::triptychRequested);
    connect(m_result, &ResultView::similarRequested, this, &CompareView::similarRequested);
    connect(m_result, &ResultView::exported, this, &CompareView::exported);
    connect(m_result, &ResultView::figureChanged, this, &CompareView::figureChanged);
    connect(m_result, &ResultView::namesShown, this, [this](const std::vector<std::string>& names) {
        if (const auto result = m_result->result()) Q_EMIT plotRequested(result->cells.of, names);
    });
}

// Beside the pictures, of what the table lists.
void CompareView::connectSets() {
    // Its controls take several lines beside a table; where that is too high, it scrolls.
    auto* sets = new QScrollArea;
    sets->setFrameShape(QFrame::NoFrame);
    sets->setFocusPolicy(Qt::NoFocus);
    sets->setWidgetResizable(true);
    sets->setWidget(m_enrichment);
    m_enrichment->setAutoFillBackground(false);
    sets->viewport()->setAutoFillBackground(false);
    m_result->addPicture(sets, tr("Gene sets"), [] { return std::shared_ptr<const Figure>(); });
    connect(m_result, &ResultView::figureChanged, m_enrichment,
            [this] { m_enrichment->show(m_result->result(), m_result->group(), m_result->model().genes()); });
    connect(m_enrichment, &EnrichmentView::setsRequested, this, &CompareView::setsRequested);
    connect(m_enrichment, &EnrichmentView::exportRequested, this, &CompareView::setsExportRequested);
    connect(m_enrichment, &EnrichmentView::exported, this, &CompareView::exported);
    connect(m_enrichment, &EnrichmentView::plotRequested, this,
            [this](const std::vector<std::string>& genes) { Q_EMIT plotRequested(ValuesOf::Genes, genes); });
}

// Clusters that were just made are what one wants markers of, where nothing else names the cells.
std::string CompareView::usualColumn() const {
    if (const std::string label = m_session.opened().labelColumn(); !label.empty()) return label;
    const OwnColumns& own = m_session.opened().own;
    const auto groups =
        std::find_if(own.rbegin(), own.rend(), [](const OwnColumn& c) { return c.values != nullptr; });
    return groups == own.rend() ? std::string() : groups->name;
}

QString CompareView::key(ComparedBy by) const {
    return QStringLiteral("compare.%1.%2").arg(reinterpret_cast<quintptr>(this)).arg(int(by));
}

ComparedBy CompareView::by() const {
    if (m_tabs->currentIndex() == Genes) return ComparedBy::Genes;
    return static_cast<ComparedBy>(m_measures->currentData().toInt());
}

void CompareView::setTab(Tab tab) {
    m_tabs->setCurrentIndex(tab);
}

void CompareView::setMeasure(ComparedBy by) {
    m_measures->setCurrentIndex(m_measures->findData(static_cast<int>(by)));
}

std::shared_ptr<const Figure> CompareView::figure() const {
    return m_states->showsContent() ? m_result->figure() : nullptr;
}

// Numbers of tabs that there are not are passed over by Qt.
void CompareView::restore() {
    const QJsonObject kept = m_session.memory().of(memory_name);
    const QSignalBlocker tabs(m_tabs), pictures(m_result->pictures());  // nobody chose them now
    m_tabs->setCurrentIndex(kept[kept_tab].toInt(0));
    m_result->pictures()->setCurrentIndex(kept[kept_picture].toInt(0));
    offerMeasures();
}

void CompareView::hear(Changes what) {
    if (what & (Change::ViewsRestored | Change::Dataset)) restore();
    m_setup->hear(what);
    m_result->hear(what);
    if (what & Change::Model) offerMeasures();
    const bool filtered = what & Change::Filters && m_session.comparison().setup().visibleOnly;
    if (what & (Change::Dataset | Change::Prior | Change::Model | Change::Results | Change::Regulons |
                Change::Genes | Change::Labels | Change::Busy | Change::Comparison | Change::Columns |
                Change::ViewsRestored) ||
        filtered)
        refresh();
}

// Of a model that reads genes attention is a choice among regulators; everything else has the same names.
void CompareView::offerMeasures() {
    const bool choice = m_session.model().file && !m_session.model().readsRegulons();
    const QSignalBlocker quiet(m_measures);
    m_measures->clear();
    const auto offer = [this](ComparedBy by, const QString& name, const QString& help) {
        m_measures->addItem(name, static_cast<int>(by));
        m_measures->setItemData(m_measures->count() - 1, help, Qt::ToolTipRole);
    };
    offer(ComparedBy::Activity, tr("Activity"),
          tr("t value of a line through the expression of a TF's targets (ULM); needs no model"));
    offer(ComparedBy::Attention, choice ? tr("Choice") : tr("Attention"),
          choice ? tr("Did a TF's targets prefer it to their other regulators? Takes as long as predicting")
                 : tr("log\u2082 of the ratio of attention to uniform attention"));
    offer(ComparedBy::TfExpression, tr("mRNA"), tr("Expression of the TFs themselves"));
    const int kept = m_session.memory().of(memory_name)[kept_measure].toInt(-1);
    m_measures->setCurrentIndex(std::max(0, m_measures->findData(kept)));
    m_measures->setToolTip(m_measures->currentData(Qt::ToolTipRole).toString());
}

// What is shown belongs to the session as it is now, or is not shown.
void CompareView::refresh() {
    m_measures->setVisible(m_tabs->currentIndex() == Regulators);
    m_measures->setToolTip(m_measures->currentData(Qt::ToolTipRole).toString());
    forgetOthers();
    const ComparedBy wanted = by();
    if (const auto kept = m_kept.find(wanted); kept != m_kept.end()) return showKept(kept->second);
    auto inputs = comparisonInputs(m_session, wanted);
    if (!inputs) {
        m_result->show(nullptr);
        return sayWhatIsMissing();
    }
    m_result->show(nullptr);
    // Nobody waits for what is behind another tab, which Qt moves out of the window rather than hide it.
    m_due = visibleRegion().isEmpty();
    if (m_due) return m_states->say(tr("Comparing\u2026"), {}, {}, true);
    start(std::move(*inputs));
}

// Results of other groups, or of data, priors and models that are gone, are of no use to anyone.
void CompareView::forgetOthers() {
    std::erase_if(m_kept, [this](const auto& entry) {
        const auto now = comparisonInputs(m_session, entry.first);
        if (now && *now == entry.second.inputs) return false;
        m_session.jobs().abandonKey(key(entry.first));
        return true;
    });
}

// What is painted is looked at.
void CompareView::paintEvent(QPaintEvent* event) {
    QWidget::paintEvent(event);
    if (std::exchange(m_due, false))
        QMetaObject::invokeMethod(this, &CompareView::refresh, Qt::QueuedConnection);
}

void CompareView::start(ComparisonInputs inputs) {
    const ComparedBy which = inputs.by;
    m_session.jobs().abandonKey(key(which));
    m_kept[which] = Kept{inputs, nullptr, nullptr, End::Running, {}};
    JobRequest request{.title = tr("Comparing groups"), .lane = laneOf(inputs), .key = key(which)};
    request.receiver = this;
    request.failed = [this, which](const Error& error) {
        QString text = QString::fromStdString(error.problem()) + QLatin1Char('.');
        if (!error.remedy().empty())
            text += QLatin1Char(' ') + QString::fromStdString(error.remedy()) + QLatin1Char('.');
        finish(which, End::Failed, text);
    };
    request.ended = [this, which](JobOutcome outcome) {
        if (outcome == JobOutcome::Cancelled) finish(which, End::Cancelled, {});
    };
    const auto latest = std::make_shared<LatestResult>();
    request.progressed = [this, which, latest](const JobRow& row) { progress(which, row, latest->take()); };
    showKept(m_kept[which]);
    m_session.jobs().start(
        std::move(request),
        [inputs = std::move(inputs), latest](Job& job) {
            return std::make_shared<const ComparisonResult>(
                runComparison(inputs, job, [&](auto soFar) { latest->put(std::move(soFar)); }));
        },
        [this, which](std::shared_ptr<const ComparisonResult> result) {
            const auto kept = m_kept.find(which);
            if (kept == m_kept.end()) return;
            kept->second.result = std::move(result);
            kept->second.soFar.reset();
            if (which == by()) showKept(kept->second);
        });
}

// First rows while the rest is on its way.
void CompareView::progress(ComparedBy which, const JobRow& row,
                           std::shared_ptr<const ComparisonResult> soFar) {
    const auto kept = m_kept.find(which);
    if (kept == m_kept.end() || kept->second.result || kept->second.end != End::Running) return;
    if (soFar) kept->second.soFar = std::move(soFar);
    if (which != by()) return;
    if (kept->second.soFar) return showKept(kept->second);
    if (row.fraction >= 0) m_states->page()->showProgress(row.fraction, row.stage);
}

void CompareView::finish(ComparedBy which, End end, const QString& problem) {
    const auto kept = m_kept.find(which);
    if (kept == m_kept.end() || kept->second.result) return;
    kept->second.result =
        withoutRewired(kept->second.soFar.get(),
                       end == End::Cancelled ? tr("The comparison with rewired priors was cancelled: nothing "
                                                  "tells which TFs would differ by chance.")
                                             : tr("Not compared with rewired priors: %1").arg(problem));
    kept->second.end = end;
    kept->second.soFar.reset();
    kept->second.problem = problem;
    if (which == by()) showKept(kept->second);
}

void CompareView::showKept(const Kept& kept) {
    if (const auto& shown = kept.result ? kept.result : kept.soFar) {
        m_states->showContent();
        return m_result->show(shown);
    }
    m_result->show(nullptr);
    if (kept.end == End::Failed)
        return m_states->say(tr("These groups cannot be compared"), kept.problem, tr("Try again"));
    if (kept.end == End::Cancelled)
        return m_states->say(tr("Cancelled"), tr("The comparison was not finished."), tr("Compare"));
    m_states->say(tr("Comparing\u2026"), {}, tr("Cancel"), true);
}

void CompareView::sayWhatIsMissing() {
    const OpenedState& opened = m_session.opened();
    if (!opened.dataset) {
        if (m_session.loading()) return m_states->say(tr("Reading\u2026"), {}, {}, true);
        return m_states->say(tr("Nothing is open"), tr("Open a dataset to compare groups of its cells."),
                             tr("Open\u2026"));
    }
    const ComparisonSetup& setup = m_session.comparison().setup();
    if (!setup.complete()) {
        const std::string label = usualColumn();
        const QString groups =
            label.empty() ? QString() : tr("Markers of all groups of %1").arg(QString::fromStdString(label));
        if (setup.allGroups)
            return m_states->say(tr("No groups"), tr("No column of this dataset defines groups."));
        return m_states->say(
            tr("Which cells?"),
            tr("Choose groups for A, use the selection of the map, or drop a group of the Data "
               "panel on it. B is the rest until you fill it."),
            groups);
    }
    if (m_session.model().unread)
        return m_states->say(tr("No regulons"),
                             tr("Reading them was cancelled, or failed. Open the model again."));
    if (!opened.prior && !m_session.model().file)
        return m_states->say(
            tr("No prior yet"),
            tr("With a prior, the regulators that tell the groups apart stand here. Genes are "
               "compared without one."),
            tr("Choose prior\u2026"));
    if (!m_session.model().file && !opened.priorProblem.isEmpty())
        return m_states->say(tr("The prior does not fit"), opened.priorProblem + QLatin1Char('.'),
                             tr("Choose prior\u2026"));
    if (!m_session.model().file && !opened.expression)
        return m_states->say(tr("No counts"), tr("Regulators need counts or log-normalised values."));
    m_states->say(tr("Reading regulons\u2026"), {}, {}, true);
}

void CompareView::pressed() {
    m_tabs->setFocus();  // the button goes away
    if (!m_session.opened().dataset) return Q_EMIT openRequested();
    const auto inputs = comparisonInputs(m_session, by());
    if (!inputs) {
        if (!m_session.comparison().setup().complete())
            return m_session.comparison().compareAllGroups(usualColumn());
        return Q_EMIT priorRequested();
    }
    const auto kept = m_kept.find(by());
    if (kept != m_kept.end() && !kept->second.result && kept->second.end == End::Running)
        return m_session.jobs().abandonKey(key(by()));
    start(*inputs);
}

// A gene colours the map; a TF is opened beside both sides of it: without cells the inspector has nothing to
// show.
void CompareView::look(const std::string& name) {
    if (by() == ComparedBy::Genes) return m_session.colors().colorBy(Coloring::gene(name));
    showSides();
    m_session.focus().setTf(name);
}

void CompareView::showSides() {
    const auto result = m_result->result();
    const CellGroups& groups = result->cells.groups;
    const auto group = static_cast<std::int32_t>(m_result->group());
    const auto cells = [&](bool own) {
        return cells_where(groups.codes.size(), [&](std::size_t cell) {
            return groups.codes[cell] >= 0 && (groups.codes[cell] == group) == own;
        });
    };
    const QString others = groups.pair ? QString::fromStdString(groups.names[1]) : tr("all others");
    std::vector<Group> sides{{QString::fromStdString(groups.names[m_result->group()]), cells(true)},
                             {others, cells(false)}};
    const auto same = [](const Group& a, const Group& b) { return a.name == b.name && a.cells == b.cells; };
    if (!std::ranges::equal(sides, m_session.focus().groups(), same))
        m_session.focus().setGroups(std::move(sides));
}

// As the lists of genes and regulons of the Data panel do.
void CompareView::color(const std::string& name) {
    if (by() == ComparedBy::Genes) return m_session.colors().colorBy(Coloring::gene(name));
    colorByTf(m_session, name,
              by() == ComparedBy::TfExpression ? RegulonMeasure::Expression
              : by() == ComparedBy::Activity   ? RegulonMeasure::Activity
                                               : usualMeasure(m_session));
}

}  // namespace regulus

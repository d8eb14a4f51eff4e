#include "ui/views/gallery/gallery_view.h"

#include <QMenu>
#include <QVBoxLayout>
#include <algorithm>
#include <unordered_map>

#include "ui/models/number_text.h"
#include "ui/views/gallery/gallery_bar.h"
#include "ui/views/gallery/gallery_markers.h"
#include "ui/views/gallery/map_pane.h"
#include "ui/views/gallery/pane_grid.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/regulon_targets.h"
#include "ui/views/parts/seen.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr std::size_t most_targets = 11;  // beside the TF: twelve maps

}  // namespace

GalleryView::GalleryView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_bar(new GalleryBar),
      m_grid(new PaneGrid),
      m_note(sentence(Tone::Muted)),
      m_simulated(new ToneLabel(Tone::Warning, tr("Simulated data"))),
      m_key(QStringLiteral("gallery.%1").arg(reinterpret_cast<quintptr>(this))) {
    m_map = m_session.view().settings().continuousMap;
    build();
    connect(&m_session, &Session::changed, this, &GalleryView::hear);
    m_bar->setEnabled(m_session.opened().dataset != nullptr);
    connect(m_bar, &GalleryBar::namesChosen, this, [this] {
        ViewSettings settings = m_session.view().settings();
        const QString text = m_bar->field()->text();
        settings.galleryNames = text.trimmed().isEmpty() ? std::string() : text.toStdString();
        m_session.view().setSettings(settings);
    });
    connect(m_bar, &GalleryBar::scaleChosen, this, [this] {
        ViewSettings settings = m_session.view().settings();
        settings.galleryOneScale = m_bar->sharedScale();
        m_session.view().setSettings(settings);
    });
    connect(m_bar, &GalleryBar::splitChosen, this, &GalleryView::splitBy);
    connect(m_bar, &GalleryBar::besideChosen, this, &GalleryView::showBeside);
    connect(m_bar, &GalleryBar::figureRequested, this, &GalleryView::figureRequested);
    connect(m_bar, &GalleryBar::numbersRequested, this, &GalleryView::numbersRequested);
    connect(m_bar->fillMenu(), &QMenu::aboutToShow, this, &GalleryView::fillFillMenu);
    connect(m_grid, &PaneGrid::arranged, this, [this] { pull(Change::View); });  // room for names, or not
    connect(m_states->page(), &StatePage::pressed, this, &GalleryView::pressed);
    offer();
    new SeenWatcher(this, [this] { catchUp(); });
    sayWhatIsMissing();
}

GalleryView::~GalleryView() {
    m_grid->setCount(0, [](MapPane*) {});  // they tell this object when they go
    for (const char* job : {"", ".markers", ".pictures"})
        m_session.jobs().abandonKey(m_key + QLatin1String(job));
}

void GalleryView::build() {
    m_states = new StateStack(m_grid);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    column->addWidget(m_bar);
    column->addWidget(m_simulated, 0, Qt::AlignLeft);
    column->addWidget(m_note);
    column->addWidget(m_states, 1);
    m_note->hide();
    m_simulated->hide();
}

void GalleryView::fillFillMenu() {
    QMenu& menu = *m_bar->fillMenu();
    menu.clear();
    menu.addAction(tr("Markers of each group"), this, &GalleryView::showMarkers)
        ->setEnabled(m_session.opened().labels != nullptr);
    const std::string tf = m_session.focus().tf();
    menu.addAction(tf.empty() ? tr("Targets of the TF that is looked at")
                              : tr("Targets of %1").arg(QString::fromStdString(tf)),
                   this, [this, tf] { showTargets(tf); })
        ->setEnabled(!tf.empty() && m_session.tfResults() != nullptr);
}

// --- what can be shown ----------------------------------------------------------------------------------

void GalleryView::hear(Changes what) {
    if (what.testFlag(Change::Dataset)) {
        clearPanes();
        m_bar->setEnabled(m_session.opened().dataset != nullptr);
        m_simulated->setVisible(m_session.simulated());
    }
    const bool other =
        bool(what & (Change::ViewsRestored | Change::Dataset | Change::Labels | Change::Results |
                     Change::Model | Change::Regulons | Change::Prior | Change::Genes | Change::Columns));
    if (other) {
        offer();
        m_kept = false;
    }
    const ViewSettings& view = m_session.view().settings();
    if (what & (Change::Dataset | Change::Embeddings | Change::ViewsRestored))
        m_bar->offerBeside(canShowBeside());
    const Asked asked{view.splitColumn, view.galleryNames, view.galleryOneScale, view.besideMaps,
                      view.paneMaps};
    const bool otherMap = m_map != view.continuousMap, otherAsked = m_asked != asked;
    if (otherMap) m_kept = false;
    m_map = view.continuousMap;
    showMode();
    m_bar->field()->showText(QString::fromStdString(view.galleryNames));
    m_bar->setSharedScale(view.galleryOneScale);
    const bool colored = bool(what & (Change::ColorData | Change::Embedding | Change::Embeddings)) &&
                         (!splitColumn().empty() || m_bar->beside());
    if (other || otherMap || otherAsked || colored)
        start();
    else if (what.testFlag(Change::Busy) && !m_states->showsContent())
        sayWhatIsMissing();
    pull(what);
}

std::vector<std::string> GalleryView::splitColumns() const {
    std::vector<std::string> columns;
    for (const std::string& column : m_session.groups().listed()) {
        const auto& sizes = m_session.groups().sizes(column);
        if (std::ranges::count_if(sizes, [](std::size_t n) { return n > 0; }) > 1) columns.push_back(column);
    }
    return columns;
}

void GalleryView::showMode() {
    const ViewSettings& view = m_session.view().settings();
    view.besideMaps.empty() ? m_bar->setSplit(view.splitColumn) : m_bar->setBeside(true);
}

void GalleryView::offer() {
    m_bar->offerColumns(splitColumns());
    m_bar->offerBeside(canShowBeside());
    showMode();
    m_names = coloringNames(m_session);
    std::vector<std::string> known;
    for (const NamedColoring& name : m_names) known.push_back(name.name);
    m_bar->field()->setKnown(std::move(known));
}

std::string GalleryView::splitColumn() const {
    return m_bar->split();
}

// Under the names that they were asked for by.
std::vector<NamedColoring> GalleryView::wanted() const {
    std::unordered_map<std::string, const Coloring*> by;
    for (const NamedColoring& name : m_names) by.emplace(name.name, &name.coloring);
    std::vector<NamedColoring> found;
    for (const std::string& name : m_bar->field()->names()) {
        if (found.size() == most_gallery_panes) break;
        if (const auto one = by.find(name); one != by.end()) {
            found.push_back({name, *one->second});
        } else if (const auto both =
                       blendNames(name, [&](const std::string& half) { return by.contains(half); })) {
            found.push_back({name, Coloring::blend(*by.at(both->first), *by.at(both->second))});
        }
    }
    return found;
}

void GalleryView::showNames(const std::vector<std::string>& names) {
    ViewSettings settings = m_session.view().settings();
    settings.splitColumn.clear();
    settings.besideMaps.clear();
    settings.galleryNames = joinedNames(names).toStdString();
    m_session.view().setSettings(settings);
}

void GalleryView::splitBy(const std::string& column) {
    ViewSettings settings = m_session.view().settings();
    settings.splitColumn = column;
    settings.besideMaps.clear();
    m_session.view().setSettings(settings);
}

void GalleryView::showTargets(const std::string& tf) {
    const std::vector<std::string> names = targetsOf(m_session, tf, most_targets);
    if (!names.empty()) showNames(names);
}

void GalleryView::showMarkers() {
    auto inputs = markerInputs(m_session);
    if (!inputs) return;
    JobRequest job{.title = tr("Finding markers"), .key = m_key + QStringLiteral(".markers")};
    job.receiver = this;
    m_session.jobs().start(
        std::move(job), [inputs = *std::move(inputs)](Job& running) { return findMarkers(inputs, running); },
        [this](const std::vector<std::string>& names) { showNames(names); });
}

// --- resolving ------------------------------------------------------------------------------------------

void GalleryView::catchUp() {
    if (m_stale) start();
}

void GalleryView::start() {
    m_session.jobs().abandonKey(m_key);
    m_problem.clear();
    m_busy = false;
    const ViewSettings& view = m_session.view().settings();
    m_asked = {view.splitColumn, view.galleryNames, view.galleryOneScale, view.besideMaps, view.paneMaps};
    m_stale = !isSeen(*this);
    if (m_stale) return;
    const std::string column = splitColumn();
    if (!view.besideMaps.empty()) {
        if (m_session.view().embedding()) return startBeside(view.besideMaps);
    } else if (column.empty()) {
        if (auto named = wanted(); !named.empty()) return startNames(std::move(named));
    } else if (m_session.groups().categorical(column) && m_session.view().embedding()) {
        return startSplit(column);
    }
    clearPanes();
    sayWhatIsMissing();
}

template <class Work>
void GalleryView::startJob(Work work) {
    m_busy = true;
    JobRequest job{.title = tr("Colouring the gallery"), .key = m_key};
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
        if (m_problem.isEmpty()) m_problem = tr("The gallery was cancelled.");
        clearPanes();
        sayWhatIsMissing();
    };
    m_session.jobs().start(std::move(job), std::move(work),
                           [this](std::vector<GalleryPane> panes) { present(std::move(panes)); });
    if (m_panes.empty()) sayWhatIsMissing();
}

void GalleryView::startNames(std::vector<NamedColoring> wanted) {
    const bool again = m_kept && m_shownSplit.empty() && !m_panes.empty() && !m_panes.front().embedding;
    startJob([wanted = std::move(wanted), inputs = m_session.colors().inputs(), places = places(),
              before = again ? m_panes : std::vector<GalleryPane>(),
              scale = m_bar->sharedScale() ? GalleryScale::Shared : GalleryScale::Own](Job& job) {
        std::vector<Coloring> colorings;
        for (const NamedColoring& one : wanted) colorings.push_back(one.coloring);
        auto panes = colorPanes(colorings, inputs, scale, before, job);
        for (std::size_t i = 0; i < panes.size(); ++i) panes[i].name = wanted[i].name;
        return placePanes(panes, places, job);
    });
}

void GalleryView::startSplit(const std::string& column) {
    const auto colors = m_session.colors().data();
    if (colors->points->size() != m_session.opened().cells()) return;  // they are on their way
    startJob([groups = m_session.groups().categorical(column), colors, column, places = places(),
              grid = m_session.view().embedding()->grid](Job& job) {
        return placePanes(splitPanes(column, *groups, colors, placedCells(*grid), job), places, job);
    });
}

// Nothing has to be computed for them.
void GalleryView::startBeside(const std::vector<std::string>& keys) {
    const auto colors = m_session.colors().data();
    if (colors->points->size() != m_session.opened().cells()) return;  // they are on their way
    std::vector<GalleryPane> panes;
    for (const std::string& key : keys) {
        GalleryPane pane;
        pane.map = key;
        pane.embedding = true;
        const auto map = mapOf(pane);
        if (!key.empty() && map->key != key) continue;  // it is gone
        pane.title = map->title;
        pane.data = colors;
        pane.colors = pane.drawn = colors->points;
        panes.push_back(std::move(pane));
    }
    present(std::move(panes));
}

void GalleryView::present(std::vector<GalleryPane> panes) {
    m_panes = std::move(panes);
    m_shownSplit = splitColumn();
    m_kept = true;
    m_grid->setCount(m_panes.size(), [this](MapPane* pane) { connectPane(pane); });
    for (std::size_t i = 0; i < m_panes.size(); ++i) m_grid->panes()[i]->setPane(m_panes[i]);
    pull(Changes(~0U));
    m_bar->setExportable(!m_panes.empty());
    sayNote();
    m_panes.empty() ? sayWhatIsMissing() : m_states->showContent();
}

void GalleryView::clearPanes() {
    m_panes.clear();
    m_wanting.clear();
    m_kept = false;
    m_grid->setCount(0, [](MapPane*) {});
    m_bar->setExportable(false);
    sayNote();
}

// --- saying ---------------------------------------------------------------------------------------------

QString GalleryView::note() const {
    return m_note->isHidden() ? QString() : m_note->text();
}

void GalleryView::sayNote() {
    QStringList said;
    if (splitColumn().empty() && !m_bar->beside() && m_session.opened().dataset) {
        const QStringList unknown = m_bar->field()->unknown();
        const qsizetype shown = std::min<qsizetype>(8, unknown.size());
        if (shown > 0)
            said << tr("Not found: %1%2.")
                        .arg(unknown.mid(0, shown).join(QStringLiteral(", ")),
                             unknown.size() > shown ? tr(" and %1 more").arg(unknown.size() - shown)
                                                    : QString());
        if (m_bar->field()->names().size() > most_gallery_panes)
            said << tr("The first %1 are shown.").arg(most_gallery_panes);
    } else if (!splitColumn().empty() && !m_panes.empty()) {
        const auto column = m_session.groups().categorical(splitColumn());
        const auto map = m_session.view().embedding();
        const std::size_t groups = m_panes.size() == most_gallery_panes && column && map && map->grid
                                       ? groupsAmong(*column, placedCells(*map->grid))
                                       : 0;
        if (groups > m_panes.size())
            said << tr("The first %1 of %2 groups are shown.").arg(m_panes.size()).arg(groups);
    }
    m_note->setText(said.join(QLatin1Char(' ')));
    m_note->setVisible(!said.isEmpty());
}

void GalleryView::sayWhatIsMissing() {
    if (!m_session.opened().dataset) {
        if (m_session.loading()) return m_states->say(tr("Reading…"), {}, {}, true);
        return m_states->say(tr("Nothing is open"),
                             tr("Open a dataset to see genes and groups side by side."), tr("Open…"));
    }
    if (m_busy) return m_states->say(tr("Colouring maps…"), {}, {}, true);
    if (!m_problem.isEmpty()) return m_states->say(tr("Nothing to show"), m_problem);
    if (!m_session.view().embedding())
        return m_states->say(tr("No map yet"), tr("The maps appear once the cells have places."));
    if (m_bar->beside())
        return m_states->say(tr("No map"), tr("The embeddings that were side by side are gone."));
    if (!m_bar->field()->text().trimmed().isEmpty())
        return m_states->say(tr("No names"), tr("None of the names in the field is in this dataset."));
    const QString button = m_session.opened().labels ? tr("Markers of each group") : QString();
    m_states->say(
        tr("Maps side by side"),
        tr("Type or paste genes, regulons or columns, split the map by a column, or set embeddings side by "
           "side. Camera, selection and hover follow the map."),
        button);
}

void GalleryView::pressed() {
    m_session.opened().dataset ? showMarkers() : Q_EMIT openRequested();
}

}  // namespace regulus

// What a scatter plot is made of, and what it says. Its picture and its gestures: scatter_picture.cpp.
#include "ui/views/scatter/scatter_view.h"

#include <QJsonArray>
#include <QVBoxLayout>

#include "ui/views/parts/embedding_canvas.h"
#include "ui/views/parts/gate_marks.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/seen.h"
#include "ui/views/parts/state_page.h"
#include "ui/views/parts/tone_label.h"
#include "ui/views/scatter/scatter_bar.h"

namespace regulus {
namespace {

const auto memory_name = QStringLiteral("scatter"), kept_camera = QStringLiteral("camera");

QJsonValue jsonOf(const std::optional<PlaneView>& camera) {
    if (!camera) return QJsonValue::Undefined;
    return QJsonArray{camera->center.x(), camera->center.y(), camera->span, camera->stretch, camera->aspect};
}

std::optional<PlaneView> cameraFrom(const QJsonValue& json) {
    const QJsonArray list = json.toArray();
    if (list.size() < 4 || list.size() > 5) return std::nullopt;
    // Sessions of earlier versions have no aspect.
    const PlaneView view{
        {list[0].toDouble(), list[1].toDouble()}, list[2].toDouble(), list[3].toDouble(), list[4].toDouble()};
    return view.span > 0 && view.stretch > 0 && view.aspect >= 0 ? std::optional(view) : std::nullopt;
}

}  // namespace

ScatterView::ScatterView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_bar(new ScatterBar),
      m_canvas(new EmbeddingCanvas),
      m_summary(sentence(Tone::Muted)),
      m_key(QStringLiteral("scatter.%1").arg(reinterpret_cast<quintptr>(this))) {
    build();
    connectCanvas();
    connect(&m_session, &Session::changed, this, &ScatterView::hear);
    m_bar->setEnabled(m_session.opened().dataset != nullptr);
    connect(m_bar, &ScatterBar::axesChosen, this, &ScatterView::chooseAxes);
    connect(m_bar, &ScatterBar::swapAsked, this, [this] {
        const ScatterSettings& now = m_session.scatter().settings();
        plot(now.y, now.x);
    });
    connect(m_bar, &ScatterBar::densityChosen, this, [this](bool on) {
        ScatterSettings settings = m_session.scatter().settings();
        settings.density = on;
        m_session.scatter().set(settings);
    });
    connect(m_bar, &ScatterBar::quadrantsChosen, this, &ScatterView::setQuadrants);
    connect(m_bar, &ScatterBar::gatingChosen, this, [this](bool on) { m_session.gates().setDrawing(on); });
    connect(m_bar, &ScatterBar::quadrantGatesAsked, this, [this] {
        const ScatterSettings& now = m_session.scatter().settings();
        if (m_data && now.cross)
            m_session.gates().add(quadrantGates(m_session.gates(), *now.cross, axesOf(*m_data)));
    });
    connect(m_bar, &ScatterBar::figureRequested, this, &ScatterView::figureRequested);
    connect(m_bar, &ScatterBar::numbersRequested, this, &ScatterView::numbersRequested);
    connect(m_states->page(), &StatePage::pressed, this, &ScatterView::pressed);
    new SeenWatcher(this, [this] { catchUp(); });
    sayWhatIsMissing();
}

ScatterView::~ScatterView() {
    for (const char* job : {"", ".picture", ".counts"})
        m_session.jobs().abandonKey(m_key + QLatin1String(job));
}

void ScatterView::build() {
    m_canvas->setMinimumSize(160, 120);
    m_canvas->setAccessibleName(tr("Scatter plot of cells"));
    m_canvas->setDeferred();
    m_states = new StateStack(m_canvas);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    column->addWidget(m_bar);
    column->addWidget(m_states, 1);
    column->addWidget(m_summary);
    m_summary->hide();
}

QString ScatterView::summary() const {
    return m_summary->isHidden() ? QString() : m_summary->text();
}

// --- what is plotted --------------------------------------------------------------------------------------

void ScatterView::hear(Changes what) {
    if (what.testFlag(Change::Dataset)) {
        clear();
        m_bar->setEnabled(m_session.opened().dataset != nullptr);
    }
    if (what.testFlag(Change::ViewsRestored))
        m_camera = cameraFrom(m_session.memory().of(memory_name)[kept_camera]);
    const bool other =
        bool(what & (Change::Dataset | Change::Labels | Change::Results | Change::Model | Change::Regulons |
                     Change::Prior | Change::Genes | Change::Columns | Change::Embeddings));
    if (other) {
        m_namesStale = true;
        m_known.clear();
    }
    const ScatterSettings& now = m_session.scatter().settings();
    m_bar->show(now);
    m_bar->setGating(m_session.gates().drawing());
    m_canvas->setDrawsOutline(m_session.gates().drawing());
    const bool otherPlot = now.x != m_asked.x || now.y != m_asked.y || now.density != m_asked.density;
    const bool otherDensity = now.density && what.testFlag(Change::Filters);  // of those that are seen
    if (other || otherPlot || otherDensity)
        start();
    else if (what.testFlag(Change::Busy) && !m_states->showsContent())
        sayWhatIsMissing();
    pull(what);
}

void ScatterView::offer() {
    if (!m_namesStale) return;
    m_namesStale = false;
    m_names = AxisNames(m_session);
    m_bar->offer(m_names.names());
    m_bar->show(m_session.scatter().settings());
}

void ScatterView::plot(const std::string& x, const std::string& y) {
    ScatterSettings settings = m_session.scatter().settings();
    const bool swapped = settings.x == y && settings.y == x;
    if (settings.x != x || settings.y != y) {
        if (settings.cross && swapped)
            settings.cross = settings.cross->transposed();
        else
            settings.cross.reset();  // it was a place among other numbers
    }
    settings.x = x;
    settings.y = y;
    m_session.scatter().set(settings);
}

void ScatterView::chooseAxes() {
    const auto nameIn = [](const NameField* field) {
        const std::vector<std::string> names = field->names();
        return names.empty() ? field->text().trimmed().toStdString() : names.front();
    };
    plot(nameIn(m_bar->x()), nameIn(m_bar->y()));
}

void ScatterView::catchUp() {
    if (m_stale) start();
}

void ScatterView::start() {
    m_session.jobs().abandonKey(m_key);
    m_problem.clear();
    m_busy = false;
    m_stale = !isSeen(*this);
    if (m_stale) return;
    offer();
    m_asked = m_session.scatter().settings();
    const AxisSource *const x = m_names.find(m_asked.x), *const y = m_names.find(m_asked.y);
    if (x == nullptr || y == nullptr) {
        clear();
        return sayWhatIsMissing();
    }
    m_busy = true;
    JobRequest job{.title = tr("Plotting %1 against %2")
                                .arg(QString::fromStdString(m_asked.y), QString::fromStdString(m_asked.x)),
                   .key = m_key};
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
        clear();
    };
    m_session.jobs().start(
        std::move(job),
        [x = *x, y = *y, known = m_known, inputs = m_session.colors().inputs(),
         density =
             m_asked.density ? std::optional(m_session.cells().visible()) : std::nullopt](Job& running) {
            PartJob first(running, 0, 0.4), second(running, 0.4, 0.8), rest(running, 0.8, 1);
            const auto axis = [&](const AxisSource& source, Job& part) {
                const auto at = known.find(source.name);
                return at != known.end() ? at->second : resolveAxis(source, inputs, part);
            };
            ScatterAxis across = axis(x, first), up = axis(y, second);
            return std::make_shared<const ScatterData>(makeScatter(
                std::move(across), std::move(up), density ? &*density : nullptr, inputs.map, rest));
        },
        [this](std::shared_ptr<const ScatterData> data) { present(std::move(data)); });
    if (!m_data) sayWhatIsMissing();
}

void ScatterView::present(std::shared_ptr<const ScatterData> data) {
    const bool sameAxes = m_data && m_data->x.name == data->x.name && m_data->y.name == data->y.name;
    if (m_data && !sameAxes) m_camera.reset();
    m_data = std::move(data);
    m_known = {{m_data->x.name, m_data->x}, {m_data->y.name, m_data->y}};
    m_canvas->scene().setPoints(m_data->points);
    const auto dataset = m_session.opened().dataset;
    m_canvas->scene().setNames({dataset, &dataset->obs.index});
    m_states->showContent();
    m_bar->setReady(true);
    pull(Changes(~0U));
    m_canvas->showView(m_camera);
    keepCamera();
}

void ScatterView::keepCamera() {
    m_session.memory().keep(memory_name, kept_camera, jsonOf(m_camera));
}

void ScatterView::clear() {
    m_session.jobs().abandonKey(m_key + QStringLiteral(".counts"));
    m_counting = false;
    m_data.reset();
    m_corners = {};
    m_canvas->scene().setPoints(nullptr);
    m_canvas->scene().setMarks({});
    m_summary->hide();
    m_bar->setReady(false);
    sayWhatIsMissing();
}

// --- saying -----------------------------------------------------------------------------------------------

void ScatterView::sayWhatIsMissing() {
    if (!m_session.opened().dataset) {
        if (m_session.loading()) return m_states->say(tr("Reading…"), {}, {}, true);
        return m_states->say(tr("Nothing is open"),
                             tr("Open a dataset to plot two genes, scores or columns against each other."),
                             tr("Open…"));
    }
    if (m_busy) return m_states->say(tr("Plotting…"), {}, {}, true);
    if (!m_problem.isEmpty()) return m_states->say(tr("Nothing to show"), m_problem);
    const ScatterSettings& now = m_session.scatter().settings();
    for (const std::string& name : {now.x, now.y})
        if (!name.empty() && !m_namesStale && m_names.find(name) == nullptr)
            return m_states->say(tr("No number called %1").arg(QString::fromStdString(name)),
                                 tr("Type a gene, a measure of a regulon, a column of numbers or a "
                                    "coordinate of an embedding."));
    const std::vector<std::string> usual = m_names.usual();
    m_states->say(tr("Two numbers of each cell"),
                  tr("Type a gene, a regulon or a column for each axis. Selection, hover and colours follow "
                     "the map."),
                  usual.empty()
                      ? QString()
                      : tr("Plot %1 against %2")
                            .arg(QString::fromStdString(usual[1]), QString::fromStdString(usual[0])));
}

void ScatterView::pressed() {
    if (!m_session.opened().dataset) return Q_EMIT openRequested();
    if (const std::vector<std::string> usual = m_names.usual(); !usual.empty()) plot(usual[0], usual[1]);
}

}  // namespace regulus

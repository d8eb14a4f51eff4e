// What a session shows: the map, its colours, what is in focus.
#include <algorithm>

#include "core/workflow/learning_assay.h"
#include "ui/session/color_resolver.h"
#include "ui/session/session.h"

namespace regulus {

namespace {

QString provenance(const EmbeddingRequest& request) {
    return QStringLiteral("%1 neighbours, seed %2").arg(request.neighbours).arg(request.seed);
}

}  // namespace

std::string layoutKey(EmbeddingRequest::From from, int dimensions) {
    return std::string(from == EmbeddingRequest::From::Model ? "model:umap" : "expression:umap") +
           (dimensions == 3 ? "3d" : "");
}

// --- embeddings ---------------------------------------------------------------------------------------

std::shared_ptr<const ShownEmbedding> Session::embedding() const {
    const auto at =
        std::ranges::find_if(m_embeddings, [&](const auto& e) { return e->key == m_view.embedding; });
    if (at != m_embeddings.end()) return *at;
    return m_embeddings.empty() ? nullptr : m_embeddings.front();
}

void Session::showEmbedding(const std::string& key) {
    ViewSettings settings = m_view;
    settings.embedding = key;
    setViewSettings(settings);
}

void Session::addEmbedding(std::shared_ptr<const ShownEmbedding> added, bool show) {
    std::erase_if(m_embeddings, [&](const auto& e) { return e->key == added->key; });
    if (show) {
        m_view.embedding = added->key;
        m_history.patch<ViewSettings>([&](ViewSettings& kept) { kept.embedding = added->key; });
    }
    m_embeddings.push_back(std::move(added));
    notify(show ? Change::Embeddings | Change::Embedding | Change::View : Changes(Change::Embeddings));
}

void Session::computeEmbedding(const EmbeddingRequest& embedding) {
    using From = EmbeddingRequest::From;
    if (!m_dataset || (embedding.from == From::Model ? !m_results : !can_be_mapped(*m_dataset))) return;
    const bool fromModel = embedding.from == From::Model;
    // Layouts of the expression, of the model, in two and in three dimensions do not replace each other.
    const bool space = embedding.dimensions == 3;
    const QString key =
        QStringLiteral("layout.") + QString::fromStdString(layoutKey(embedding.from, embedding.dimensions));
    JobRequest job =
        loadingRequest(fromModel ? tr("Computing UMAP of model embedding") : tr("Computing UMAP"), key);
    m_jobs->start(
        std::move(job),
        [engine = m_engine, embedding, dataset = m_dataset, expression = m_expression, results = m_results,
         fromModel](Job& j) {
            ShownEmbedding made{layoutKey(embedding.from, embedding.dimensions),
                                fromModel ? tr("UMAP of the cell embedding") : tr("UMAP of expression"),
                                provenance(embedding), nullptr, false};
            PartJob first(j, 0, fromModel ? 0 : 0.5), second(j, fromModel ? 0 : 0.5, 1);
            const auto points = [&] {
                const auto values = expression ? expression : mapping_values(*dataset);
                return engine.components(*values, embedding.seed, first);
            };
            made.coordinates = std::make_shared<Matrix>(
                fromModel ? engine.umap(results->prediction.embedding, embedding, second)
                          : engine.umap(points(), embedding, second));
            return embedding.dimensions == 2 ? withGrid(std::move(made))
                                             : std::make_shared<const ShownEmbedding>(std::move(made));
        },
        [this, space](std::shared_ptr<const ShownEmbedding> made) { addEmbedding(std::move(made), !space); });
}

// --- colour -------------------------------------------------------------------------------------------

void Session::colorBy(const Coloring& coloring) {
    if (!m_dataset) return;
    push(tr("Colour by %1").arg(title(coloring)), m_coloring, coloring, &Session::applyColoring);
}

void Session::applyColoring(const Coloring& coloring) {
    m_coloring = coloring;
    notify(Change::Coloring);
    requestColors();
}

void Session::requestColors() {
    ColorInputs inputs;
    inputs.dataset = m_dataset;
    inputs.geneColumns = m_genes.columns;
    inputs.expression = m_expression;
    inputs.prior = m_prior;
    inputs.model = m_model;
    inputs.results = m_results;
    inputs.regulons = m_regulons;
    inputs.columns = m_categories;
    inputs.labelColumn = labelColumn();
    inputs.map = colorMapNamed(QString::fromStdString(m_view.continuousMap)).value_or(ColorMap::Viridis);
    JobRequest job = request(tr("Colouring by %1").arg(title(m_coloring)), QStringLiteral("colors"));
    job.quiet = !readsMatrix(m_coloring);
    job.failed = [this, what = job.title](const Error& error) {
        showPlain();
        Q_EMIT m_jobs->failed(error, what, QStringLiteral("colors"));
    };
    m_jobs->start(
        std::move(job),
        [inputs = std::move(inputs), coloring = m_coloring](Job& j) { return resolve(coloring, inputs, j); },
        [this](ColorData data) {
            m_colorData = std::make_shared<const ColorData>(std::move(data));
            notify(Change::ColorData);
        });
}

// The legend still says what was asked for.
void Session::showPlain() {
    ColorData plain;
    plain.coloring = m_coloring;
    plain.title = title(m_coloring);
    plain.points = std::make_shared<const PointColors>(pointColors(plain, cells(), ColorMap::Viridis));
    m_colorData = std::make_shared<const ColorData>(std::move(plain));
    notify(Change::ColorData);
}

Coloring Session::usualColoring() const {
    return m_labels ? Coloring::column(m_labels->column) : Coloring::none();
}

// What can no longer be coloured by becomes the usual colouring, in what undo keeps, too.
void Session::replaceColorings(const std::function<bool(const Coloring&)>& gone) {
    const Coloring usual = usualColoring();
    m_history.patch<Coloring>([&](Coloring& coloring) {
        if (gone(coloring)) coloring = usual;
    });
    if (gone(m_coloring)) applyColoring(usual);
}

// --- focus and view -----------------------------------------------------------------------------------

void Session::focusCell(std::optional<std::uint32_t> cell) {
    if (cell == m_focusCell || (cell && *cell >= cells())) return;
    m_focusCell = cell;
    notify(Change::FocusCell);
}

void Session::focusGroups(std::vector<Group> groups) {
    m_focusGroups = std::move(groups);
    notify(Change::FocusGroups);
}

void Session::focusTf(const std::string& tf) {
    if (tf == m_focusTf) return;
    m_focusTf = tf;
    notify(Change::FocusTf);
}

void Session::setViewSettings(const ViewSettings& settings) {
    // A slider being moved is one step; another embedding or 3-D is a step of its own.
    ViewSettings slid = m_view;
    slid.pointSize = settings.pointSize;
    slid.opacity = settings.opacity;
    const bool slider = slid == settings;
    push(slider ? tr("Change points") : tr("Change view"), m_view, settings, &Session::applyView,
         slider ? MergeView : NoMerge);
}

void Session::applyView(const ViewSettings& settings) {
    const bool other = settings.embedding != m_view.embedding;
    const bool recolored = settings.continuousMap != m_view.continuousMap;
    m_view = settings;
    notify(other ? Change::View | Change::Embedding : Changes(Change::View));
    if (recolored && m_colorData->continuous()) requestColors();
}

void Session::setTool(Tool tool) {
    if (tool == m_tool) return;
    m_tool = tool;
    notify(Change::Tool);
}

}  // namespace regulus

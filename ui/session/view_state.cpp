#include "ui/session/view_state.h"

#include <algorithm>

#include "core/workflow/learning_assay.h"

namespace regulus {

namespace {

using From = EmbeddingRequest::From;

QString provenance(const EmbeddingRequest& request) {
    return QStringLiteral("%1 neighbours, seed %2").arg(request.neighbours).arg(request.seed);
}

// Layouts of the expression, of the model, in two and in three dimensions do not replace each other.
QString layoutJob(From from, int dimensions) {
    return QStringLiteral("layout.") + QString::fromStdString(layoutKey(from, dimensions));
}

bool ofModel(const std::string& key) {
    return key.starts_with("model:");
}

}  // namespace

std::string layoutKey(EmbeddingRequest::From from, int dimensions) {
    return std::string(from == From::Model ? "model:umap" : "expression:umap") +
           (dimensions == 3 ? "3d" : "");
}

std::vector<std::shared_ptr<const ShownEmbedding>> ViewState::reset(
    std::vector<std::shared_ptr<const ShownEmbedding>> embeddings) {
    auto before = std::exchange(m_embeddings, std::move(embeddings));
    m_settings.embedding = m_embeddings.empty() ? std::string() : m_embeddings.front()->key;
    m_settings.threeD = false;
    m_camera.reset();
    return before;
}

void ViewState::abandonModelJobs() {
    for (const int dimensions : {2, 3}) m_services.jobs().abandonKey(layoutJob(From::Model, dimensions));
}

void ViewState::abandonJobs() {
    abandonModelJobs();
    for (const int dimensions : {2, 3}) m_services.jobs().abandonKey(layoutJob(From::Expression, dimensions));
}

void ViewState::forgetModel() {
    abandonModelJobs();
    std::erase_if(m_embeddings, [](const auto& e) { return ofModel(e->key); });
    const std::string left = m_embeddings.empty() ? std::string() : m_embeddings.front()->key;
    const auto otherMap = [&](ViewSettings& view) {
        if (ofModel(view.embedding)) view.embedding = left;
    };
    if (ofModel(m_settings.embedding)) m_camera.reset();
    otherMap(m_settings);
    m_services.history().patch<ViewSettings>(otherMap);
}

std::shared_ptr<const ShownEmbedding> ViewState::embedding() const {
    const auto at =
        std::ranges::find_if(m_embeddings, [&](const auto& e) { return e->key == m_settings.embedding; });
    if (at != m_embeddings.end()) return *at;
    return m_embeddings.empty() ? nullptr : m_embeddings.front();
}

void ViewState::showEmbedding(const std::string& key) {
    ViewSettings settings = m_settings;
    settings.embedding = key;
    setSettings(settings);
}

void ViewState::add(std::shared_ptr<const ShownEmbedding> added, bool show) {
    std::erase_if(m_embeddings, [&](const auto& e) { return e->key == added->key; });
    if (show) {
        m_camera.reset();
        m_settings.embedding = added->key;
        m_services.history().patch<ViewSettings>([&](ViewSettings& kept) { kept.embedding = added->key; });
    }
    m_embeddings.push_back(std::move(added));
    m_services.notify(show ? Change::Embeddings | Change::Embedding | Change::View
                           : Changes(Change::Embeddings));
}

void ViewState::computeEmbedding(const EmbeddingRequest& embedding) {
    const auto& dataset = m_opened.dataset;
    const bool fromModel = embedding.from == From::Model;
    if (!dataset || (fromModel ? !m_model.results : !can_be_mapped(*dataset))) return;
    const bool space = embedding.dimensions == 3;
    JobRequest job =
        m_services.loadingRequest(fromModel ? tr("Computing UMAP of model embedding") : tr("Computing UMAP"),
                                  layoutJob(embedding.from, embedding.dimensions));
    m_services.jobs().start(
        std::move(job),
        [engine = m_services.engine(), embedding, dataset, expression = m_opened.expression,
         results = m_model.results, fromModel](Job& j) {
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
        [this, space](std::shared_ptr<const ShownEmbedding> made) { add(std::move(made), !space); });
}

// A slider being moved is one step; everything else is a step of its own.
QString ViewState::stepTo(const ViewSettings& after) const {
    if (after.embedding != m_settings.embedding) return tr("Show another embedding");
    if (after.threeD != m_settings.threeD) return after.threeD ? tr("Show 3-D") : tr("Show 2-D");
    if (after.splitColumn != m_settings.splitColumn)
        return after.splitColumn.empty()
                   ? tr("Do not split the map")
                   : tr("Split the map by %1").arg(QString::fromStdString(after.splitColumn));
    if (after.labels != m_settings.labels) return after.labels ? tr("Show labels") : tr("Hide labels");
    if (after.continuousMap != m_settings.continuousMap)
        return tr("Colour map %1").arg(QString::fromStdString(after.continuousMap));
    return after.legend != m_settings.legend ? tr("Change view") : tr("Change points");
}

void ViewState::setSettings(const ViewSettings& settings) {
    ViewSettings slid = m_settings;
    slid.pointSize = settings.pointSize;
    slid.opacity = settings.opacity;
    m_services.history().push<ViewSettings>(
        stepTo(settings), m_settings, settings, [this](const ViewSettings& shown) { apply(shown); },
        slid == settings ? MergePoints : NoMerge);
}

void ViewState::apply(const ViewSettings& settings) {
    const bool other = settings.embedding != m_settings.embedding;
    if (other) m_camera.reset();
    m_settings = settings;
    m_services.notify(other ? Change::View | Change::Embedding : Changes(Change::View));
}

void ViewState::setTool(Tool tool) {
    if (tool == m_tool) return;
    m_tool = tool;
    m_services.notify(Change::Tool);
}

void ViewState::setCamera(const std::optional<PlaneView>& camera) {
    if (camera == m_camera) return;
    m_camera = camera;
    m_services.notify(Change::Camera);
}

}  // namespace regulus

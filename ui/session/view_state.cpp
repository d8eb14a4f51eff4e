#include "ui/session/view_state.h"

#include <algorithm>

#include "core/base/plain_number.h"
#include "core/data/matrix_rows.h"
#include "core/data/selected_cells.h"
#include "core/workflow/learning_assay.h"
#include "ui/figures/map_look.h"
#include "ui/session/group_columns.h"

namespace regulus {

namespace {

using From = EmbeddingRequest::From;

// Of the values that are learned from by choice no command makes a map.
Recipe recipeOf(const EmbeddingRequest& request, const OpenChoices& choices, const ModelState& model) {
    if (!choices.assay.empty()) return {};
    Recipe recipe{{"embed", "--neighbors", std::to_string(request.neighbours), "--min-dist",
                   plain_number(request.min_dist), "--seed", std::to_string(request.seed), "--dimensions",
                   std::to_string(request.dimensions)},
                  {},
                  request.from == From::Model ? model.file : nullptr};
    if (!recipe.model) addComponents(recipe.words, request.variable_genes, request.components);
    return recipe;
}

// Layouts of the expression, of the model, in two and in three dimensions, of all cells and of some do not
// replace each other.
QString layoutJob(From from, int dimensions, bool part = false) {
    return (part ? QStringLiteral("part.") : QStringLiteral("layout.")) +
           QString::fromStdString(layoutKey(from, dimensions));
}

bool ofModel(const std::string& key) {
    return key.starts_with("model:");
}

struct MapInputs {
    EmbeddingRequest request;
    CellSet part;  // empty universe: all cells
    std::shared_ptr<const Dataset> dataset;
    std::shared_ptr<const MatrixSource> expression;
    std::shared_ptr<const ModelResults> results;  // null: of expression
};

// cells × dimensions; NaN for cells that are not of the part. `seen`: as long as it grows.
Matrix layOut(const Engine& engine, const MapInputs& inputs, const MapSeen& seen, Job& job) {
    const bool whole = inputs.part.universe() == 0;
    const std::vector<std::uint32_t> rows = inputs.part.rows();
    const double described = inputs.results ? 0 : 0.5;
    PartJob describing(job, 0, described), placing(job, described, 1);
    const auto components = [&] {
        auto values = inputs.expression ? inputs.expression : mapping_values(*inputs.dataset);
        if (!whole) values = selected_cells(std::move(values), rows);
        return engine.components(*values, components_of(inputs.request), describing);
    };
    const auto ofAll = [&](Matrix places) {
        return whole ? std::move(places) : spread_rows(places, rows, inputs.part.universe());
    };
    MapSeen grown;
    if (seen)
        grown = [&](Matrix places, int epoch, int epochs) { seen(ofAll(std::move(places)), epoch, epochs); };
    if (inputs.results && whole)
        return engine.umap(inputs.results->prediction.embedding, inputs.request, grown, placing);
    const Matrix points =
        inputs.results ? matrix_rows(inputs.results->prediction.embedding, rows) : components();
    return ofAll(engine.umap(points, inputs.request, grown, placing));
}

}  // namespace

std::string layoutKey(EmbeddingRequest::From from, int dimensions) {
    return std::string(from == From::Model ? "model:umap" : "expression:umap") +
           (dimensions == 3 ? "3d" : "");
}

std::string partKey(EmbeddingRequest::From from, const QString& title) {
    return (from == From::Model ? "model:umap of " : "expression:umap of ") + title.toStdString();
}

bool hasThreeDimensions(const ShownEmbedding& map) {
    return map.coordinates && map.coordinates->cols >= 3;
}

bool isOfSpace(const ShownEmbedding& map) {
    return map.key == layoutKey(From::Model, 3) || map.key == layoutKey(From::Expression, 3);
}

bool isOfPart(const ShownEmbedding& map) {
    return map.key.find(":umap of ") != std::string::npos;
}

std::vector<std::shared_ptr<const ShownEmbedding>> ViewState::reset(
    std::vector<std::shared_ptr<const ShownEmbedding>> embeddings) {
    auto before = std::exchange(m_embeddings, std::move(embeddings));
    m_settings.embedding = m_embeddings.empty() ? std::string() : m_embeddings.front()->key;
    m_settings.threeD = false;
    m_settings.spaceEmbedding.clear();
    m_settings.galleryNames.clear();  // those of another dataset
    m_settings.besideMaps.clear();
    m_settings.paneMaps.clear();
    m_camera.reset();
    m_otherCameras.clear();
    forgetGrowth();
    return before;
}

void ViewState::abandonModelJobs() {
    for (const int dimensions : {2, 3}) m_services.jobs().abandonKey(layoutJob(From::Model, dimensions));
    m_services.jobs().abandonKey(layoutJob(From::Model, 2, true));
}

void ViewState::abandonJobs() {
    abandonModelJobs();
    for (const int dimensions : {2, 3}) m_services.jobs().abandonKey(layoutJob(From::Expression, dimensions));
    m_services.jobs().abandonKey(layoutJob(From::Expression, 2, true));
}

void ViewState::forgetModel(bool awaited) {
    abandonModelJobs();
    std::erase_if(m_embeddings, [](const auto& e) { return ofModel(e->key); });
    const std::string left = m_embeddings.empty() ? std::string() : m_embeddings.front()->key;
    const auto otherMap = [&](ViewSettings& view) {
        if (ofModel(view.embedding)) view.embedding = left;
        if (awaited) return;
        std::erase_if(view.besideMaps, ofModel);
        for (auto& [pane, maps] : view.paneMaps) std::erase_if(maps, ofModel);
        std::erase_if(view.paneMaps, [](const auto& pane) { return pane.second.empty(); });
    };
    if (!awaited) std::erase_if(m_otherCameras, [](const auto& camera) { return ofModel(camera.first); });
    if (ofModel(m_settings.embedding)) m_camera.reset();
    otherMap(m_settings);
    m_services.history().patch<ViewSettings>(otherMap);
    forget([](const ShownEmbedding& map) { return ofModel(map.key); });
}

void ViewState::forget(const std::function<bool(const ShownEmbedding&)>& gone) {
    m_services.history().patch<MapPresence>([&](MapPresence& kept) {
        if (kept.map && gone(*kept.map)) kept = {};
    });
}

std::shared_ptr<const ShownEmbedding> ViewState::embedding() const {
    const auto at =
        std::ranges::find_if(m_embeddings, [&](const auto& e) { return e->key == m_settings.embedding; });
    if (at != m_embeddings.end()) return *at;
    return m_embeddings.empty() ? nullptr : m_embeddings.front();
}

std::vector<std::string> ViewState::spaceKeys() const {
    std::vector<std::string> keys;
    if (m_model.results) keys.push_back(layoutKey(From::Model, 3));
    // Components separate less than a layout does: they come last.
    std::vector<std::string> components;
    for (const auto& map : m_embeddings) {
        if (!hasThreeDimensions(*map) || isOfSpace(*map)) continue;
        (directionName(map->key) == QLatin1String("PC") ? components : keys).push_back(map->key);
    }
    if (m_opened.dataset && can_be_mapped(*m_opened.dataset)) keys.push_back(layoutKey(From::Expression, 3));
    keys.insert(keys.end(), components.begin(), components.end());
    return keys;
}

std::string ViewState::spaceKey() const {
    const std::vector<std::string> keys = spaceKeys();
    if (std::ranges::find(keys, m_settings.spaceEmbedding) != keys.end()) return m_settings.spaceEmbedding;
    return keys.empty() ? std::string() : keys.front();
}

std::shared_ptr<const ShownEmbedding> ViewState::spaceEmbedding() const {
    const std::string key = spaceKey();
    const auto at = std::ranges::find_if(m_embeddings, [&](const auto& e) { return e->key == key; });
    return at == m_embeddings.end() ? nullptr : *at;
}

void ViewState::showInSpace(const std::string& key) {
    ViewSettings settings = m_settings;
    settings.spaceEmbedding = key;
    settings.threeD = true;
    setSettings(settings);
}

void ViewState::showEmbedding(const std::string& key) {
    ViewSettings settings = m_settings;
    settings.embedding = key;
    setSettings(settings);
}

void ViewState::add(std::shared_ptr<const ShownEmbedding> added, bool show) {
    std::erase_if(m_embeddings, [&](const auto& e) { return e->key == added->key; });
    forget([&](const ShownEmbedding& map) { return map.key == added->key; });
    m_otherCameras.erase(added->key);
    if (show) {
        m_camera.reset();
        m_settings.embedding = added->key;
        m_services.history().patch<ViewSettings>([&](ViewSettings& kept) { kept.embedding = added->key; },
                                                 true);
    }
    m_embeddings.push_back(std::move(added));
    m_services.notify(show ? Change::Embeddings | Change::Embedding | Change::View | Change::Camera
                           : Changes(Change::Embeddings));
}

void ViewState::removeEmbedding(const std::string& key) {
    const auto at = std::ranges::find_if(m_embeddings, [&](const auto& e) { return e->key == key; });
    if (at == m_embeddings.end() || (*at)->fromFile) return;
    const std::shared_ptr<const ShownEmbedding> map = *at;
    const auto other = std::ranges::find_if(m_embeddings, [&](const auto& e) { return e->key != key; });
    const std::string left = other == m_embeddings.end() ? std::string() : (*other)->key;
    const std::string shown = m_settings.embedding;
    m_services.history().push<MapPresence>(tr("Remove map: %1").arg(map->title), {map, true, shown},
                                           {map, false, shown == key ? left : shown},
                                           [this](const MapPresence& asked) { apply(asked); });
}

void ViewState::apply(const MapPresence& presence) {
    if (!presence.map) return;
    std::erase_if(m_embeddings, [&](const auto& e) { return e->key == presence.map->key; });
    if (presence.there) m_embeddings.push_back(presence.map);
    if (std::exchange(m_settings.embedding, presence.shown) != presence.shown) m_camera.reset();
    m_services.notify(Change::Embeddings | Change::Embedding | Change::View | Change::Camera);
}

void ViewState::computeEmbedding(const EmbeddingRequest& request, const CellSet& part, const QString& title) {
    const auto& dataset = m_opened.dataset;
    const bool fromModel = request.from == From::Model;
    if (!dataset || (fromModel ? !m_model.results : !can_be_mapped(*dataset))) return;
    const bool whole = part.universe() == 0 || part.count() == part.universe();
    MapInputs inputs{.request = request,
                     .part = whole ? CellSet() : part,
                     .dataset = dataset,
                     .expression = m_opened.expression,
                     .results = fromModel ? m_model.results : nullptr};
    ShownEmbedding made{layoutKey(request.from, request.dimensions),
                        fromModel ? tr("UMAP of the cell embedding") : tr("UMAP of expression"),
                        provenanceOf(request), nullptr, false};
    made.recipe = recipeOf(request, m_opened.choices, m_model);
    if (!whole) {
        made.key = partKey(request.from, title);
        made.title = title;
        made.provenance = tr("UMAP of %L1 cells, %2").arg(part.count()).arg(made.provenance);
    }
    const bool space = request.dimensions == 3;
    const int run = space ? 0 : ++m_growthRun;
    MapSeen seen;
    if (!space)
        seen = [this, run, made, receiver = m_services.request({}, {}).receiver.data()](
                   Matrix places, int epoch, int epochs) {
            ShownEmbedding growing = made;
            growing.coordinates = std::make_shared<const Matrix>(std::move(places));
            growing.provenance = tr("epoch %1 of %2").arg(epoch).arg(epochs);
            auto shown = withGrid(std::move(growing));
            QMetaObject::invokeMethod(
                receiver, [this, run, shown = std::move(shown)] { grow(run, shown); }, Qt::QueuedConnection);
        };
    JobRequest job =
        m_services.loadingRequest(fromModel ? tr("Computing UMAP of model embedding") : tr("Computing UMAP"),
                                  layoutJob(request.from, request.dimensions, !whole));
    job.ended = [this, run, loaded = std::move(job.ended)](JobOutcome outcome) {
        if (run == m_growthRun) endGrowth();
        loaded(outcome);
    };
    m_services.jobs().start(
        std::move(job),
        [engine = m_services.engine(), inputs = std::move(inputs), made = std::move(made),
         seen = std::move(seen)](Job& j) mutable {
            made.coordinates = std::make_shared<Matrix>(layOut(engine, inputs, seen, j));
            return inputs.request.dimensions == 2
                       ? withGrid(std::move(made))
                       : std::make_shared<const ShownEmbedding>(withDigest(std::move(made)));
        },
        [this, space, run](std::shared_ptr<const ShownEmbedding> done) {
            const bool wanted = !space && run == m_growthRun;
            if (wanted) forgetGrowth();
            add(std::move(done), wanted || (!space && m_embeddings.empty()));
        });
}

void ViewState::grow(int run, std::shared_ptr<const ShownEmbedding> map) {
    if (run != m_growthRun || map->coordinates->rows != m_opened.cells()) return;
    m_growing = std::move(map);
    m_services.notify(Change::Busy);
}

// What is still on its way of it comes too late.
bool ViewState::forgetGrowth() {
    ++m_growthRun;
    return std::exchange(m_growing, nullptr) != nullptr;
}

void ViewState::endGrowth() {
    if (forgetGrowth()) m_services.notify(Change::Busy);
}

// A slider being moved is one step; everything else is a step of its own.
namespace {

QString columnText(const std::string& column) {
    return column == predicted_column ? ViewState::tr("prediction") : QString::fromStdString(column);
}

// A list of names for the history: all of them are seen in the gallery.
QString shortened(const QString& names) {
    constexpr qsizetype most = 60;
    QString line = names.simplified();
    while (line.endsWith(QLatin1Char(','))) line.chop(1);
    return line.size() > most ? line.left(most - 1) + QStringLiteral("…") : line;
}

// The pane that is shown on other embeddings.
QString stepTo(const PaneMaps& before, const PaneMaps& after) {
    const auto differs = [](const PaneMaps& these, const PaneMaps& those) {
        return std::ranges::find_if(these, [&](const auto& pane) {
            const auto other = those.find(pane.first);
            return other == those.end() || other->second != pane.second;
        });
    };
    auto pane = differs(after, before);
    if (pane == after.end()) pane = differs(before, after);
    return ViewState::tr("Other embedding for %1").arg(QString::fromStdString(pane->first));
}

}  // namespace

QString ViewState::stepTo(const ViewSettings& after) const {
    if (after.embedding != m_settings.embedding) return tr("Show another embedding");
    if (after.spaceEmbedding != m_settings.spaceEmbedding) return tr("Show another embedding");
    if (after.threeD != m_settings.threeD) return after.threeD ? tr("Show 3-D") : tr("Show 2-D");
    if (after.splitColumn != m_settings.splitColumn && after.galleryNames == m_settings.galleryNames)
        return after.splitColumn.empty()
                   ? tr("Do not split the map")
                   : tr("Split the map by %1").arg(QString::fromStdString(after.splitColumn));
    if (after.galleryNames != m_settings.galleryNames)
        return after.galleryNames.empty()
                   ? tr("Empty the gallery")
                   : tr("Show %1 in the gallery").arg(shortened(QString::fromStdString(after.galleryNames)));
    if (after.galleryOneScale != m_settings.galleryOneScale)
        return after.galleryOneScale ? tr("One scale in the gallery") : tr("Own scales in the gallery");
    if (after.besideMaps != m_settings.besideMaps) {
        if (m_settings.besideMaps.empty()) return tr("Embeddings side by side");
        return after.besideMaps.empty() ? tr("Names in the gallery") : tr("Other embeddings side by side");
    }
    if (after.paneMaps != m_settings.paneMaps) return regulus::stepTo(m_settings.paneMaps, after.paneMaps);
    if (after.labels != m_settings.labels) return after.labels ? tr("Show labels") : tr("Hide labels");
    if (after.orientation != m_settings.orientation)
        return after.orientation ? tr("Show the orientation") : tr("Hide the orientation");
    if (after.legend != m_settings.legend)
        return after.legend ? tr("List groups") : tr("Hide the list of groups");
    if (after.contours != m_settings.contours)
        return after.contours.empty() ? tr("No outlines")
                                      : tr("Outline the groups of %1").arg(columnText(after.contours));
    if (after.mixedOrder != m_settings.mixedOrder)
        return after.mixedOrder ? tr("Mixed drawing order") : tr("Usual drawing order");
    if (after.continuousMap != m_settings.continuousMap)
        return tr("Colour map %1").arg(QString::fromStdString(after.continuousMap));
    return tr("Change points");
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
    if (other) m_otherCameras.erase(settings.embedding);  // the map begins with all of it, and so do panes
    if (other) endGrowth();                               // another map is looked at meanwhile
    m_settings = settings;
    m_services.notify(other ? Change::View | Change::Embedding | Change::Camera : Changes(Change::View));
}

void ViewState::setTool(Tool tool) {
    if (tool == m_tool) return;
    m_tool = tool;
    m_services.notify(Change::Tool);
}

void ViewState::setSpaceTool(Tool tool) {
    if (tool == m_spaceTool) return;
    m_spaceTool = tool;
    m_services.notify(Change::Tool);
}

void ViewState::setCamera(const std::optional<PlaneView>& camera) {
    if (camera == m_camera) return;
    m_camera = camera;
    m_services.notify(Change::Camera);
}

bool ViewState::isShown(const std::string& key) const {
    const auto shown = embedding();
    return shown && shown->key == key;
}

std::optional<PlaneView> ViewState::cameraOf(const std::string& key) const {
    if (isShown(key)) return m_camera;
    const auto other = m_otherCameras.find(key);
    return other == m_otherCameras.end() ? std::nullopt : std::optional(other->second);
}

void ViewState::setCameraOf(const std::string& key, const std::optional<PlaneView>& camera) {
    if (isShown(key)) return setCamera(camera);
    if (camera == cameraOf(key)) return;
    if (camera)
        m_otherCameras.insert_or_assign(key, *camera);
    else
        m_otherCameras.erase(key);
    m_services.notify(Change::Camera);
}

void ViewState::placeCamera(const std::string& key, const std::optional<PlaneView>& camera) {
    if (isShown(key)) m_camera = camera;
}

}  // namespace regulus

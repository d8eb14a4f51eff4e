#include "ui/session/cluster_controller.h"

#include "core/base/plain_number.h"
#include "core/data/matrix_rows.h"
#include "core/data/selected_cells.h"
#include "core/workflow/cell_clusters.h"
#include "core/workflow/learning_assay.h"

namespace regulus {

namespace {

const auto clusters_key = QStringLiteral("clusters");

QString originOf(const ClusterRequest& request) {
    const QString origin =
        request.ofModel
            ? QObject::tr("Leiden, resolution %1, %2 neighbours in the model's cell embedding")
                  .arg(request.resolution)
                  .arg(request.neighbours)
            : QObject::tr("Leiden, resolution %1, %2 neighbours by %3 components of %L4 variable genes")
                  .arg(request.resolution)
                  .arg(request.neighbours)
                  .arg(request.components)
                  .arg(request.variableGenes);
    return request.part.universe() == 0
               ? origin
               : QObject::tr("%1, of %L2 cells").arg(origin).arg(request.part.count());
}

// Of the values that are learned from by choice no command makes clusters.
Recipe recipeOf(const ClusterRequest& request, const OpenChoices& choices,
                std::shared_ptr<const ModelFile> model) {
    if (!choices.assay.empty()) return {};
    Recipe recipe{{"cluster", "--resolution", plain_number(request.resolution), "--neighbors",
                   std::to_string(request.neighbours), "--seed", std::to_string(request.seed)},
                  {},
                  std::move(model)};
    if (!recipe.model) addComponents(recipe.words, request.variableGenes, request.components);
    return recipe;
}

}  // namespace

bool ClusterController::hasGraph(const ClusterRequest& request) const {
    return m_graph.graph && m_graph.of.ofModel == request.ofModel &&
           m_graph.of.neighbours == request.neighbours && m_graph.of.seed == request.seed &&
           m_graph.of.part == request.part &&
           (request.ofModel || (m_graph.of.variableGenes == request.variableGenes &&
                                m_graph.of.components == request.components)) &&
           m_graph.results == (request.ofModel ? m_model.results : nullptr);
}

void ClusterController::start(const ClusterRequest& request) {
    if (!m_opened.dataset || (request.ofModel && !m_model.results)) return;
    m_services.jobs().abandonKey(clusters_key);
    m_state.request = request;
    m_state.problem.clear();
    if (hasGraph(request))
        cluster();
    else
        findNeighbours();
}

void ClusterController::cancel() {
    if (!m_state.busy()) return;
    m_services.jobs().abandonKey(clusters_key);
    show(m_state.sizes.empty() ? ClusterState::Phase::Idle : ClusterState::Phase::Ready);
}

void ClusterController::forget() {
    m_services.jobs().abandonKey(clusters_key);
    m_state = {};
    m_graph = {};
    m_last.clear();
}

void ClusterController::show(ClusterState::Phase phase) {
    m_state.phase = phase;
    m_services.notify(Change::Clusters);
}

void ClusterController::fail(const Error& error) {
    m_state.problem = QString::fromStdString(error.what());
    m_state.sizes.clear();
    show(ClusterState::Phase::Failed);
}

void ClusterController::findNeighbours() {
    JobRequest job = m_services.request(tr("Finding neighbours"), clusters_key);
    job.failed = [this](const Error& error) { fail(error); };
    job.ended = [this](JobOutcome outcome) {
        if (outcome == JobOutcome::Cancelled) show(ClusterState::Phase::Idle);
    };
    const ClusterRequest request = m_state.request;
    const auto results = request.ofModel ? m_model.results : nullptr;
    m_services.jobs().start(
        std::move(job),
        [request, results, dataset = m_opened.dataset, expression = m_opened.expression,
         engine = m_services.engine()](Job& j) {
            PartJob describing(j, 0, 0.6), finding(j, 0.6, 1);
            const NeighbourGraphRequest neighbours{results ? Metric::Cosine : Metric::Euclidean,
                                                   request.neighbours, request.seed};
            const bool whole = request.part.universe() == 0;
            const std::vector<std::uint32_t> rows = request.part.rows();
            if (results) {
                const Matrix& all = results->prediction.embedding;
                return std::make_shared<const CsrMatrix>(
                    neighbour_graph(whole ? all : matrix_rows(all, rows), neighbours, finding));
            }
            auto values = expression ? expression : mapping_values(*dataset);
            if (!whole) values = selected_cells(std::move(values), rows);
            return std::make_shared<const CsrMatrix>(neighbour_graph(
                engine.components(*values, {request.components, request.seed, request.variableGenes},
                                  describing),
                neighbours, finding));
        },
        [this, request, results,
         model = results ? m_model.file : nullptr](std::shared_ptr<const CsrMatrix> graph) {
            m_graph = {request, results, model, std::move(graph)};
            cluster();
        });
    show(ClusterState::Phase::Neighbours);
}

void ClusterController::cluster() {
    JobRequest job = m_services.request(tr("Finding clusters"), clusters_key);
    job.failed = [this](const Error& error) { fail(error); };
    job.ended = [this](JobOutcome outcome) {
        if (outcome == JobOutcome::Cancelled) show(ClusterState::Phase::Idle);
    };
    const ClusterRequest request = m_state.request;
    m_services.jobs().start(
        std::move(job),
        [request, graph = m_graph.graph, engine = m_services.engine()](Job& j) {
            return engine.leiden(*graph, {.resolution = request.resolution, .seed = request.seed}, j);
        },
        [this, request, model = m_graph.model](const Communities& found) {
            m_state.sizes = found.sizes;
            const std::size_t cells = m_opened.cells();
            const CellSet part = request.part.universe() == 0 ? CellSet::all(cells) : request.part;
            const Column column = cluster_column(found, part.rows(), cells, request.column);
            m_made({request.column,
                    std::make_shared<const Categorical>(*column.categorical()),
                    originOf(request),
                    false,
                    {},
                    recipeOf(request, m_opened.choices, model)},
                   std::exchange(m_last, request.column) == request.column);
            show(ClusterState::Phase::Ready);
        });
    show(ClusterState::Phase::Clustering);
}

}  // namespace regulus

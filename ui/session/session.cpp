// What is open: data set, labels, prior, and what goes when another data set comes. Files: session_files.cpp;
// what is shown: session_view.cpp; groups of cells: session_cells.cpp; models: session_model.cpp,
// session_training.cpp.
#include "ui/session/session.h"

#include <tuple>

#include "core/workflow/learning_assay.h"

namespace regulus {

namespace {

constexpr int undo_steps = 200;  // of at most two bitsets each: 50 MB for a million cells

}  // namespace

Session::Session(Engine engine, QObject* parent)
    : QObject(parent),
      m_jobs(new JobRunner(this)),
      m_engine(std::move(engine)),
      m_history(undo_steps),
      m_colorData(std::make_shared<ColorData>()) {}

Session::~Session() {
    if (m_control) m_control->paused = false;
    delete m_jobs;  // joins its threads before anything they look at goes
}

bool Session::simulated() const {
    return (m_dataset && m_dataset->simulated) || (m_model && m_model->record.simulated);
}

int Session::geneColumn(const std::string& gene) const {
    if (!m_genes.columns) return -1;
    const auto found = m_genes.columns->find(gene);
    return found == m_genes.columns->end() ? -1 : found->second;
}

bool Session::isToken(const std::string& gene) const {
    return m_tokens.contains(gene);
}

// --- labels -------------------------------------------------------------------------------------------

void Session::setLabelColumn(const std::string& column) {
    m_jobs->abandonKey(QStringLiteral("labels"));
    if (!m_dataset || column == labelColumn()) return;
    JobRequest job = request(tr("Reading labels"), QStringLiteral("labels"));
    job.quiet = true;
    m_jobs->start(
        std::move(job),
        [dataset = m_dataset, column](Job&) {
            return std::make_shared<const Labels>(read_labels(dataset->obs, column));
        },
        [this](std::shared_ptr<const Labels> labels) {
            push(tr("Label by %1").arg(QString::fromStdString(labels->column)), m_labels, labels,
                 &Session::applyLabels);
        });
}

void Session::applyLabels(const std::shared_ptr<const Labels>& labels) {
    m_labels = labels;
    if (m_labels && !m_categories.contains(m_labels->column))
        m_categories[m_labels->column] = categoriesOf(*m_labels);
    forgetPredicted();  // classes are coloured as labels are
    notify(Change::Labels);
    if (m_coloring.source == ColorSource::Prediction) requestColors();
}

// --- prior and the names of genes ---------------------------------------------------------------------

void Session::setPrior(std::shared_ptr<const RegulatoryNetwork> prior, const QString& path,
                       const PriorOptions& options) {
    m_jobs->abandonKey(QStringLiteral("prior"));  // one that is still being read comes too late
    m_prior = std::move(prior);
    m_priorPath = path;
    m_priorOptions = options;
    notify(Change::Prior);
    if (!renameGenes()) recolorActivity();
}

// The names are those of the prior that was open when they were made: another may write them differently.
bool Session::renameGenes() {
    if (!m_dataset || m_choices.prior == m_prior) return false;
    m_choices.prior = m_prior;
    JobRequest job = request(tr("Naming genes"), QStringLiteral("names"));
    job.quiet = true;
    m_jobs->start(
        std::move(job), [var = m_genes.var, choices = m_choices](Job&) { return nameGenes(var, choices); },
        [this](NamedGenes genes) { adoptGenes(std::move(genes)); });
    return true;
}

// An activity is what the prior's targets make of the genes: of this prior, and as it names them.
void Session::recolorActivity() {
    if (m_coloring.source == ColorSource::Regulon && m_coloring.measure == RegulonMeasure::Activity)
        requestColors();
}

void Session::adoptGenes(NamedGenes genes) {
    if (genes.names->names == m_genes.names->names) return recolorActivity();
    const NamedGenes before = std::exchange(m_genes, std::move(genes));
    // What is coloured by a gene stays coloured by it.
    const auto rename = [&](Coloring& coloring) {
        if (coloring.source != ColorSource::Gene || !coloring.assay.empty()) return;
        const auto at = before.columns->find(coloring.name);
        if (at != before.columns->end())
            coloring.name = m_genes.names->names[static_cast<std::size_t>(at->second)];
    };
    m_history.patch<Coloring>(rename);
    notify(Change::Genes);
    Coloring renamed = m_coloring;
    rename(renamed);
    if (renamed != m_coloring) return applyColoring(renamed);
    recolorActivity();
}

// --- another data set ---------------------------------------------------------------------------------

void Session::setDataset(std::shared_ptr<const Dataset> dataset) {
    try {
        adopt(prepare(std::move(dataset)));
    } catch (const Error& error) {
        Q_EMIT m_jobs->failed(error, tr("Opening"), QStringLiteral("open"));
    }
}

void Session::adopt(OpenedDataset opened) {
    cancelTraining();
    for (const char* key :
         {"colors", "layout.expression:umap", "layout.expression:umap3d", "layout.model:umap",
          "layout.model:umap3d", "model", "names", "labels", "prepare"})
        m_jobs->abandonKey(QString::fromLatin1(key));
    m_history.clear();
    auto past = std::make_shared<std::tuple<
        std::shared_ptr<const Dataset>, CategoryColumns, std::vector<std::shared_ptr<const ShownEmbedding>>,
        std::shared_ptr<const ColorData>, std::shared_ptr<const ModelContext>,
        std::shared_ptr<const ModelResults>, std::shared_ptr<const RegulonResults>>>(
        std::move(m_dataset), std::move(m_categories), std::move(m_embeddings), std::move(m_colorData),
        std::move(m_context), std::move(m_results), std::move(m_regulons));
    m_dataset = std::move(opened.dataset);
    m_choices = std::move(opened.choices);
    m_genes = std::move(opened.genes);
    m_expression = std::move(opened.expression);
    m_labels = std::move(opened.labels);
    m_labelColumns = std::move(opened.labelColumns);
    m_batchColumns = std::move(opened.batchColumns);
    m_embeddings = std::move(opened.embeddings);
    ++m_reading;
    m_model = nullptr;
    m_tokens.clear();
    m_training = {};
    m_categories = std::move(opened.categories);
    m_groupSizes = std::move(opened.groupSizes);
    m_cells = SelectionModel(cells());
    m_filters = {};
    m_focusCell = std::nullopt;
    m_focusGroups.clear();
    m_focusTf.clear();
    m_view.embedding = m_embeddings.empty() ? std::string() : m_embeddings.front()->key;
    m_view.threeD = false;
    m_coloring = usualColoring();
    m_colorData = opened.colors ? std::move(opened.colors) : std::make_shared<const ColorData>();
    notify(Changes(~0U));
    if (m_dataset && m_embeddings.empty() && can_be_mapped(*m_dataset)) computeEmbedding({});
    if (m_dataset) prepareGenes();
    renameGenes();
    // Freeing a million names takes its time, too. The views have let go of them by now.
    JobRequest job = request(tr("Closing"), {});
    job.quiet = true;
    m_jobs->start(
        std::move(job), [past = std::move(past)](Job&) {}, [] {});
}

// So that colouring by a gene is immediate. What cannot be prepared is read when it is asked for.
void Session::prepareGenes() {
    const auto matrix = m_expression ? m_expression : m_dataset->assays.front().matrix;
    JobRequest job = request(tr("Indexing genes"), QStringLiteral("prepare"));
    constexpr std::size_t soon_done = 100'000'000;
    job.quiet = matrix->cells() * matrix->genes() < soon_done;
    job.failed = [](const Error&) {};
    m_jobs->start(
        std::move(job), [matrix](Job& running) { return matrix->prepare(running); },
        [this](const std::string& problem) {
            if (problem.empty()) return;
            Q_EMIT noticed(tr("Colouring by gene will be slow: %1").arg(QString::fromStdString(problem)),
                           QStringLiteral("prepare"));
        });
}

void Session::close() {
    adopt({});
}

}  // namespace regulus

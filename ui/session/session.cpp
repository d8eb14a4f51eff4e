// What is open, and what follows when another dataset, prior or label column comes. Files: session_files.cpp;
// models: session_model.cpp; columns made here: session_columns.cpp;
// whole sessions: session_restoring.cpp.
#include "ui/session/session.h"

#include <tuple>

#include "core/workflow/labels.h"
#include "core/workflow/learning_assay.h"
#include "ui/session/model_reading.h"

namespace regulus {

Session::Session(Engine engine, QObject* parent)
    : QObject(parent),
      m_services(std::move(engine), this, [this](Changes what) { tell(what); }),
      m_groups(m_opened, m_model),
      m_view(m_services, m_opened, m_model),
      m_colors(m_services, m_opened, m_model, m_groups, m_view),
      m_cells(m_services, m_groups),
      m_focus(m_services, m_opened),
      m_comparison(m_services, m_groups),
      m_memory(m_services),
      m_plots(m_services),
      m_scatter(m_services),
      m_judging(m_services),
      m_gates(m_services),
      m_workspaces(m_services, m_opened, m_model, m_groups, m_cells, m_view, m_colors, m_comparison),
      m_training(
          m_services, m_opened, [this](TrainedModel trained) { adoptTrained(std::move(trained)); },
          [this](const QString& text) { Q_EMIT noticed(text, QStringLiteral("training")); }),
      m_evidence(m_services, m_opened),
      m_clusters(m_services, m_opened, m_model,
                 [this](OwnColumn column, bool again) {
                     const Coloring coloring = Coloring::column(column.name);
                     putColumn(std::move(column), again);
                     m_colors.colorBy(coloring);
                 }),
      m_geneSets(m_services),
      m_scores(m_services, m_opened, [this](OwnColumns columns) {
          const Coloring coloring = Coloring::column(columns.front().name);
          putColumns(std::move(columns));
          m_colors.colorBy(coloring);
      }) {}

Session::~Session() {
    m_training.letGo();
    m_services.end();  // before anything that its threads look at goes
    m_training.removeAtTheEnd();
}

void Session::tell(Changes what) {
    Q_EMIT changed(what);
    m_colors.follow(what);
}

bool Session::simulated() const {
    return (m_opened.dataset && m_opened.dataset->simulated) ||
           (m_model.file && m_model.file->record.simulated);
}

// --- labels -------------------------------------------------------------------------------------------

void Session::setLabelColumn(const std::string& column) {
    jobs().abandonKey(QStringLiteral("labels"));
    if (!m_opened.dataset || column == m_opened.labelColumn()) return;
    JobRequest job = m_services.request(tr("Reading labels"), QStringLiteral("labels"));
    job.quiet = true;
    jobs().start(
        std::move(job),
        [dataset = m_opened.dataset, own = m_opened.own, column](Job&) {
            return std::make_shared<const Labels>(readLabels(*dataset, own, column));
        },
        [this](std::shared_ptr<const Labels> labels) {
            m_services.history().push<std::shared_ptr<const Labels>>(
                tr("Label by %1").arg(QString::fromStdString(labels->column)), m_opened.labels, labels,
                [this](const std::shared_ptr<const Labels>& chosen) { applyLabels(chosen); });
        });
}

void Session::applyLabels(const std::shared_ptr<const Labels>& labels) {
    m_opened.labels = labels;
    m_groups.addLabels();
    m_groups.forgetPredicted();  // classes are coloured as labels are
    tell(Change::Labels);
}

// --- prior and the names of genes ---------------------------------------------------------------------

void Session::setPrior(std::shared_ptr<const RegulatoryNetwork> prior, const QString& path,
                       const PriorOptions& options) {
    jobs().abandonKey(QStringLiteral("prior"));  // one that is still being read comes too late
    m_opened.prior = std::move(prior);
    m_opened.priorPath = path;
    m_opened.priorOptions = options;
    forgetPriorRegulons();
    tell(Change::Prior | Change::Regulons);
    if (renameGenes()) return;
    m_colors.recolorActivity();
    readPriorRegulons();
}

// The names are those of the prior that was open when they were made: another may write them differently.
bool Session::renameGenes() {
    if (!m_opened.dataset || m_opened.choices.prior == m_opened.prior) return false;
    m_opened.choices.prior = m_opened.prior;
    JobRequest job = m_services.request(tr("Naming genes"), QStringLiteral("names"));
    job.quiet = true;
    jobs().start(
        std::move(job),
        [var = m_opened.genes.var, choices = m_opened.choices](Job&) { return nameGenes(var, choices); },
        [this](NamedGenes genes) { adoptGenes(std::move(genes)); });
    return true;
}

void Session::adoptGenes(NamedGenes genes) {
    if (genes.names->names == m_opened.genes.names->names) {
        m_colors.recolorActivity();
    } else {
        const NamedGenes before = std::exchange(m_opened.genes, std::move(genes));
        m_colors.genesRenamed(before);
        m_workspaces.genesRenamed(before);
    }
    readPriorRegulons();
}

void Session::forgetPriorRegulons() {
    for (const char* key : {"prior regulons", "rewired priors"}) jobs().abandonKey(QString::fromLatin1(key));
    m_opened.priorResults.reset();
    m_opened.rewiredReaders.reset();
    m_opened.halfReaders.reset();
    m_opened.priorProblem.clear();
}

// What can be seen before any model is trained. Of a prior that does not fit, the views say why.
void Session::readPriorRegulons() {
    const bool before = m_opened.priorResults != nullptr;
    forgetPriorRegulons();
    if (before) tell(Change::Regulons);
    if (!m_opened.dataset || !m_opened.prior || !m_opened.expression || m_opened.cells() < 3) return;
    JobRequest job = m_services.request(tr("Reading regulons"), QStringLiteral("prior regulons"));
    job.failed = [this](const Error& error) {
        m_opened.priorProblem = QString::fromStdString(error.problem() + ". " + error.remedy());
        tell(Change::Regulons);
    };
    jobs().start(
        std::move(job),
        [expression = m_opened.expression, genes = m_opened.genes.names, prior = m_opened.prior](Job& j) {
            return std::make_shared<const TfResults>(prior_results(*expression, genes->names, *prior, j));
        },
        [this](std::shared_ptr<const TfResults> results) { adoptPriorRegulons(std::move(results)); });
}

void Session::adoptPriorRegulons(std::shared_ptr<const TfResults> results) {
    m_opened.priorResults = std::move(results);
    tell(Change::Regulons);
    if (m_opened.rewiredReaders) return;
    rewire(QStringLiteral("rewired priors"), m_opened.priorResults, m_opened.expression,
           [this](Checks checks) {
               m_opened.rewiredReaders = std::move(checks.rewired);
               m_opened.halfReaders = std::move(checks.halves);
           });
}

void Session::rewire(const QString& key, std::shared_ptr<const TfResults> results,
                     std::shared_ptr<const MatrixSource> expression, std::function<void(Checks)> keep) {
    JobRequest job = m_services.request(tr("Rewiring the prior"), key);
    job.quiet = true;
    job.failed = [](const Error&) {};  // all stays grey
    jobs().start(
        std::move(job),
        [expression = std::move(expression), results = std::move(results)](Job& j) {
            PartJob rewiring(j, 0, 0.7), halving(j, 0.7, 1);
            return Checks{
                std::make_shared<const std::vector<RegulonReader>>(
                    rewired_prior_readers(*results->reader, *expression, rewiring)),
                std::make_shared<const HalfReaders>(half_readers(*results->reader, *expression, halving))};
        },
        [this, keep = std::move(keep)](Checks checks) {
            keep(std::move(checks));
            tell(Change::Regulons);
        });
}

// --- another dataset ----------------------------------------------------------------------------------

// Those chosen at opening, else the likeliest.
std::string Session::knownDonors() const {
    std::string column = m_opened.choices.batchColumn;
    if (column.empty() && !m_opened.batchColumns.empty()) column = m_opened.batchColumns.front().name;
    return named_as_replicates(column) && m_groups.categorical(column) ? column : std::string();
}

void Session::setDataset(std::shared_ptr<const Dataset> dataset) {
    try {
        adopt(prepare(std::move(dataset)));
    } catch (const Error& error) {
        Q_EMIT jobs().failed(error, tr("Opening"), QStringLiteral("open"));
    }
}

void Session::adopt(OpenedDataset opened) {
    m_training.leave();
    m_training.modelSafe();
    m_training.forget();
    m_evidence.forget();
    m_clusters.forget();
    m_scores.forget();
    for (const char* key : {"model file", "model", "names", "labels", "prepare", "prior regulons",
                            "rewired priors", "rewired model"})
        jobs().abandonKey(QString::fromLatin1(key));
    m_view.abandonJobs();
    m_services.history().clear();
    ++m_reading;
    m_savedColumns.clear();
    m_savedLooks.clear();
    m_savedMaps.clear();
    m_savedGates.clear();
    m_savedWorkspaces.clear();
    m_goneLabels.reset();
    m_fingerprint.clear();
    m_values.clear();
    stopRestoring();

    OpenedState before = std::move(m_opened);
    ModelState modelBefore = std::exchange(m_model, {});
    m_opened = {.dataset = std::move(opened.dataset),
                .choices = std::move(opened.choices),
                .genes = std::move(opened.genes),
                .expression = std::move(opened.expression),
                .labels = std::move(opened.labels),
                .labelColumns = std::move(opened.labelColumns),
                .batchColumns = std::move(opened.batchColumns),
                .own = {},
                .looks = {},
                .prior = before.prior,
                .priorPath = before.priorPath,
                .priorOptions = before.priorOptions,
                .priorResults = nullptr,
                .priorProblem = {},
                .rewiredReaders = nullptr,
                .halfReaders = nullptr};
    auto columns = m_groups.reset(std::move(opened.categories), std::move(opened.groupSizes));
    auto embeddings = m_view.reset(std::move(opened.embeddings));
    auto colors = m_colors.reset(std::move(opened.colors));
    m_cells.reset(m_opened.cells());
    m_focus.reset();
    m_comparison.reset(knownDonors());
    m_memory.reset();
    m_plots.reset();
    m_scatter.restore({});
    m_judging.restore({});
    m_gates.restore({});
    m_workspaces.restore({});
    tell(Changes(~0U));
    if (m_opened.dataset) {
        if (m_view.embeddings().empty() && can_be_mapped(*m_opened.dataset)) m_view.computeEmbedding({});
        prepareGenes();
    }
    m_training.lookForInterrupted(true);
    if (!renameGenes()) readPriorRegulons();
    // Freeing a million names takes its time, too. The views have let go of them by now.
    auto past = std::make_shared<
        std::tuple<OpenedState, ModelState, CategoryColumns,
                   std::vector<std::shared_ptr<const ShownEmbedding>>, std::shared_ptr<const ColorData>>>(
        std::move(before), std::move(modelBefore), std::move(columns), std::move(embeddings),
        std::move(colors));
    JobRequest job = m_services.request(tr("Closing"), {});
    job.quiet = true;
    jobs().start(
        std::move(job), [past = std::move(past)](Job&) {}, [] {});
}

// So that colouring by a gene is immediate. What cannot be prepared is read when it is asked for.
void Session::prepareGenes() {
    const auto matrix = m_opened.expression ? m_opened.expression : m_opened.dataset->assays.front().matrix;
    JobRequest job = m_services.request(tr("Indexing genes"), QStringLiteral("prepare"));
    constexpr std::size_t soon_done = 100'000'000;
    job.quiet = matrix->cells() * matrix->genes() < soon_done;
    job.failed = [](const Error&) {};
    jobs().start(
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

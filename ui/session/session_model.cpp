// What a session computes with a model or about the whole data set: embeddings, predictions, regulons,
// training.
#include <algorithm>

#include "core/workflow/learning_assay.h"
#include "ui/session/model_reading.h"
#include "ui/session/session.h"

namespace regulus {

namespace {

QString provenance(const EmbeddingRequest& request) {
    return QStringLiteral("%1 neighbours, seed %2").arg(request.neighbours).arg(request.seed);
}

bool needsModel(const Coloring& coloring) {
    return coloring.source == ColorSource::Prediction || coloring.source == ColorSource::Confidence ||
           (coloring.source == ColorSource::Regulon && coloring.measure != RegulonMeasure::Activity);
}

}  // namespace

std::string layoutKey(EmbeddingRequest::From from, int dimensions) {
    return std::string(from == EmbeddingRequest::From::Model ? "model:umap" : "expression:umap") +
           (dimensions == 3 ? "3d" : "");
}

JobRequest Session::request(const QString& title, const QString& key, Lane lane) {
    return {.title = title, .lane = lane, .key = key, .receiver = this};
}

JobRequest Session::loadingRequest(const QString& title, const QString& key, Lane lane) {
    JobRequest job = request(title, key, lane);
    ++m_loading;
    job.ended = [this](JobOutcome) {
        --m_loading;
        notify(Change::Busy);
    };
    notify(Change::Busy);
    return job;
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

// --- a model meets the data set -----------------------------------------------------------------------

void Session::setModel(std::shared_ptr<const ModelFile> model) {
    if (!model || !m_dataset) return clearModel();
    startReading(
        {.dataset = m_dataset, .labels = m_labels, .assay = m_choices.assay, .model = std::move(model)});
}

void Session::startReading(ModelReading reading) {
    const int run = ++m_reading;
    ++m_applying;
    JobRequest job = loadingRequest(tr("Applying model"), QStringLiteral("model"), Lane::Model);
    job.ended = [this, run, loaded = std::move(job.ended)](JobOutcome outcome) {
        --m_applying;
        if (run == m_reading && outcome != JobOutcome::Done) {
            ++m_reading;                                // what is still on its way comes too late
            if (m_context && !m_results) clearModel();  // without predictions it is of no use to anyone
        }
        loaded(outcome);
    };
    // News come from the model's thread; those of a reading that was given up are dropped.
    const auto tell = [this, run](const ModelNews& news) {
        QMetaObject::invokeMethod(
            this, [this, run, news] { hear(run, news); }, Qt::QueuedConnection);
    };
    m_jobs->start(
        std::move(job),
        [engine = m_engine, reading = std::move(reading), tell](Job& j) {
            readModel(engine, reading, tell, j);
        },
        [] {});
}

void Session::hear(int run, const ModelNews& news) {
    if (run != m_reading) return;
    if (news.context) {
        m_training = {};
        adoptContext(news.context);
    }
    if (news.results) adoptResults(news.results);
    if (!news.regulons) return;
    m_regulons = news.regulons;
    notify(Change::Regulons);
    replaceColorings([this](const Coloring& coloring) {
        return coloring.source == ColorSource::Regulon && coloring.measure != RegulonMeasure::Activity &&
               m_regulons->column(coloring.name) < 0;
    });
    if (m_coloring.source == ColorSource::Regulon && m_coloring.measure != RegulonMeasure::Activity)
        requestColors();
}

void Session::adoptContext(std::shared_ptr<const ModelContext> context) {
    forgetModel();
    m_model = context->model;
    m_tokens = {m_model->genes.begin(), m_model->genes.end()};
    m_context = std::move(context);
    notify(Change::Model | Change::Results | Change::Regulons | Change::Embeddings | Change::Embedding |
           Change::View | Change::Filters | Change::Training);
    if (!needsModel(m_coloring)) return;
    m_jobs->abandonKey(QStringLiteral("colors"));
    showPlain();  // until its own results are there
}

void Session::adoptResults(std::shared_ptr<const ModelResults> results) {
    m_results = std::move(results);
    m_categories.erase(predicted_column);
    notify(Change::Results);
    // What was trained here is shown as the model sees it. A model from before does not take away the map
    // that the person is looking at.
    const bool own = std::ranges::any_of(m_embeddings, [](const auto& e) { return e->fromFile; });
    if (m_results->learnedHere || !own) computeEmbedding({.from = EmbeddingRequest::From::Model});
    if (m_coloring.source == ColorSource::Prediction || m_coloring.source == ColorSource::Confidence)
        requestColors();
}

void Session::clearModel() {
    ++m_reading;
    m_jobs->abandonKey(QStringLiteral("model"));
    if (!m_model) return;
    forgetModel();
    notify(Change::Model | Change::Results | Change::Regulons | Change::Embeddings | Change::Embedding |
           Change::View | Change::Filters);
    replaceColorings(needsModel);
}

// What belonged to a model goes with it, from what undo keeps, too: its results, its layouts, filters on its
// predictions. The caller says what changed.
void Session::forgetModel() {
    for (const char* key : {"layout.model:umap", "layout.model:umap3d"})
        m_jobs->abandonKey(QString::fromLatin1(key));
    m_model = nullptr;
    m_tokens.clear();
    m_context = nullptr;
    m_results = nullptr;
    m_regulons = nullptr;
    m_categories.erase(predicted_column);

    const auto ofModel = [](const std::string& key) { return key.starts_with("model:"); };
    std::erase_if(m_embeddings, [&](const auto& e) { return ofModel(e->key); });
    const std::string left = m_embeddings.empty() ? std::string() : m_embeddings.front()->key;
    const auto otherMap = [&](ViewSettings& view) {
        if (ofModel(view.embedding)) view.embedding = left;
    };
    otherMap(m_view);
    m_history.patch<ViewSettings>(otherMap);

    const auto showPredicted = [](Filters& filters) {
        filters.visible.erase(categoryFilterKey(predicted_column));
        filters.hidden.erase(predicted_column);
    };
    showPredicted(m_filters);
    m_cells.setFilters(m_filters.visible);
    m_history.patch<Filters>(showPredicted);
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

// --- training -----------------------------------------------------------------------------------------

void Session::train(const TrainRequest& training) {
    if (!m_dataset || !m_prior) return;
    cancelTraining();
    const int run = ++m_run;
    m_control = std::make_shared<TrainingControl>();
    m_training = {};
    m_training.phase = TrainingPhase::Preparing;
    m_training.request = training;
    JobRequest job = request(tr("Training"), QStringLiteral("training"), Lane::Training);
    job.ended = [this, run](JobOutcome outcome) { trainingEnded(run, outcome); };
    job.failed = [this, run](const Error& error) {
        if (run == m_run) m_training.problem = QString::fromUtf8(error.what());
        Q_EMIT m_jobs->failed(error, tr("Training"), QStringLiteral("training"));
    };
    job.gentleCancel = [this, run] {
        if (run != m_run ||
            (m_training.phase != TrainingPhase::Running && m_training.phase != TrainingPhase::Paused))
            return false;
        stopTraining();
        return true;
    };
    // Reports come from the training thread; the session hears them on its own, unless another run began.
    const auto report = [this, run](const TrainingReport& state) {
        QMetaObject::invokeMethod(
            this, [this, run, state] { trainingReport(run, state); }, Qt::QueuedConnection);
    };
    m_trainingJob = m_jobs->start(
        std::move(job),
        [engine = m_engine, dataset = m_dataset, prior = m_prior, training, control = m_control,
         report](Job& j) { return runTraining(engine, *dataset, *prior, training, *control, report, j); },
        [this, run](TrainedModel model) { trained(run, std::move(model)); });
    notify(Change::Training);
}

void Session::trainingReport(int run, const TrainingReport& report) {
    if (run != m_run || !m_training.active()) return;
    m_training.phase = report.phase;
    m_training.epoch = report.epoch;
    m_training.epochs = report.epochs;
    m_training.secondsLeft = report.secondsLeft;
    m_training.reported = std::chrono::steady_clock::now();
    if (report.phase != TrainingPhase::Running) m_training.pausing = false;
    m_training.history = report.history;
    if (report.snapshot) {
        m_training.snapshot = report.snapshot;
        m_training.snapshotEpoch = report.epoch;
    }
    notify(Change::Training);
}

void Session::trained(int run, TrainedModel trained) {
    if (run != m_run) return;
    const bool stopped = m_control && m_control->stop;
    m_training.phase = stopped ? TrainingPhase::Stopped : TrainingPhase::Done;
    m_training.secondsLeft = 0;
    m_training.metrics = trained.model->record.metrics;
    m_training.history = trained.model->record.history;
    m_training.warnings = std::move(trained.warnings);
    if (trained.labels->column != labelColumn()) {
        m_history.patch<std::shared_ptr<const Labels>>([&](auto& kept) { kept = trained.labels; });
        applyLabels(trained.labels);
    }
    adoptContext(trained.context);
    adoptResults(trained.results);
    startReading({.dataset = m_dataset,
                  .labels = m_labels,
                  .assay = m_choices.assay,
                  .model = trained.model,
                  .context = trained.context,
                  .results = trained.results});
}

void Session::trainingEnded(int run, JobOutcome outcome) {
    if (run != m_run) return;
    m_control = nullptr;
    if (outcome == JobOutcome::Failed)
        m_training.phase = TrainingPhase::Failed;
    else if (outcome != JobOutcome::Done)
        m_training = {};
    notify(Change::Training);
}

void Session::pauseTraining() {
    if (!m_control) return;
    m_control->paused = true;
    m_training.pausing = m_training.phase != TrainingPhase::Paused;
    notify(Change::Training);
}

void Session::resumeTraining() {
    if (!m_control) return;
    m_control->paused = false;
    m_training.pausing = false;
    notify(Change::Training);
}

void Session::stopTraining() {
    if (!m_control) return;
    m_control->stop = true;
    m_training.stopping = true;
    notify(Change::Training);
}

void Session::cancelTraining() {
    if (m_control) m_jobs->abandonKey(QStringLiteral("training"));
}

}  // namespace regulus

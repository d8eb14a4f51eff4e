// A model in a session: what it says about the cells, and what goes with it.
#include <algorithm>

#include "ui/session/model_reading.h"
#include "ui/session/session.h"

namespace regulus {

namespace {

bool needsModel(const Coloring& coloring) {
    return coloring.source == ColorSource::Prediction || coloring.source == ColorSource::Confidence ||
           (coloring.source == ColorSource::Regulon && coloring.measure != RegulonMeasure::Activity);
}

}  // namespace

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
    forgetPredicted();
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

void Session::forgetPredicted() {
    m_categories.erase(predicted_column);
    m_groupSizes.erase(predicted_column);
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
    forgetPredicted();

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

}  // namespace regulus

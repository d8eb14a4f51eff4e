// A model in a session: what it says about the cells, and what goes with it.
#include <algorithm>

#include "ui/session/model_reading.h"
#include "ui/session/session.h"

namespace regulus {

namespace {

// What a view may have shown of a model.
constexpr Changes model_changes = Change::Model | Change::Results | Change::Regulons | Change::Embeddings |
                                  Change::Embedding | Change::View | Change::Camera | Change::Filters |
                                  Change::Comparison;

}  // namespace

std::shared_ptr<const ModelFile> Session::learnedModel() const {
    if (m_restoring) return m_restoring->learnedHere ? m_restoring->model : nullptr;
    return m_model.results && m_model.results->learned_here ? m_model.file : nullptr;
}

bool Session::modelUnsaved() const {
    const auto learned = learnedModel();
    return learned && learned != m_savedModel;
}

void Session::setModel(std::shared_ptr<const ModelFile> model) {
    applyModel(std::move(model), false);
}

void Session::applyModel(std::shared_ptr<const ModelFile> model, bool learnedHere) {
    jobs().abandonKey(QStringLiteral("model file"));  // one that is still being read comes too late
    m_training.leave();                               // its model would take this one's place
    stopRestoring();
    if (!model || !m_opened.dataset) return clearModel();
    startReading({.dataset = m_opened.dataset,
                  .own = m_opened.own,
                  .labels = m_opened.labels,
                  .assay = m_opened.choices.assay,
                  .model = std::move(model),
                  .learnedHere = learnedHere});
}

void Session::startReading(ModelReading reading) {
    const int run = ++m_reading;
    ++m_applying;
    JobRequest job = m_services.loadingRequest(tr("Applying model"), QStringLiteral("model"), Lane::Model);
    job.ended = [this, run, loaded = std::move(job.ended)](JobOutcome outcome) {
        --m_applying;
        if (run == m_reading && outcome != JobOutcome::Done) {
            ++m_reading;  // what is still on its way comes too late
            m_workspaces.giveUp();
            // Without predictions it is of no use to anyone.
            if (m_model.context && !m_model.results) clearModel();
            if (m_model.file && !m_model.regulons && !m_model.tfs) {
                m_model.unread = true;
                tell(Change::Regulons);
            }
        }
        loaded(outcome);
    };
    // News come from the model's thread; those of a reading that was given up are dropped.
    const auto tellNews = [this, run](const ModelNews& news) {
        QMetaObject::invokeMethod(
            this, [this, run, news] { hear(run, news); }, Qt::QueuedConnection);
    };
    jobs().start(
        std::move(job),
        [engine = engine(), reading = std::move(reading), tellNews](Job& j) {
            readModel(engine, reading, tellNews, j);
        },
        [] {});
}

void Session::hear(int run, const ModelNews& news) {
    if (run != m_reading) return;
    if (news.context) {
        m_training.modelSafe();  // the model before was let go
        m_training.forget();
        adoptContext(news.context);
    }
    if (news.results) adoptResults(news.results);
    if (news.regulons) m_model.regulons = news.regulons;
    if (news.tfs) m_model.tfs = news.tfs;
    if (news.regulons || news.tfs) tell(Change::Regulons);
    if (news.tfs && !news.tfs->preliminary) rewireModel();
}

void Session::rewireModel() {
    rewire(QStringLiteral("rewired model"), m_model.tfs, m_model.context->input.expression,
           [this](Checks checks) {
               m_model.rewired = std::move(checks.rewired);
               m_model.halves = std::move(checks.halves);
           });
}

void Session::adoptContext(std::shared_ptr<const ModelContext> context) {
    forgetModel();
    m_model.file = context->model;
    m_model.tokens = {context->model->genes.begin(), context->model->genes.end()};
    m_model.context = std::move(context);
    tell(model_changes | Change::Training);
    m_colors.modelChanged();
    // Genes that are missing, values that had to be brought to another scale: predictions rest on it.
    QStringList warnings;
    for (const std::string& warning : m_model.context->input.warnings)
        warnings << QString::fromStdString(warning) + QLatin1Char('.');
    if (!warnings.isEmpty()) Q_EMIT noticed(warnings.join(QLatin1Char(' ')), QStringLiteral("model"));
}

void Session::adoptResults(std::shared_ptr<const ModelResults> results) {
    m_model.results = std::move(results);
    m_groups.forgetPredicted();
    tell(Change::Results);
    QStringList drift;
    for (const std::string& text : m_model.results->drift)
        drift << QString::fromStdString(text) + QLatin1Char('.');
    if (!drift.isEmpty()) Q_EMIT noticed(drift.join(QLatin1Char(' ')), QStringLiteral("drift"));
    // What was trained here is shown as the model sees it. A model from before does not take away the map
    // that the person is looking at.
    if (m_restoring) return finishRestoring();
    const bool own = std::ranges::any_of(m_view.embeddings(), [](const auto& e) { return e->fromFile; });
    if (m_model.results->learned_here || !own)
        m_view.computeEmbedding({.from = EmbeddingRequest::From::Model});
}

void Session::adoptTrained(TrainedModel trained) {
    stopRestoring();
    if (trained.labels->column != m_opened.labelColumn()) {
        m_services.history().patch<std::shared_ptr<const Labels>>([&](auto& kept) { kept = trained.labels; });
        applyLabels(trained.labels);
    }
    adoptContext(trained.context);
    adoptResults(trained.results);
    startReading({.dataset = m_opened.dataset,
                  .own = m_opened.own,
                  .labels = m_opened.labels,
                  .assay = m_opened.choices.assay,
                  .model = trained.model,
                  .context = trained.context,
                  .results = trained.results});
}

void Session::clearModel() {
    ++m_reading;
    jobs().abandonKey(QStringLiteral("model"));
    if (!m_model.file) return;
    m_training.modelSafe();
    forgetModel();
    tell(model_changes);
    m_colors.modelGone();
}

void Session::stopRestoring() {
    m_restoring.reset();
    m_workspaces.stopAwaiting();
}

// What belonged to a model goes with it, from what undo keeps, too: its results, its layouts, filters on its
// predictions. The caller says what changed.
void Session::forgetModel() {
    jobs().abandonKey(QStringLiteral("rewired model"));
    m_model = {};
    m_groups.forgetPredicted();
    m_view.forgetModel(m_restoring != nullptr);
    m_cells.forgetColumn(predicted_column);
    m_workspaces.forgetModel();
    m_comparison.forgetColumn(predicted_column);
}

}  // namespace regulus

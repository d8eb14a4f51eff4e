// A training from the session's side: started, steered, its reports and its model taken over.
#include <algorithm>

#include "ui/session/model_reading.h"
#include "ui/session/session.h"

namespace regulus {

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

double Session::trainingFraction() const {
    const auto& rows = m_jobs->list()->rows();
    const auto job = std::ranges::find(rows, m_trainingJob, &JobRow::id);
    return job == rows.end() ? -1 : job->fraction;
}

void Session::trainingReport(int run, const TrainingReport& report) {
    if (run != m_run || !m_training.active()) return;
    m_training.phase = report.phase;
    m_training.epoch = report.epoch;
    m_training.epochs = report.epochs;
    m_training.secondsLeft = report.secondsLeft;
    m_training.reported = std::chrono::steady_clock::now();
    if (report.phase == TrainingPhase::Running && report.epoch == 0)
        m_training.begunAt = std::max(0.0, trainingFraction());
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

#include "ui/session/training_controller.h"

#include <algorithm>

namespace regulus {

void TrainingController::start(const TrainRequest& request) {
    if (!m_opened.dataset || !m_opened.prior) return;
    cancel();
    m_interrupted.reset();
    m_unsaved.clear();  // the same file is written anew, or gone on from
    const int run = ++m_run;
    m_control = std::make_shared<TrainingControl>();
    m_progress = {};
    m_progress.phase = TrainingPhase::Preparing;
    m_progress.request = request;
    JobRequest job = m_services.request(tr("Training"), QStringLiteral("training"), Lane::Training);
    job.ended = [this, run](JobOutcome outcome) { ended(run, outcome); };
    job.failed = [this, run](const Error& error) {
        if (run == m_run) m_progress.problem = QString::fromUtf8(error.what());
        Q_EMIT m_services.jobs().failed(error, tr("Training"), QStringLiteral("training"));
    };
    job.gentleCancel = [this, run] {
        if (run != m_run ||
            (m_progress.phase != TrainingPhase::Running && m_progress.phase != TrainingPhase::Paused))
            return false;
        stop();
        return true;
    };
    // Reports come from the training thread; the session hears them on its own, unless another run began.
    const auto report = [this, run, receiver = job.receiver.data()](const TrainingReport& state) {
        QMetaObject::invokeMethod(
            receiver, [this, run, state] { hear(run, state); }, Qt::QueuedConnection);
    };
    m_job = m_services.jobs().start(
        std::move(job),
        [engine = m_services.engine(), dataset = m_opened.dataset, own = m_opened.own, prior = m_opened.prior,
         request, control = m_control, report](Job& j) {
            return runTraining(engine, *withOwnColumns(dataset, own), *prior, request, *control, report, j);
        },
        [this, run](TrainedModel trained) { finished(run, std::move(trained)); });
    m_services.notify(Change::Training);
}

double TrainingController::fraction() const {
    const auto& rows = m_services.jobs().list()->rows();
    const auto job = std::ranges::find(rows, m_job, &JobRow::id);
    return job == rows.end() ? -1 : job->fraction;
}

void TrainingController::hear(int run, const TrainingReport& report) {
    if (run != m_run || !m_progress.active()) return;
    m_progress.phase = report.phase;
    m_progress.epoch = report.epoch;
    m_progress.epochs = report.epochs;
    m_progress.secondsLeft = report.secondsLeft;
    m_progress.reported = std::chrono::steady_clock::now();
    if (report.phase == TrainingPhase::Running) m_progress.begunAt = fraction();
    if (report.phase != TrainingPhase::Running) m_progress.pausing = false;
    m_progress.history = report.history;
    if (!report.notice.isEmpty()) m_notice(report.notice);
    if (report.snapshot) {
        m_progress.snapshot = report.snapshot;
        m_progress.snapshotEpoch = report.phase == TrainingPhase::Finishing ? 0 : report.epoch;
    }
    m_services.notify(Change::Training);
}

void TrainingController::finished(int run, TrainedModel trained) {
    if (run != m_run) return;
    const bool stopped = m_control && m_control->stop;
    m_progress.phase = stopped ? TrainingPhase::Stopped : TrainingPhase::Done;
    m_progress.secondsLeft = 0;
    m_progress.metrics = trained.model->record.metrics;
    m_progress.history = trained.model->record.history;
    m_progress.warnings = std::move(trained.warnings);
    m_unsaved = trained.checkpoint;
    m_trained(std::move(trained));
}

void TrainingController::ended(int run, JobOutcome outcome) {
    if (run != m_run) return;
    const bool discarded = m_control && m_control->discard;
    m_control = nullptr;
    // What was learned until it failed, or was stopped, may be gone on with.
    const bool through = m_progress.phase == TrainingPhase::Done;
    if (!through && !discarded) lookForInterrupted(false);
    if (outcome == JobOutcome::Failed) {
        m_progress.phase = TrainingPhase::Failed;
    } else if (outcome != JobOutcome::Done) {
        const bool early = m_progress.stopping && m_progress.epoch == 0;
        m_progress = {};
        if (early)
            m_progress.problem =
                tr("Training was stopped before its first epoch was finished, so there is no model to keep.");
    }
    m_services.notify(Change::Training);
}

void TrainingController::pause() {
    if (!m_control) return;
    m_control->paused = true;
    m_progress.pausing = m_progress.phase != TrainingPhase::Paused;
    m_services.notify(Change::Training);
}

void TrainingController::resume() {
    if (!m_control) return;
    m_control->paused = false;
    m_progress.pausing = false;
    m_services.notify(Change::Training);
}

void TrainingController::stop() {
    if (!m_control) return;
    m_control->stop = true;
    m_progress.stopping = true;
    m_services.notify(Change::Training);
}

void TrainingController::cancel() {
    if (!m_control) return;
    m_control->discard = true;
    leave();
}

void TrainingController::leave() {
    if (m_control) m_services.jobs().abandonKey(QStringLiteral("training"));
}

void TrainingController::letGo() {
    if (m_control) m_control->paused = false;
}

}  // namespace regulus

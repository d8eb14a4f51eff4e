// What TrainingController keeps on disk of a training, and how long.
#include "core/workflow/training_checkpoints.h"
#include "ui/session/training_controller.h"

namespace regulus {
namespace {

constexpr auto look_key = "interrupted training";

}  // namespace

const InterruptedTraining* TrainingController::interrupted() const {
    return m_interrupted && !m_progress.active() ? &*m_interrupted : nullptr;
}

bool TrainingController::leavesCheckpoint() const {
    return m_progress.active() && m_progress.epoch > 0 && !m_services.engine().trainings.empty() &&
           m_progress.request.options.model.read == ReadMode::Genes;
}

void TrainingController::resumeInterrupted() {
    if (!m_interrupted) return;
    TrainRequest request = m_interrupted->request;
    request.data.genes = m_opened.choices.genes;
    start(request);
}

void TrainingController::discardInterrupted() {
    if (!m_interrupted) return;
    m_unsaved = m_interrupted->path;
    m_interrupted.reset();
    modelSafe();
    m_services.notify(Change::Training);
}

// On the thread of trainings: one that was just left writes its last epoch there first.
void TrainingController::lookForInterrupted(bool tell) {
    m_interrupted.reset();
    m_services.jobs().abandonKey(QString::fromLatin1(look_key));
    if (!m_opened.dataset || m_services.engine().trainings.empty()) return;
    JobRequest job = m_services.request(tr("Looking for an interrupted training"),
                                        QString::fromLatin1(look_key), Lane::Training);
    job.quiet = true;
    job.failed = [this, tell](const Error& error) {
        if (tell)
            m_notice(tr("A training of this dataset was interrupted, but cannot be resumed: %1")
                         .arg(QString::fromUtf8(error.what())));
    };
    m_services.jobs().start(
        std::move(job),
        [folder = m_services.engine().trainings, dataset = m_opened.dataset](Job&) {
            return interruptedTraining(folder, *dataset);
        },
        [this, tell](std::optional<InterruptedTraining> found) {
            if (!found || m_progress.active()) return;
            m_interrupted = std::move(found);
            if (tell)
                m_notice(tr("A training of this dataset was interrupted %1. Choose Model › Resume training "
                            "to go on.")
                             .arg(epochsText(*m_interrupted)));
            m_services.notify(Change::Training);
        });
}

void TrainingController::modelSafe() {
    if (m_unsaved.empty()) return;
    if (m_interrupted && m_interrupted->path == m_unsaved) m_interrupted.reset();
    JobRequest job = m_services.request(tr("Removing a checkpoint"), {}, Lane::Training);
    job.quiet = true;
    m_services.jobs().start(
        std::move(job), [path = m_unsaved](Job&) { remove_checkpoint(path); },
        [this, path = m_unsaved] {
            if (m_unsaved == path) m_unsaved.clear();
        });
}

void TrainingController::removeAtTheEnd() const {
    try {
        remove_checkpoint(m_unsaved);
    } catch (const Error&) {
        // It is offered once more; nobody is left to be told.
    }
}

}  // namespace regulus

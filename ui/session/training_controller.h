// Starts a training, steers it and hears its reports. What it learned goes to the session. A training that
// comes to no end is kept on disk, and offered again when its dataset is open.
//
// Thread: the GUI thread.
#pragma once

#include <QCoreApplication>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "ui/session/interrupted_training.h"
#include "ui/session/opened_state.h"
#include "ui/session/session_services.h"
#include "ui/session/training.h"
#include "ui/session/training_run.h"

namespace regulus {

class TrainingController {
    Q_DECLARE_TR_FUNCTIONS(TrainingController)
  public:
    // Calls `trained` with the model of a training that came to its end or was stopped, `notice` with what a
    // person should know.
    TrainingController(SessionServices& services, const OpenedState& opened,
                       std::function<void(TrainedModel)> trained, std::function<void(const QString&)> notice)
        : m_services(services),
          m_opened(opened),
          m_trained(std::move(trained)),
          m_notice(std::move(notice)) {}

    const TrainingProgress& progress() const { return m_progress; }
    int job() const { return m_job; }  // its id in jobs().list()
    double fraction() const;           // share of it that is done; -1 when not known

    // Of this dataset, while nothing trains; null when there is none.
    const InterruptedTraining* interrupted() const;
    // Whether the training that runs has whole epochs that would be kept if it were left.
    bool leavesCheckpoint() const;

    void start(const TrainRequest& request);  // takes the place of an interrupted one
    void resumeInterrupted();
    void discardInterrupted();
    void pause();  // after the epoch that is running
    void resume();
    void stop();    // keeps the best so far
    void cancel();  // keeps nothing
    void leave();   // gives it up here; it can be resumed after its last whole epoch

  private:
    friend class Session;
    void forget() { m_progress = {}; }   // what is shown of it; the caller says what changed
    void letGo();                        // so that its thread can end
    void lookForInterrupted(bool tell);  // `tell`: with a notice
    void modelSafe();                    // the model that was trained is saved, or nobody wants it
    void removeAtTheEnd() const;         // the same, when no job can be started any more

    void hear(int run, const TrainingReport& report);
    void finished(int run, TrainedModel trained);
    void ended(int run, JobOutcome outcome);

    SessionServices& m_services;
    const OpenedState& m_opened;
    std::function<void(TrainedModel)> m_trained;
    std::function<void(const QString&)> m_notice;
    TrainingProgress m_progress;
    std::shared_ptr<TrainingControl> m_control;  // null when nothing trains
    int m_run = 0;                               // counts trainings: reports of an older one are dropped
    int m_job = 0;
    std::optional<InterruptedTraining> m_interrupted;
    std::string m_unsaved;  // checkpoint of a training whose model is not saved yet
};

}  // namespace regulus

// Starts a training, steers it and hears its reports. What it learned goes to the session.
//
// Thread: the GUI thread.
#pragma once

#include <QCoreApplication>
#include <functional>
#include <memory>

#include "ui/session/opened_state.h"
#include "ui/session/session_services.h"
#include "ui/session/training.h"
#include "ui/session/training_run.h"

namespace regulus {

class TrainingController {
    Q_DECLARE_TR_FUNCTIONS(TrainingController)
  public:
    // Calls `trained` with the model of a training that came to its end or was stopped.
    TrainingController(SessionServices& services, const OpenedState& opened,
                       std::function<void(TrainedModel)> trained)
        : m_services(services), m_opened(opened), m_trained(std::move(trained)) {}

    const TrainingProgress& progress() const { return m_progress; }
    int job() const { return m_job; }  // its id in jobs().list()
    double fraction() const;           // share of it that is done; -1 when not known

    void start(const TrainRequest& request);
    void pause();  // after the epoch that is running
    void resume();
    void stop();    // keeps the best so far
    void cancel();  // keeps nothing

  private:
    friend class Session;
    void forget() { m_progress = {}; }  // what is shown of it; the caller says what changed
    void letGo();                       // so that its thread can end

    void hear(int run, const TrainingReport& report);
    void finished(int run, TrainedModel trained);
    void ended(int run, JobOutcome outcome);

    SessionServices& m_services;
    const OpenedState& m_opened;
    std::function<void(TrainedModel)> m_trained;
    TrainingProgress m_progress;
    std::shared_ptr<TrainingControl> m_control;  // null when nothing trains
    int m_run = 0;                               // counts trainings: reports of an older one are dropped
    int m_job = 0;
};

}  // namespace regulus

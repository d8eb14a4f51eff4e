// An evaluation of the prior that is open, as the window runs it: started, stopped, and its page so far.
//
// Thread: the GUI thread.
#pragma once

#include <QCoreApplication>
#include <memory>

#include "core/evidence/evidence_page.h"
#include "core/evidence/run_spec.h"
#include "core/model/model_config.h"
#include "core/workflow/training_setup.h"
#include "ui/session/opened_state.h"
#include "ui/session/session_services.h"

namespace regulus {

struct EvaluationRequest {
    TrainingRequest data;  // label column, column to split by, genes, values
    PlanOptions plan;
    TrainingOptions options;
    QString folder;  // where runs are kept; those that are there are not done again
};

struct EvaluationState {
    bool active = false;
    std::size_t done = 0, planned = 0;         // runs
    double secondsLeft = -1;                   // -1: not known yet
    QString folder;                            // of the page
    QString problem;                           // what stopped it, one line
    std::shared_ptr<const EvidencePage> page;  // of the runs that are done; null before the first
};

class EvidenceController {
    Q_DECLARE_TR_FUNCTIONS(EvidenceController)
  public:
    EvidenceController(SessionServices& services, const OpenedState& opened)
        : m_services(services), m_opened(opened) {}

    const EvaluationState& state() const { return m_state; }

    void start(const EvaluationRequest& request);
    void stop();  // runs that are done stay in the folder

  private:
    friend class Session;
    struct News;
    void forget();  // another dataset; the caller says what changed
    void hear(int run, const News& news);

    SessionServices& m_services;
    const OpenedState& m_opened;
    EvaluationState m_state;
    int m_run = 0;  // counts evaluations: news of an older one are dropped
};

}  // namespace regulus

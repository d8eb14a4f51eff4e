// Scores of gene sets in every cell, as `regulus score` makes them: one column of numbers of the session a
// set.
//
// Thread: the GUI thread.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <QStringList>
#include <functional>
#include <string>
#include <vector>

#include "core/prior/gene_set.h"
#include "core/workflow/score_method.h"
#include "ui/session/opened_state.h"
#include "ui/session/own_columns.h"
#include "ui/session/session_services.h"

namespace regulus {

struct ScoreRequest {
    std::vector<GeneSet> sets;  // each becomes a column of its name
    ScoreMethod method = ScoreMethod::Mean;
};

struct ScoreState {
    enum class Phase { Idle, Working, Ready, Failed } phase = Phase::Idle;
    QString problem;                   // of Failed
    std::vector<std::string> columns;  // that were made, of Ready
    QString values;                    // that were scored: "X (counts), converted to log1p of …"
    QStringList warnings;              // what of the sets is not in the data
};

class ScoreController {
    Q_DECLARE_TR_FUNCTIONS(ScoreController)
  public:
    using Made = std::function<void(OwnColumns)>;  // takes each result; never empty
    ScoreController(SessionServices& services, const OpenedState& opened, Made made)
        : m_services(services), m_opened(opened), m_made(std::move(made)) {}

    const ScoreState& state() const { return m_state; }
    bool busy() const { return m_state.phase == ScoreState::Phase::Working; }
    void start(const ScoreRequest& request);
    void cancel();

  private:
    friend class Session;
    void forget();  // another dataset
    void show(ScoreState state);

    SessionServices& m_services;
    const OpenedState& m_opened;
    Made m_made;
    ScoreState m_state;
};

}  // namespace regulus

// How a model is judged: on which cells, and from which probability on a prediction counts as sure. Undo
// covers both.
//
// Thread: the GUI thread.
#pragma once

#include <QCoreApplication>
#include <optional>

#include "core/workflow/judged_cells.h"
#include "ui/session/session_services.h"

namespace regulus {

struct JudgingSettings {
    double threshold = 0.9;      // 0 to 1, of the largest probability of a cell, or of its score
    std::optional<JudgedOn> on;  // nullopt: those that suggest themselves, see usual_cells()
    bool selected = false;       // of these, the selected cells alone

    bool operator==(const JudgingSettings&) const = default;
};

class JudgingState {
    Q_DECLARE_TR_FUNCTIONS(JudgingState)
  public:
    explicit JudgingState(SessionServices& services) : m_services(services) {}

    const JudgingSettings& settings() const { return m_settings; }
    void set(const JudgingSettings& settings);  // undoable; a threshold being moved is one step

  private:
    friend class Session;
    // The caller says what changed.
    void restore(const JudgingSettings& settings) { m_settings = settings; }

    SessionServices& m_services;
    JudgingSettings m_settings;
};

}  // namespace regulus

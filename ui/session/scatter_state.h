// The scatter plot of two numbers, as one value that undo covers. Names are kept as they were asked for; what
// of them a dataset has is the view's to find.
//
// Thread: the GUI thread.
#pragma once

#include <QCoreApplication>
#include <QPointF>
#include <optional>
#include <string>

#include "ui/session/session_services.h"

namespace regulus {

struct ScatterSettings {
    std::string x, y;              // names of the axes; "": none chosen
    bool density = false;          // coloured by how densely cells lie, not as the map is
    std::optional<QPointF> cross;  // where the lines of the quadrants meet; nullopt: no quadrants

    bool operator==(const ScatterSettings&) const = default;
};

class ScatterState {
    Q_DECLARE_TR_FUNCTIONS(ScatterState)
  public:
    explicit ScatterState(SessionServices& services) : m_services(services) {}

    const ScatterSettings& settings() const { return m_settings; }
    void set(const ScatterSettings& settings);  // undoable

  private:
    friend class Session;
    void restore(ScatterSettings settings) {
        m_settings = std::move(settings);
    }  // the caller says what changed

    SessionServices& m_services;
    ScatterSettings m_settings;
};

}  // namespace regulus

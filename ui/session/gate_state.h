// The gates that were drawn, on scatter plots and on maps. Undo covers them; not which one is looked at.
//
// Thread: the GUI thread.
#pragma once

#include <QCoreApplication>
#include <memory>

#include "core/workflow/gates.h"
#include "ui/session/session_services.h"

namespace regulus {

// What gates hold, and the gates that was counted for.
struct GatedCells {
    Gates gates;
    std::vector<GateCells> held;  // in their order

    const GateCells* of(int id) const;  // null: not counted
};

class GateState {
    Q_DECLARE_TR_FUNCTIONS(GateState)
  public:
    explicit GateState(SessionServices& services) : m_services(services) {}

    const Gates& gates() const { return m_gates; }
    // 0: none. A new one lies beside or within it.
    int chosen() const { return gate_of(m_gates, m_chosen) ? m_chosen : 0; }
    void choose(int id);
    // The next area that is drawn becomes a gate rather than a selection.
    bool drawing() const { return m_drawing; }
    void setDrawing(bool on);
    // As last counted, by who counts; never null. While they are counted anew these are the ones before.
    std::shared_ptr<const GatedCells> counted() const { return m_counted; }
    void setCounted(std::shared_ptr<const GatedCells> counted);

    // Each undoable. The gate gets an id, and a name where it has none; it is chosen, and drawing ends.
    void add(Gate gate);
    void add(Gates gates);  // beside each other, in one step
    void rename(int id, const std::string& name);
    // While a corner is dragged; the calls up to the one that is `done` are one step.
    void reshape(int id, std::vector<GateCorner> corners, bool done = true);
    // Into another gate, or out of all of them (0), with those within it. Nothing where it lies there
    // already, and where it would lie within itself.
    void move(int id, int parent);
    void remove(int id);  // and those within it

  private:
    friend class Session;
    void restore(Gates gates);  // the caller says what changed
    void push(const QString& text, Gates gates, int merge = NoMerge);

    SessionServices& m_services;
    Gates m_gates;
    int m_chosen = 0;
    bool m_drawing = false;
    int m_drags = 0;  // so that each is a step of its own
    std::shared_ptr<const GatedCells> m_counted = std::make_shared<const GatedCells>();
};

}  // namespace regulus

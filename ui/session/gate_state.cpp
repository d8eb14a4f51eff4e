#include "ui/session/gate_state.h"

#include <algorithm>

namespace regulus {
namespace {

std::string freeName(const Gates& gates, const QString& pattern) {
    for (int n = 1;; ++n) {
        std::string name = pattern.arg(n).toStdString();
        if (std::ranges::find(gates, name, &Gate::name) == gates.end()) return name;
    }
}

}  // namespace

const GateCells* GatedCells::of(int id) const {
    const auto at = std::ranges::find(gates, id, &Gate::id);
    return at == gates.end() ? nullptr : &held[static_cast<std::size_t>(at - gates.begin())];
}

void GateState::push(const QString& text, Gates gates, int merge) {
    m_services.history().push<Gates>(
        text, m_gates, gates,
        [this](const Gates& now) {
            m_gates = now;
            m_services.notify(Change::Gating);
        },
        merge);
}

void GateState::restore(Gates gates) {
    m_gates = std::move(gates);
    m_chosen = 0;
    m_drawing = false;
    m_counted = std::make_shared<const GatedCells>();
}

void GateState::choose(int id) {
    if (id == m_chosen) return;
    m_chosen = id;
    m_services.notify(Change::Gating);
}

void GateState::setDrawing(bool on) {
    if (on == m_drawing) return;
    m_drawing = on;
    m_services.notify(Change::Gating);
}

void GateState::setCounted(std::shared_ptr<const GatedCells> counted) {
    m_counted = std::move(counted);
    m_services.notify(Change::Gating);
}

void GateState::add(Gate gate) {
    add(Gates{std::move(gate)});
}

void GateState::add(Gates added) {
    if (added.empty() || m_gates.size() + added.size() > most_gates) return;
    Gates gates = m_gates;
    for (Gate& gate : added) {
        gate.id = next_gate_id(gates);
        if (gate.name.empty()) gate.name = freeName(gates, tr("Gate %1"));
        gates.push_back(std::move(gate));
    }
    m_chosen = gates.back().id;
    m_drawing = false;
    const QString text = added.size() == 1 ? tr("Draw %1").arg(QString::fromStdString(gates.back().name))
                                           : tr("Make gates of quadrants");
    push(text, std::move(gates));
}

void GateState::rename(int id, const std::string& name) {
    Gates gates = m_gates;
    const auto at = std::ranges::find(gates, id, &Gate::id);
    if (at == gates.end() || name.empty()) return;
    at->name = name;
    push(tr("Rename gate to %1").arg(QString::fromStdString(name)), std::move(gates));
}

void GateState::reshape(int id, std::vector<GateCorner> corners, bool done) {
    Gates gates = m_gates;
    const auto at = std::ranges::find(gates, id, &Gate::id);
    if (at == gates.end()) return;
    at->corners = std::move(corners);
    const QString text = tr("Reshape %1").arg(QString::fromStdString(at->name));
    push(text, std::move(gates), MergeGates + m_drags);
    if (done) ++m_drags;
}

void GateState::move(int id, int parent) {
    if (!may_lie_within(m_gates, id, parent)) return;
    const auto nameOf = [this](int of) { return QString::fromStdString(gate_of(m_gates, of)->name); };
    push(parent == 0 ? tr("Move %1 out of all gates").arg(nameOf(id))
                     : tr("Move %1 into %2").arg(nameOf(id), nameOf(parent)),
         with_parent(m_gates, id, parent));
}

void GateState::remove(int id) {
    const Gate* const gate = gate_of(m_gates, id);
    if (gate == nullptr) return;
    push(tr("Delete %1").arg(QString::fromStdString(gate->name)), without_gate(m_gates, id));
}

}  // namespace regulus

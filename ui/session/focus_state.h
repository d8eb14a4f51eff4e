// What is looked at closely: one cell, or two beside each other, one or two groups, one TF. Not undoable.
//
// Thread: the GUI thread.
#pragma once

#include <QString>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/cell_set.h"
#include "ui/session/opened_state.h"
#include "ui/session/session_services.h"

namespace regulus {

struct Group {
    QString name;
    CellSet cells;
};

class FocusState {
  public:
    FocusState(SessionServices& services, const OpenedState& opened)
        : m_services(services), m_opened(opened) {}

    std::optional<std::uint32_t> cell() const { return m_cell; }  // the inspector's
    void setCell(std::optional<std::uint32_t> cell);
    // The cell that every cell opened from now on is compared with; none: each is looked at by itself.
    std::optional<std::uint32_t> pinned() const { return m_pinned; }
    void setPinned(std::optional<std::uint32_t> cell);
    // The two beside each other, as one change.
    void compareCells(std::uint32_t pinned, std::uint32_t cell);
    const std::vector<Group>& groups() const { return m_groups; }  // what is compared; 0 to 2
    void setGroups(std::vector<Group> groups);
    const std::string& tf() const { return m_tf; }  // empty: none
    void setTf(const std::string& tf);

  private:
    friend class Session;
    void reset();  // the caller says what changed

    SessionServices& m_services;
    const OpenedState& m_opened;
    std::optional<std::uint32_t> m_cell, m_pinned;
    std::vector<Group> m_groups;
    std::string m_tf;
};

}  // namespace regulus

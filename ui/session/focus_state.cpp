#include "ui/session/focus_state.h"

#include <algorithm>

namespace regulus {

void FocusState::reset() {
    m_cell = m_pinned = std::nullopt;
    m_groups.clear();
    m_tf.clear();
}

void FocusState::setCell(std::optional<std::uint32_t> cell) {
    if (cell == m_cell || (cell && *cell >= m_opened.cells())) return;
    m_cell = cell;
    m_services.notify(Change::FocusCell);
}

void FocusState::setPinned(std::optional<std::uint32_t> cell) {
    if (cell == m_pinned || (cell && *cell >= m_opened.cells())) return;
    m_pinned = cell;
    m_services.notify(Change::FocusCell);
}

void FocusState::compareCells(std::uint32_t pinned, std::uint32_t cell) {
    if (std::max(pinned, cell) >= m_opened.cells() || (m_pinned == pinned && m_cell == cell)) return;
    m_pinned = pinned;
    m_cell = cell;
    m_services.notify(Change::FocusCell);
}

void FocusState::setGroups(std::vector<Group> groups) {
    m_groups = std::move(groups);
    m_services.notify(Change::FocusGroups);
}

void FocusState::setTf(const std::string& tf) {
    if (tf == m_tf) return;
    m_tf = tf;
    m_services.notify(Change::FocusTf);
}

}  // namespace regulus

#include "ui/session/focus_state.h"

namespace regulus {

void FocusState::reset() {
    m_cell = std::nullopt;
    m_groups.clear();
    m_tf.clear();
}

void FocusState::setCell(std::optional<std::uint32_t> cell) {
    if (cell == m_cell || (cell && *cell >= m_opened.cells())) return;
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

#include "ui/session/cells_state.h"

#include <utility>

#include "core/base/cell_loop.h"

namespace regulus {

void CellsState::reset(std::size_t cells) {
    m_sets = SelectionModel(cells);
    m_filters = {};
}

void CellsState::forgetColumn(const std::string& column) {
    const auto forget = [&](Filters& filters) {
        filters.visible.erase(categoryFilterKey(column));
        filters.hidden.erase(column);
    };
    forget(m_filters);
    m_sets.setFilters(m_filters.visible);
    m_services.history().patch<Filters>(forget);
}

void CellsState::dropColumn(const std::string& column) {
    restoreColumn(column, {});
}

void CellsState::recodeColumn(const std::string& column, const std::vector<int>& codes) {
    const auto hidden = m_filters.hidden.find(column);
    if (hidden == m_filters.hidden.end()) return;
    std::set<int> now;
    for (const int code : hidden->second) {
        if (code < 0)
            now.insert(code);
        else if (static_cast<std::size_t>(code) < codes.size() && codes[static_cast<std::size_t>(code)] >= 0)
            now.insert(codes[static_cast<std::size_t>(code)]);
    }
    hidden->second = std::move(now);
}

void CellsState::regroupColumn(const std::string& column) {
    const auto filter = m_filters.visible.find(categoryFilterKey(column));
    const auto values = m_groups.categorical(column);
    if (filter == m_filters.visible.end() || !values) return;
    const std::size_t groups = values->categories.size() + 1;  // by code + 1
    std::vector<char> shown(groups), hidden(groups);
    for (std::size_t cell = 0; cell < values->codes.size(); ++cell)
        (filter->second.contains(cell) ? shown : hidden)[static_cast<std::size_t>(values->codes[cell] + 1)] =
            1;
    Filters after;
    std::set<int> codes;
    for (std::size_t group = 0; group < groups; ++group) {
        hidden[group] = hidden[group] != 0 && shown[group] == 0 ? 1 : 0;
        if (hidden[group] != 0) codes.insert(static_cast<int>(group) - 1);
    }
    if (!codes.empty()) {
        after.visible[categoryFilterKey(column)] = cells_where(cells(), [&](std::size_t cell) {
            return hidden[static_cast<std::size_t>(values->codes[cell] + 1)] == 0;
        });
        after.hidden[column] = std::move(codes);
    }
    restoreColumn(column, after);
}

void CellsState::restoreColumn(const std::string& column, const Filters& from) {
    const std::string key = categoryFilterKey(column);
    m_filters.visible.erase(key);
    m_filters.hidden.erase(column);
    if (const auto visible = from.visible.find(key); visible != from.visible.end())
        m_filters.visible.insert(*visible);
    if (const auto hidden = from.hidden.find(column); hidden != from.hidden.end())
        m_filters.hidden.insert(*hidden);
    m_sets.setFilters(m_filters.visible);
}

void CellsState::restore(const CellSet& selection, std::map<std::string, CellSet> visible,
                         std::map<std::string, std::set<int>> hidden) {
    std::erase_if(hidden, [&](const auto& one) {
        const auto values = m_groups.categorical(one.first);
        return !values || one.second.empty() || *one.second.begin() < -1 ||
               *one.second.rbegin() >= static_cast<int>(values->categories.size());
    });
    m_filters = {std::move(visible), std::move(hidden)};
    m_sets.setFilters(m_filters.visible);
    m_sets.setSelection(selection);
}

void CellsState::select(const CellSet& cells, SelectMode mode) {
    if (this->cells() == 0) return;
    CellSet after = combined(selection(), cells, mode);
    if (const auto workspace = m_filters.visible.find(workspace_filter); workspace != m_filters.visible.end())
        after = after & workspace->second;  // nobody works on what is not in it
    const std::size_t count = after.count();
    m_services.history().push<CellSet>(count == 0 ? tr("Clear selection") : tr("Select %L1 cells").arg(count),
                                       selection(), after, [this](const CellSet& selected) {
                                           m_sets.setSelection(selected);
                                           m_services.notify(Change::Selection);
                                       });
}

void CellsState::selectAll() {
    select(visible());
}
void CellsState::clearSelection() {
    select(CellSet(cells()));
}
void CellsState::invertSelection() {
    select(visible() - selection());
}

void CellsState::setHighlight(const CellSet& cells) {
    if (this->cells() == 0 || cells == highlight()) return;
    m_sets.setHighlight(cells);
    m_services.notify(Change::Highlight);
}

void CellsState::clearHighlight() {
    setHighlight(CellSet(cells()));
}

void CellsState::setFilter(const std::string& key, const CellSet& visible) {
    Filters after = m_filters;
    after.visible[key] = visible;
    pushFilters(tr("Filter cells"), after);
}

void CellsState::clearFilter(const std::string& key) {
    Filters after = m_filters;
    after.visible.erase(key);
    if (key.starts_with(categoryFilterKey({}))) after.hidden.erase(key.substr(categoryFilterKey({}).size()));
    pushFilters(tr("Clear filter"), after);
}

void CellsState::clearFilters() {
    Filters after;
    if (const auto workspace = m_filters.visible.find(workspace_filter); workspace != m_filters.visible.end())
        after.visible.insert(*workspace);
    pushFilters(tr("Show all cells"), after);
}

CellsState::HiddenOf CellsState::hiddenOf() const {
    HiddenOf now;
    for (const auto& [column, codes] : m_filters.hidden) now.groups[column] = m_groups.categorical(column);
    return now;
}

void CellsState::showFilters(const Filters& filters, const HiddenOf& then) {
    m_filters = filters;
    std::erase_if(m_filters.visible, [&](const auto& one) {
        const std::string prefix = categoryFilterKey({});
        return one.second.universe() != cells() ||
               (one.first.starts_with(prefix) && !m_groups.categorical(one.first.substr(prefix.size())));
    });
    m_sets.setFilters(m_filters.visible);
    const auto hidden = std::exchange(m_filters.hidden, {});
    for (const auto& [column, codes] : hidden) {
        const auto was = then.groups.find(column);
        const auto groups = was == then.groups.end() ? nullptr : was->second.lock();
        if (groups && groups == m_groups.categorical(column))
            m_filters.hidden[column] = codes;
        else
            regroupColumn(column);  // a pass over the cells
    }
    m_services.notify(Change::Filters);
}

void CellsState::pushFilters(const QString& text, const Filters& after) {
    m_services.history().push<Filters>(text, m_filters, after,
                                       [this](const Filters& filters) { applyFilters(filters); });
}

void CellsState::applyFilters(const Filters& filters) {
    m_filters = filters;
    m_sets.setFilters(m_filters.visible);
    m_services.notify(Change::Filters);
}

void CellsState::hide(const std::string& column, std::set<int> hidden, const QString& text) {
    const auto values = m_groups.categorical(column);
    if (!values) return;
    Filters after = m_filters;
    if (hidden.empty()) {
        after.hidden.erase(column);
        after.visible.erase(categoryFilterKey(column));
    } else {
        std::vector<char> out(values->categories.size() + 1);  // by code + 1
        for (const int code : hidden) out[static_cast<std::size_t>(code + 1)] = 1;
        after.visible[categoryFilterKey(column)] = cells_where(cells(), [&](std::size_t cell) {
            return out[static_cast<std::size_t>(values->codes[cell] + 1)] == 0;
        });
        after.hidden[column] = std::move(hidden);
    }
    pushFilters(text, after);
}

void CellsState::setCategoryHidden(const std::string& column, int code, bool hidden) {
    const auto values = m_groups.categorical(column);
    if (!values || code >= static_cast<int>(values->categories.size())) return;
    const QString name = code < 0
                             ? tr("cells without %1").arg(QString::fromStdString(column))
                             : QString::fromStdString(values->categories[static_cast<std::size_t>(code)]);
    std::set<int> codes = hiddenCategories(column);
    if (hidden)
        codes.insert(code);
    else
        codes.erase(code);
    hide(column, std::move(codes), hidden ? tr("Hide %1").arg(name) : tr("Show %1").arg(name));
}

void CellsState::isolateCategory(const std::string& column, int code) {
    const auto values = m_groups.categorical(column);
    if (!values) return;
    std::set<int> others;
    for (int other = -1; other < static_cast<int>(values->categories.size()); ++other)
        if (other != code) others.insert(other);
    const bool isolated = hiddenCategories(column) == others;
    hide(column, isolated ? std::set<int>{} : std::move(others),
         isolated ? tr("Show all") : tr("Isolate group"));
}

const std::set<int>& CellsState::hiddenCategories(const std::string& column) const {
    static const std::set<int> none;
    const auto found = m_filters.hidden.find(column);
    return found == m_filters.hidden.end() ? none : found->second;
}

}  // namespace regulus

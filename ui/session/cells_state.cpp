#include "ui/session/cells_state.h"

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

void CellsState::recodeColumn(const std::string& column, const std::vector<int>& codes) {
    const auto recode = [&](Filters& filters) {
        const auto hidden = filters.hidden.find(column);
        if (hidden == filters.hidden.end()) return;
        std::set<int> now;
        for (const int code : hidden->second) {
            if (code < 0)
                now.insert(code);
            else if (static_cast<std::size_t>(code) < codes.size() &&
                     codes[static_cast<std::size_t>(code)] >= 0)
                now.insert(codes[static_cast<std::size_t>(code)]);
        }
        hidden->second = std::move(now);
    };
    recode(m_filters);
    m_services.history().patch<Filters>(recode);
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
    const CellSet after = combined(selection(), cells, mode);
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
    pushFilters(tr("Show all cells"), Filters{});
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

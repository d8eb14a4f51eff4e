// Groups of cells: of a column, selected, hovered, filtered.
#include "core/base/cell_loop.h"
#include "core/data/group_sizes.h"
#include "ui/session/color_resolver.h"
#include "ui/session/session.h"

namespace regulus {

std::shared_ptr<const Categorical> Session::categorical(const std::string& column) const {
    if (!m_dataset) return nullptr;
    if (const auto made = m_categories.find(column); made != m_categories.end()) return made->second;
    if (column != predicted_column || !m_model || !m_results) return nullptr;
    auto made = std::make_shared<const Categorical>(
        predictedColumn(*m_model, *m_results, m_categories, labelColumn()));
    m_categories[column] = made;
    return made;
}

const std::vector<std::size_t>& Session::groupSizes(const std::string& column) const {
    static const std::vector<std::size_t> none;
    const auto values = categorical(column);
    if (!values) return none;
    const auto known = m_groupSizes.find(column);
    if (known != m_groupSizes.end()) return known->second;
    return m_groupSizes[column] = column == predicted_column
                                      ? m_results->classSizes
                                      : group_sizes(values->codes, values->categories.size());
}

CellSet Session::cellsOf(const std::string& column, int code) const {
    const auto values = categorical(column);
    if (!values) return CellSet(cells());
    return cells_where(cells(), [&](std::size_t cell) { return values->codes[cell] == code; });
}

void Session::select(const CellSet& cells, SelectMode mode) {
    if (!m_dataset) return;
    const CellSet after = combined(selection(), cells, mode);
    const std::size_t count = after.count();
    push(count == 0 ? tr("Clear selection") : tr("Select %L1 cells").arg(count), selection(), after,
         &Session::applySelection);
}

void Session::selectAll() {
    select(visible());
}
void Session::clearSelection() {
    select(CellSet(cells()));
}
void Session::invertSelection() {
    select(visible() - selection());
}

void Session::applySelection(const CellSet& cells) {
    m_cells.setSelection(cells);
    notify(Change::Selection);
}

void Session::setHighlight(const CellSet& cells) {
    if (!m_dataset || cells == highlight()) return;
    m_cells.setHighlight(cells);
    notify(Change::Highlight);
}

void Session::clearHighlight() {
    setHighlight(CellSet(cells()));
}

void Session::setFilter(const std::string& key, const CellSet& visible) {
    Filters after = m_filters;
    after.visible[key] = visible;
    push(tr("Filter cells"), m_filters, after, &Session::applyFilters);
}

void Session::clearFilter(const std::string& key) {
    Filters after = m_filters;
    after.visible.erase(key);
    if (key.starts_with(categoryFilterKey({}))) after.hidden.erase(key.substr(categoryFilterKey({}).size()));
    push(tr("Clear filter"), m_filters, after, &Session::applyFilters);
}

void Session::clearFilters() {
    push(tr("Show all cells"), m_filters, Filters{}, &Session::applyFilters);
}

void Session::applyFilters(const Filters& filters) {
    m_filters = filters;
    m_cells.setFilters(m_filters.visible);
    notify(Change::Filters);
}

void Session::hide(const std::string& column, std::set<int> hidden, const QString& text) {
    const auto values = categorical(column);
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
    push(text, m_filters, after, &Session::applyFilters);
}

void Session::setCategoryHidden(const std::string& column, int code, bool hidden) {
    const auto values = categorical(column);
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

void Session::isolateCategory(const std::string& column, int code) {
    const auto values = categorical(column);
    if (!values) return;
    std::set<int> others;
    for (int other = -1; other < static_cast<int>(values->categories.size()); ++other)
        if (other != code) others.insert(other);
    const bool isolated = hiddenCategories(column) == others;
    hide(column, isolated ? std::set<int>{} : std::move(others),
         isolated ? tr("Show all") : tr("Isolate group"));
}

const std::set<int>& Session::hiddenCategories(const std::string& column) const {
    static const std::set<int> none;
    const auto found = m_filters.hidden.find(column);
    return found == m_filters.hidden.end() ? none : found->second;
}

}  // namespace regulus

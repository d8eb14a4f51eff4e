#include "ui/session/group_columns.h"

#include <utility>

#include "core/base/cell_loop.h"
#include "core/data/group_sizes.h"
#include "ui/figures/color_resolver.h"

namespace regulus {

namespace {

constexpr std::size_t most_listed = 1000;

}  // namespace

CategoryColumns GroupColumns::reset(CategoryColumns columns, GroupSizes sizes) {
    m_sizes = std::move(sizes);
    m_predicted = nullptr;
    m_own.clear();
    m_dressed.clear();
    m_file = std::move(columns);
    return std::exchange(m_columns, m_file);
}

void GroupColumns::setMade() {
    CategoryColumns all = m_file;
    m_own.clear();
    for (const OwnColumn& column : m_opened.own) {
        m_own.push_back(column.name);
        if (column.values) all[column.name] = column.values;  // else numbers
    }
    std::erase_if(m_dressed, [&](const auto& one) { return !m_opened.looks.contains(one.first); });
    for (auto& [name, column] : all) column = shown(name, column);
    std::erase_if(m_sizes, [&](const auto& one) {
        const auto before = m_columns.find(one.first), now = all.find(one.first);
        return before != m_columns.end() && (now == all.end() || now->second != before->second);
    });
    m_columns = std::move(all);
}

std::shared_ptr<const Categorical> GroupColumns::shown(const std::string& name,
                                                       const std::shared_ptr<const Categorical>& column) {
    const auto look = m_opened.looks.find(name);
    if (look == m_opened.looks.end()) return column;
    Dressed& kept = m_dressed[name];
    if (kept.column != column || kept.look != look->second)
        kept = {column, std::make_shared<const Categorical>(dressed(*column, look->second)), look->second};
    return kept.shown;
}

std::shared_ptr<const Categorical> GroupColumns::original(const std::string& column) const {
    if (const OwnColumn* own = ownColumn(m_opened.own, column)) return own->values;
    const auto known = m_file.find(column);
    return known == m_file.end() ? nullptr : known->second;
}

std::vector<std::string> GroupColumns::names() const {
    std::vector<std::string> names;
    if (!m_opened.dataset) return names;
    for (const Column& column : m_opened.dataset->obs.columns) names.push_back(column.name);
    names.insert(names.end(), m_own.begin(), m_own.end());
    return names;
}

void GroupColumns::addLabels() {
    if (!m_opened.labels || m_columns.contains(m_opened.labels->column)) return;
    m_file[m_opened.labels->column] = categoriesOf(*m_opened.labels);
    setMade();
}

void GroupColumns::forgetPredicted() {
    m_predicted = nullptr;
    m_sizes.erase(predicted_column);
}

std::shared_ptr<const Categorical> GroupColumns::categorical(const std::string& column) const {
    if (!m_opened.dataset) return nullptr;
    if (const auto known = m_columns.find(column); known != m_columns.end()) return known->second;
    if (column != predicted_column || !m_model.file || !m_model.results) return nullptr;
    if (!m_predicted)
        m_predicted = std::make_shared<const Categorical>(
            predictedColumn(*m_model.file, *m_model.results, m_columns, m_opened.labelColumn()));
    return m_predicted;
}

std::vector<std::string> GroupColumns::listed() const {
    std::vector<std::string> listed;
    for (std::string& name : names()) {
        const auto groups = categorical(name);
        if (groups && !groups->categories.empty() && groups->categories.size() <= most_listed)
            listed.push_back(std::move(name));
    }
    if (m_model.results) listed.emplace_back(predicted_column);
    return listed;
}

const std::vector<std::size_t>& GroupColumns::sizes(const std::string& column) const {
    static const std::vector<std::size_t> none;
    const auto values = categorical(column);
    if (!values) return none;
    const auto known = m_sizes.find(column);
    if (known != m_sizes.end()) return known->second;
    return m_sizes[column] = column == predicted_column
                                 ? m_model.results->class_sizes
                                 : group_sizes(values->codes, values->categories.size());
}

CellSet GroupColumns::cellsOf(const std::string& column, int code) const {
    const std::size_t cells = m_opened.cells();
    const auto values = categorical(column);
    if (!values) return CellSet(cells);
    return cells_where(cells, [&](std::size_t cell) { return values->codes[cell] == code; });
}

}  // namespace regulus

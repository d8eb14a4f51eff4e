#include "ui/session/comparison_state.h"

#include <QStringList>
#include <algorithm>
#include <utility>

#include "core/base/cell_loop.h"

namespace regulus {

void ComparisonState::change(const QString& text, const ComparisonSetup& after, int merge) {
    m_services.history().push<ComparisonSetup>(
        text, m_setup, after, [this](const ComparisonSetup& setup) { apply(setup); }, merge);
}

void ComparisonState::apply(const ComparisonSetup& setup) {
    m_setup = setup;
    m_services.notify(Change::Comparison);
}

void ComparisonState::put(ComparedSide side, ComparedCells cells) {
    ComparisonSetup after = m_setup;
    after.allGroups = false;
    const QString name = cells.chosen() ? cells.name : tr("nothing");
    (side == ComparedSide::A ? after.a : after.b) = std::move(cells);
    change(side == ComparedSide::A ? tr("Put %1 into A").arg(name) : tr("Put %1 into B").arg(name), after);
}

QString ComparisonState::namesOf(const std::string& column, const std::vector<int>& codes) const {
    const auto groups = m_groups.categorical(column);
    QStringList names;
    for (const int code : codes)
        names << (code < 0 ? tr("no value")
                           : QString::fromStdString(groups->categories[static_cast<std::size_t>(code)]));
    return names.join(QStringLiteral(", "));
}

ComparedCells ComparisonState::cellsOf(const std::string& column, const std::vector<int>& codes) const {
    const auto groups = m_groups.categorical(column);
    const auto count = groups ? static_cast<int>(groups->categories.size()) : 0;
    std::vector<char> in(static_cast<std::size_t>(count) + 1, 0);  // by code + 1
    ComparedCells cells;
    for (const int code : codes) {
        if (code < -1 || code >= count || in[static_cast<std::size_t>(code + 1)] != 0) continue;
        in[static_cast<std::size_t>(code + 1)] = 1;
        cells.codes.push_back(code);
    }
    if (cells.codes.empty()) return {};
    cells.column = column;
    cells.name = namesOf(column, cells.codes);
    cells.cells = cells_where(groups->codes.size(), [&](std::size_t cell) {
        return in[static_cast<std::size_t>(groups->codes[cell] + 1)] != 0;
    });
    return cells;
}

void ComparisonState::putGroups(ComparedSide side, const std::string& column, const std::vector<int>& codes) {
    put(side, cellsOf(column, codes));
}

void ComparisonState::putCells(ComparedSide side, const CellSet& cells) {
    const std::size_t count = cells.count();
    if (count == 0) return put(side, {});
    put(side, {{}, {}, count == 1 ? tr("1 selected cell") : tr("%L1 selected cells").arg(count), cells});
}

void ComparisonState::takeOutShared() {
    if (!m_setup.a.chosen() || !m_setup.b.chosen()) return;
    ComparedCells left = m_setup.b;
    left.cells -= m_setup.a.cells;
    if (left.cells == m_setup.b.cells) return;
    left.codes.clear();
    left.name = tr("%1 without A").arg(left.name);
    if (left.cells.empty()) left = {};
    put(ComparedSide::B, std::move(left));
}

void ComparisonState::swapSides() {
    if (!m_setup.b.chosen()) return;
    ComparisonSetup after = m_setup;
    std::swap(after.a, after.b);
    change(tr("Swap A and B"), after);
}

void ComparisonState::compareSides() {
    ComparisonSetup after = m_setup;
    after.allGroups = false;
    change(tr("Compare A with B"), after);
}

void ComparisonState::compareAllGroups(const std::string& column) {
    ComparisonSetup after = m_setup;
    after.allGroups = true;
    after.column = column;
    change(tr("Compare all groups"), after);
}

void ComparisonState::setDonors(const std::string& column) {
    ComparisonSetup after = m_setup;
    after.donors = column;
    change(tr("Choose donors"), after);
}

void ComparisonState::setVisibleOnly(bool on) {
    ComparisonSetup after = m_setup;
    after.visibleOnly = on;
    change(on ? tr("Compare visible cells only") : tr("Compare hidden cells, too"), after);
}

void ComparisonState::setFilters(const ComparisonFilters& filters) {
    ComparisonSetup after = m_setup;
    after.filters = filters;
    change(tr("Filter the comparison"), after, MergeFilters);
}

ComparisonSetup withoutColumn(ComparisonSetup setup, const std::string& column) {
    for (ComparedCells* side : {&setup.a, &setup.b})
        if (side->column == column) *side = {};
    if (setup.column == column) setup.column.clear();
    if (setup.donors == column) setup.donors.clear();
    return setup;
}

void ComparisonState::reset(const std::string& donors) {
    m_setup = {};
    m_setup.donors = donors;
}

void ComparisonState::restore(ComparisonSetup setup) {
    for (ComparedCells* side : {&setup.a, &setup.b})
        if (!side->codes.empty()) *side = cellsOf(side->column, side->codes);
    for (std::string* column : {&setup.column, &setup.donors})
        if (!column->empty() && !m_groups.categorical(*column)) column->clear();
    m_setup = std::move(setup);
}

void ComparisonState::forgetColumn(const std::string& column) {
    const auto forget = [&](ComparisonSetup& setup) { setup = withoutColumn(std::move(setup), column); };
    forget(m_setup);
    m_services.history().patch<ComparisonSetup>(forget);
}

void ComparisonState::dropColumn(const std::string& column) {
    m_setup = withoutColumn(std::move(m_setup), column);
}

void ComparisonState::recodeColumn(const std::string& column, const std::vector<int>& codes) {
    for (ComparedCells* side : {&m_setup.a, &m_setup.b}) {
        if (side->column != column || side->codes.empty()) continue;
        std::vector<int> now;
        for (const int code : side->codes) {
            const int at = code < 0 ? code : codes[static_cast<std::size_t>(code)];
            if (code < 0 || at >= 0) now.push_back(at);
        }
        if (now.empty()) {  // of groups without cells
            *side = {};
            continue;
        }
        side->codes = std::move(now);
        side->name = namesOf(column, side->codes);
    }
}

void ComparisonState::regroupColumn(const std::string& column) {
    for (ComparedCells* side : {&m_setup.a, &m_setup.b})
        if (side->column == column) *side = regrouped(*side);
}

ComparedCells ComparisonState::regrouped(const ComparedCells& side) const {
    const auto groups = m_groups.categorical(side.column);
    if (!groups || side.codes.empty()) return {};             // "B without A" is no group
    const std::size_t count = groups->categories.size() + 1;  // by code + 1
    std::vector<char> inside(count), outside(count);
    for (std::size_t cell = 0; cell < groups->codes.size(); ++cell)
        (side.cells.contains(cell) ? inside : outside)[static_cast<std::size_t>(groups->codes[cell] + 1)] = 1;
    ComparedCells now = side;
    now.codes.clear();
    for (std::size_t group = 0; group < count; ++group) {
        if (inside[group] == 0) continue;
        if (outside[group] != 0) return {};
        now.codes.push_back(static_cast<int>(group) - 1);
    }
    if (now.codes.empty()) return {};
    now.name = namesOf(side.column, now.codes);
    return now;
}

void ComparisonState::restoreColumn(const std::string& column, const ComparisonSetup& from) {
    dropColumn(column);
    if (from.a.column == column) m_setup.a = from.a;
    if (from.b.column == column) m_setup.b = from.b;
    if (from.column == column) m_setup.column = column;
    if (from.donors == column) m_setup.donors = column;
}

}  // namespace regulus

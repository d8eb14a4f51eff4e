#include "core/workflow/cell_groups.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/data/missing_label.h"
#include "core/workflow/labels.h"

namespace regulus {
namespace {

std::string describe(const std::vector<ColumnValue>& values) {
    std::vector<std::string> texts;
    for (const ColumnValue& one : values) texts.push_back(one.column + "=" + one.value);
    return fmt::format("{}", fmt::join(texts, ", "));
}

std::vector<std::uint8_t> marked(std::size_t cells, std::span<const std::uint32_t> rows) {
    std::vector<std::uint8_t> marks(cells, 0);
    for (const std::uint32_t row : rows) marks[row] = 1;
    return marks;
}

std::vector<std::uint8_t> marked(const Table& obs, const std::vector<ColumnValue>& values) {
    std::vector<std::uint8_t> marks(obs.size(), 0);
    for (const ColumnValue& one : values)
        for (const std::uint32_t row : cells_with(obs, one)) marks[row] = 1;
    return marks;
}

std::vector<ColumnValue> named_once(const std::vector<ColumnValue>& values) {
    std::vector<ColumnValue> once;
    for (const ColumnValue& one : values)
        if (std::ranges::find(once, one) == once.end()) once.push_back(one);
    return once;
}

std::vector<std::string> columns_of(const std::vector<ColumnValue>& values) {
    std::vector<std::string> columns;
    for (const ColumnValue& one : values)
        if (std::ranges::find(columns, one.column) == columns.end()) columns.push_back(one.column);
    return columns;
}

// Whether a cell lacks a value in one of the columns: nobody knows which group it belongs to.
std::vector<std::uint8_t> without_value(const Table& obs, const std::vector<std::string>& columns) {
    std::vector<std::uint8_t> without(obs.size(), 0);
    for (const std::string& column : columns) {
        const auto categories = as_categorical(*obs.find(column));
        for (std::size_t c = 0; c < obs.size(); ++c) {
            const std::int32_t code = categories->codes[c];
            if (code < 0 || means_unlabelled(categories->categories[static_cast<std::size_t>(code)]))
                without[c] = 1;
        }
    }
    return without;
}

void check_sides(const CellGroups& groups, bool against_rest, bool some_left_out) {
    const char* const remedy = "Choose other values, or more cells";
    for (std::size_t g = 0; g < 2; ++g) {
        if (groups.cells[g] > 0) continue;
        if (g == 1 && against_rest)
            throw Error(ErrorKind::Data,
                        fmt::format("All cells{} are in the group {}",
                                    some_left_out ? " that have a value" : "", groups.names[0]),
                        {}, remedy);
        throw Error(ErrorKind::Data, fmt::format("No cell is in the group {}", groups.names[g]), {}, remedy);
    }
}

}  // namespace

void count_cells(CellGroups& groups) {
    groups.cells.assign(groups.names.size(), 0);
    for (const std::int32_t code : groups.codes)
        if (code >= 0) ++groups.cells[static_cast<std::size_t>(code)];
}

ColumnValue parse_column_value(const std::string& text, const std::string& option) {
    const auto at = text.find('=');
    if (at == std::string::npos || at == 0)
        throw Error(ErrorKind::Usage, option + " takes COLUMN=VALUE, not '" + text + "'");
    if (at + 1 == text.size())
        throw Error(ErrorKind::Usage, option + " names no value in '" + text + "'", {},
                    "Cells without a value are no group");
    return {text.substr(0, at), text.substr(at + 1)};
}

std::vector<std::uint32_t> cells_with(const Table& obs, const ColumnValue& wanted) {
    const Column* column = obs.find(wanted.column);
    if (column == nullptr) throw Error(ErrorKind::Usage, "obs has no column '" + wanted.column + "'");
    const auto categories = as_categorical(*column);
    const auto place = categories ? std::ranges::find(categories->categories, wanted.value)
                                  : std::vector<std::string>::const_iterator{};
    if (!categories || place == categories->categories.end()) {
        const std::string known =
            categories ? fmt::format("{}", fmt::join(categories->categories, ", ")) : "";
        throw Error(ErrorKind::Usage,
                    fmt::format("Column '{}' has no value '{}'", wanted.column, wanted.value), {},
                    known.size() > 400 || known.empty() ? "" : "It has " + known);
    }
    const auto code = static_cast<std::int32_t>(place - categories->categories.begin());
    std::vector<std::uint32_t> rows;
    for (std::size_t c = 0; c < obs.size(); ++c) {
        if (categories->codes[c] == code) rows.push_back(static_cast<std::uint32_t>(c));
    }
    if (rows.empty())
        throw Error(ErrorKind::Data, fmt::format("No cell has {} = {}", wanted.column, wanted.value));
    return rows;
}

CellGroups groups_of_column(const Table& obs, const std::string& column,
                            std::span<const std::uint32_t> rows) {
    const Labels labels = read_labels(obs, column);
    const std::vector<std::uint8_t> chosen = marked(obs.size(), rows);
    CellGroups groups;
    groups.column = column;
    groups.names = labels.classes;
    groups.codes = labels.codes;
    for (std::size_t c = 0; c < groups.codes.size(); ++c)
        if (chosen[c] == 0) groups.codes[c] = -1;
    count_cells(groups);
    const auto with_cells = std::ranges::count_if(groups.cells, [](std::size_t n) { return n > 0; });
    if (with_cells < 2) {
        throw Error(ErrorKind::Data,
                    fmt::format("Fewer than two groups of '{}' have cells among those chosen", column), {},
                    "Choose more cells or another column");
    }
    if (labels.unlabelled > 0)
        groups.warnings.push_back(fmt::format("{} without a value of {} take no part",
                                              count_text(labels.unlabelled, "cell", "cells"), column));
    return groups;
}

CellGroups two_groups(const Table& obs, const std::vector<ColumnValue>& of,
                      const std::vector<ColumnValue>& against, std::span<const std::uint32_t> rows) {
    const std::vector<ColumnValue> a = named_once(of), b = named_once(against);
    const auto in_a = marked(obs, a), in_b = marked(obs, b), chosen = marked(obs.size(), rows);
    const std::vector<std::string> columns = columns_of(a);
    const auto unknown = without_value(obs, columns);
    CellGroups groups;
    groups.pair = true;
    groups.names = {describe(a), b.empty() ? "all others" : describe(b)};
    groups.codes.assign(obs.size(), -1);
    std::size_t both = 0, without = 0;
    for (std::size_t c = 0; c < obs.size(); ++c) {
        if (chosen[c] == 0) continue;
        both += in_a[c] != 0 && in_b[c] != 0 ? 1 : 0;
        if (in_a[c] != 0)
            groups.codes[c] = 0;
        else if (in_b[c] != 0 || (b.empty() && unknown[c] == 0))
            groups.codes[c] = 1;
        else if (b.empty())
            ++without;
    }
    if (both > 0) {
        throw Error(
            ErrorKind::Usage,
            fmt::format("{} in both groups", both == 1 ? "A cell is" : count_text(both) + " cells are"), {},
            "Choose groups that share no cells");
    }
    count_cells(groups);
    check_sides(groups, b.empty(), without > 0);
    if (without > 0)
        groups.warnings.push_back(fmt::format("{} without a value of {} {} no part",
                                              count_text(without, "cell", "cells"),
                                              fmt::join(columns, " or "), without == 1 ? "takes" : "take"));
    const auto same_column = [&](const auto& one) { return one.column == a.front().column; };
    if (std::ranges::all_of(a, same_column) && std::ranges::all_of(b, same_column))
        groups.column = a.front().column;
    return groups;
}

}  // namespace regulus

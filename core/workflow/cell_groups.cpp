#include "core/workflow/cell_groups.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/base/count_text.h"
#include "core/base/error.h"
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

void count_cells(CellGroups& groups) {
    groups.cells.assign(groups.names.size(), 0);
    for (const std::int32_t code : groups.codes)
        if (code >= 0) ++groups.cells[static_cast<std::size_t>(code)];
}

}  // namespace

ColumnValue parse_column_value(const std::string& text, const std::string& option) {
    const auto at = text.find('=');
    if (at == std::string::npos || at == 0)
        throw Error(ErrorKind::Usage, option + " takes COLUMN=VALUE, not '" + text + "'");
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

CellGroups two_groups(const Table& obs, const std::vector<ColumnValue>& a, const std::vector<ColumnValue>& b,
                      std::span<const std::uint32_t> rows) {
    const auto in_a = marked(obs, a), in_b = marked(obs, b), chosen = marked(obs.size(), rows);
    CellGroups groups;
    groups.pair = true;
    groups.names = {describe(a), b.empty() ? "all others" : describe(b)};
    groups.codes.assign(obs.size(), -1);
    std::size_t both = 0;
    for (std::size_t c = 0; c < obs.size(); ++c) {
        if (chosen[c] == 0) continue;
        both += in_a[c] != 0 && in_b[c] != 0 ? 1 : 0;
        if (in_a[c] != 0)
            groups.codes[c] = 0;
        else if (in_b[c] != 0 || b.empty())
            groups.codes[c] = 1;
    }
    if (both > 0) {
        throw Error(
            ErrorKind::Usage,
            fmt::format("{} in both groups", both == 1 ? "A cell is" : count_text(both) + " cells are"), {},
            "Choose groups that share no cells");
    }
    count_cells(groups);
    for (std::size_t g = 0; g < 2; ++g)
        if (groups.cells[g] == 0)
            throw Error(ErrorKind::Data, fmt::format("No cell is in the group {}", groups.names[g]), {},
                        "Choose other values, or more cells");
    const auto same_column = [&](const auto& one) { return one.column == a.front().column; };
    if (std::ranges::all_of(a, same_column) && std::ranges::all_of(b, same_column))
        groups.column = a.front().column;
    return groups;
}

}  // namespace regulus

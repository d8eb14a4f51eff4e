#include "core/workflow/groups_of_sets.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/cell_loop.h"
#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/natural_order.h"
#include "core/data/missing_label.h"

namespace regulus {
namespace {

// One a category: its place among those that are labels, or -1.
std::vector<std::int32_t> places_of(const Categorical& categories, const std::vector<std::size_t>& cells,
                                    std::vector<std::string>& names) {
    std::vector<std::int32_t> places(categories.categories.size(), -1);
    for (const std::size_t c : listing_order(categories.categories, categories.ordered)) {
        if (cells[c] == 0 || means_unlabelled(categories.categories[c])) continue;
        places[c] = static_cast<std::int32_t>(names.size());
        names.push_back(categories.categories[c]);
    }
    return places;
}

}  // namespace

CellGroups two_sets(const CellSet& a, const std::string& name_a, const CellSet& b,
                    const std::string& name_b) {
    if (const std::size_t both = (a & b).count(); both > 0) {
        throw Error(ErrorKind::Usage,
                    fmt::format("{} in both {} and {}",
                                both == 1 ? "A cell is" : count_text(both) + " cells are", name_a, name_b),
                    {}, "Choose groups that share no cells");
    }
    CellGroups groups;
    groups.pair = true;
    groups.names = {name_a, name_b};
    groups.codes.assign(a.universe(), -1);
    visit_cells(a, [&](std::size_t cell) { groups.codes[cell] = 0; });
    visit_cells(b, [&](std::size_t cell) { groups.codes[cell] = 1; });
    count_cells(groups);
    for (std::size_t side = 0; side < 2; ++side)
        if (groups.cells[side] == 0)
            throw Error(ErrorKind::Data, fmt::format("There are no cells in {}", groups.names[side]), {},
                        "Choose other groups, or more cells");
    return groups;
}

CellGroups groups_of_categories(const Categorical& categories, const std::string& column,
                                const CellSet& among) {
    CellGroups groups;
    groups.column = column;
    std::vector<std::size_t> cells(categories.categories.size(), 0);
    visit_cells(among, [&](std::size_t cell) {
        if (categories.codes[cell] >= 0) ++cells[static_cast<std::size_t>(categories.codes[cell])];
    });
    const std::vector<std::int32_t> places = places_of(categories, cells, groups.names);
    if (groups.names.size() < 2)
        throw Error(ErrorKind::Data,
                    fmt::format("Fewer than two groups of {} have cells among those compared", column), {},
                    "Choose another column, or more cells");
    groups.codes.assign(categories.codes.size(), -1);
    std::size_t without = 0;
    visit_cells(among, [&](std::size_t cell) {
        const std::int32_t code = categories.codes[cell];
        groups.codes[cell] = code < 0 ? -1 : places[static_cast<std::size_t>(code)];
        without += groups.codes[cell] < 0 ? 1 : 0;
    });
    count_cells(groups);
    if (without > 0)
        groups.warnings.push_back(fmt::format("{} without a value of {} {} no part",
                                              count_text(without, "cell", "cells"), column,
                                              without == 1 ? "takes" : "take"));
    return groups;
}

CellSet cells_without_label(const Categorical& categories) {
    std::vector<char> no_label(categories.categories.size() + 1, 1);  // by code + 1
    for (std::size_t c = 0; c < categories.categories.size(); ++c)
        no_label[c + 1] = means_unlabelled(categories.categories[c]) ? 1 : 0;
    return cells_where(categories.codes.size(), [&](std::size_t cell) {
        return no_label[static_cast<std::size_t>(categories.codes[cell] + 1)] != 0;
    });
}

}  // namespace regulus

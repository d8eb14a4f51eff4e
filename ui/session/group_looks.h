// How the groups of a column are shown: colours, an order, notes that a person gave them. The column itself,
// be it of the file or made here, is not changed by it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/data/table.h"

namespace regulus {

// Names of groups rather than codes: what is said of a group stays with it where others come or go. Names
// that a column has not are passed over.
struct GroupLook {
    std::map<std::string, std::string> colors;  // "#rrggbb"
    std::vector<std::string> order;             // those that are missing come behind, as they come anyway
    std::map<std::string, std::string> notes;
    bool largestOnly = false;  // colours for the most_told_apart largest, one grey for the others

    bool empty() const { return *this == GroupLook{}; }
    bool notesAlone() const { return colors.empty() && order.empty() && !largestOnly; }
    bool operator==(const GroupLook&) const = default;
};
using GroupLooks = std::map<std::string, GroupLook>;  // by column; none that is empty()

// Nobody tells more colours apart than this.
inline constexpr std::size_t most_told_apart = 30;
inline constexpr const char* shared_grey = "#969696";  // of groups without a colour of their own

// The column as it is shown: its colours are all there, and where an order was chosen, its categories stand
// in that order and it is `ordered`. Looks at every row.
Categorical dressed(const Categorical& column, const GroupLook& look);

// What is said of a group is said of another name, and nothing else is said of that.
void renameIn(GroupLook& look, const std::string& from, const std::string& to);
// Nothing is said of these any more.
void forgetIn(GroupLook& look, const std::set<std::string>& names);
// Nor of the groups of `before` that `after` has not: another one may get their name.
void forgetGone(GroupLook& look, const Categorical& before, const Categorical& after);

// For each category of `before`, the one of `after` that has the same cells; -1 of one without cells that is
// not there by name. nullopt where the two divide the cells in different ways.
std::optional<std::vector<int>> sameGroups(const Categorical& before, const Categorical& after);

}  // namespace regulus

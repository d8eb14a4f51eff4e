#include "ui/session/group_looks.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <unordered_map>

#include "core/base/natural_order.h"
#include "core/data/group_sizes.h"
#include "core/data/missing_label.h"
#include "ui/session/group_colors.h"

namespace regulus {
namespace {

std::unordered_map<std::string, std::size_t> placesOf(const std::vector<std::string>& names) {
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < names.size(); ++i) places.emplace(names[i], i);
    return places;
}

void color(Categorical& column, const GroupLook& look) {
    column.colors = colorNames(column);
    for (std::size_t k = 0; k < column.colors.size(); ++k)
        if (const auto chosen = look.colors.find(column.categories[k]); chosen != look.colors.end())
            column.colors[k] = chosen->second;
}

// A colour that was chosen for a group stays, however small the group is.
void greySmall(Categorical& column, const GroupLook& look) {
    const std::vector<std::size_t> sizes = group_sizes(column.codes, column.categories.size());
    std::vector<std::size_t> bySize;
    for (std::size_t k = 0; k < column.categories.size(); ++k)
        if (!means_unlabelled(column.categories[k])) bySize.push_back(k);
    if (bySize.size() <= most_told_apart) return;
    std::ranges::stable_sort(bySize, std::greater<>(), [&](std::size_t k) { return sizes[k]; });
    for (std::size_t at = most_told_apart; at < bySize.size(); ++at)
        if (!look.colors.contains(column.categories[bySize[at]])) column.colors[bySize[at]] = shared_grey;
}

std::vector<std::size_t> chosenOrder(const Categorical& column, const std::vector<std::string>& names) {
    const auto places = placesOf(column.categories);
    std::vector<std::size_t> order;
    std::vector<char> taken(column.categories.size(), 0);
    const auto take = [&](std::size_t k) {
        if (taken[k] == 0) order.push_back(k);
        taken[k] = 1;
    };
    for (const std::string& name : names)
        if (const auto at = places.find(name); at != places.end()) take(at->second);
    for (const std::size_t k : listing_order(column.categories, column.ordered)) take(k);
    return order;
}

void arrange(Categorical& column, const std::vector<std::size_t>& order) {
    std::vector<std::string> categories, colors;
    std::vector<std::int32_t> places(order.size());
    for (std::size_t at = 0; at < order.size(); ++at) {
        categories.push_back(std::move(column.categories[order[at]]));
        colors.push_back(std::move(column.colors[order[at]]));
        places[order[at]] = static_cast<std::int32_t>(at);
    }
    for (std::int32_t& code : column.codes)
        if (code >= 0) code = places[static_cast<std::size_t>(code)];
    column.categories = std::move(categories);
    column.colors = std::move(colors);
    column.ordered = true;
}

}  // namespace

Categorical dressed(const Categorical& column, const GroupLook& look) {
    Categorical shown = column;
    color(shown, look);
    if (look.largestOnly) greySmall(shown, look);
    if (!look.order.empty()) arrange(shown, chosenOrder(shown, look.order));
    return shown;
}

void renameIn(GroupLook& look, const std::string& from, const std::string& to) {
    if (from == to) return;
    forgetIn(look, {to});
    const auto rename = [&](std::map<std::string, std::string>& said) {
        auto one = said.extract(from);
        if (one.empty()) return;
        one.key() = to;
        said.insert(std::move(one));
    };
    rename(look.colors);
    rename(look.notes);
    std::ranges::replace(look.order, from, to);
}

void forgetIn(GroupLook& look, const std::set<std::string>& names) {
    const auto among = [&](const auto& said) { return names.contains(said.first); };
    std::erase_if(look.colors, among);
    std::erase_if(look.notes, among);
    std::erase_if(look.order, [&](const std::string& name) { return names.contains(name); });
}

void forgetGone(GroupLook& look, const Categorical& before, const Categorical& after) {
    std::set<std::string> gone(before.categories.begin(), before.categories.end());
    for (const std::string& name : after.categories) gone.erase(name);
    forgetIn(look, gone);
}

std::optional<std::vector<int>> sameGroups(const Categorical& before, const Categorical& after) {
    constexpr int open = -2;
    if (before.codes.size() != after.codes.size()) return std::nullopt;
    std::vector<int> there(before.categories.size(), open), back(after.categories.size(), open);
    for (std::size_t cell = 0; cell < before.codes.size(); ++cell) {
        const std::int32_t old = before.codes[cell], now = after.codes[cell];
        if ((old < 0) != (now < 0)) return std::nullopt;
        if (old < 0) continue;
        int& to = there[static_cast<std::size_t>(old)];
        int& from = back[static_cast<std::size_t>(now)];
        if (to == open && from == open) {
            to = now;
            from = old;
        } else if (to != now || from != old) {
            return std::nullopt;
        }
    }
    const auto places = placesOf(after.categories);
    for (std::size_t k = 0; k < there.size(); ++k) {
        if (there[k] != open) continue;
        const auto at = places.find(before.categories[k]);
        const bool free = at != places.end() && back[at->second] == open;
        there[k] = free ? static_cast<int>(at->second) : -1;
    }
    return there;
}

}  // namespace regulus

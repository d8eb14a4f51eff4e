#include "core/workflow/group_summary.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <unordered_map>
#include <unordered_set>

#include "core/base/count_text.h"
#include "core/base/error.h"

namespace regulus {
namespace {

std::string folded(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

std::string written_otherwise(const ComparedValues& values, const std::string& name) {
    const std::string wanted = folded(name);
    const auto found =
        std::ranges::find_if(values.names, [&](const auto& one) { return folded(one) == wanted; });
    return found == values.names.end() ? std::string() : "It is written " + *found;
}

// One a cell: group × parts + part.
std::vector<std::int32_t> crossed(const CellGroups& groups, const std::optional<CellGroups>& split) {
    if (!split) return groups.codes;
    std::vector<std::int32_t> codes(groups.codes.size(), -1);
    const auto parts = static_cast<std::int32_t>(split->names.size());
    for (std::size_t c = 0; c < codes.size(); ++c)
        if (groups.codes[c] >= 0 && split->codes[c] >= 0)
            codes[c] = groups.codes[c] * parts + split->codes[c];
    return codes;
}

const char* kind_of(ValuesOf what) {
    return what == ValuesOf::Genes ? "gene" : what == ValuesOf::Columns ? "column" : "TF";
}

void add_warnings(GroupSummary& made) {
    const GeneSummaries& sums = made.summaries;
    if (sums.unread > 0)
        made.warnings.push_back(fmt::format("{} of which nothing can be read (no expression) {} left out",
                                            count_text(sums.unread, "cell", "cells"),
                                            sums.unread == 1 ? "is" : "are"));
    if (sums.not_finite.empty()) return;
    std::vector<std::string> names;
    for (const std::uint32_t g : sums.not_finite) names.push_back(made.names[g]);
    made.warnings.push_back(
        fmt::format("Values that are NaN or infinite, not summed up: {}", fmt::join(names, ", ")));
}

}  // namespace

std::vector<std::uint32_t> places_of(const ComparedValues& values, const std::vector<std::string>& names) {
    std::unordered_map<std::string_view, std::uint32_t> places;
    for (std::size_t i = 0; i < values.names.size(); ++i)
        places.emplace(values.names[i], static_cast<std::uint32_t>(i));
    std::vector<std::uint32_t> found;
    std::unordered_set<std::uint32_t> taken;
    for (const std::string& name : names) {
        const auto place = places.find(name);
        if (place == places.end())
            throw Error(ErrorKind::Usage, fmt::format("There is no {} '{}'", kind_of(values.of), name), {},
                        written_otherwise(values, name));
        if (taken.insert(place->second).second) found.push_back(place->second);
    }
    return found;
}

GroupSummary summarise_groups(const ComparedValues& values, const std::vector<std::string>& names,
                              CellGroups groups, std::optional<CellGroups> split, bool density, Job& job) {
    const std::vector<std::uint32_t> places = places_of(values, names);
    GroupSummary made;
    for (const std::uint32_t place : places) made.names.push_back(values.names[place]);
    made.of = values.of;
    made.values = values.values;
    made.counts = values.counts;
    made.warnings = values.warnings;
    const std::vector<std::int32_t> codes = crossed(groups, split);
    if (std::ranges::none_of(codes, [](std::int32_t code) { return code >= 0; }))
        throw Error(ErrorKind::Data, "No cell is in a group", {}, "Choose other groups");
    const std::size_t count = groups.names.size() * (split ? split->names.size() : 1);
    if (count > most_groups)
        throw Error(ErrorKind::Data,
                    fmt::format("{} are more than a plot holds", count_text(count, "group", "groups")));
    made.groups = std::move(groups);
    made.split = std::move(split);
    for (const auto* warnings : {&made.groups.warnings, made.split ? &made.split->warnings : nullptr})
        if (warnings != nullptr)
            made.warnings.insert(made.warnings.end(), warnings->begin(), warnings->end());
    made.summaries = summarise_genes(
        values.matrix, places, codes, count,
        {.linear = values.counts, .density = density, .leave_out_unread = values.of != ValuesOf::Genes}, job);
    add_warnings(made);
    return made;
}

std::vector<std::string> top_markers(const GroupComparison& comparison, std::size_t each) {
    const ComparisonFilter filter{.min_share = 0.1, .most_q = 0.05, .up = true};
    std::vector<std::string> names;
    std::unordered_set<std::uint32_t> taken;
    for (std::size_t group = 0; group < comparison.groups.names.size(); ++group) {
        if (comparison.shown[group] == 0) continue;
        std::size_t found = 0;
        for (const std::uint32_t gene : ranked_genes(comparison, group, filter)) {
            if (found == each) break;
            ++found;
            if (taken.insert(gene).second) names.push_back(comparison.names[gene]);
        }
    }
    return names;
}

}  // namespace regulus

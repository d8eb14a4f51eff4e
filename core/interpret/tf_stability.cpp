#include "core/interpret/tf_stability.h"

#include <algorithm>
#include <cassert>

#include "core/interpret/attention_of_groups.h"

namespace regulus {
namespace {

// Entries of a group, largest mean first.
std::vector<std::size_t> first_entries(const GroupMeans& means, std::size_t group,
                                       std::vector<std::size_t> entries, std::size_t count) {
    std::ranges::stable_sort(
        entries, [&](std::size_t a, std::size_t b) { return means.mean(group, a) > means.mean(group, b); });
    entries.resize(std::min(count, entries.size()));
    return entries;
}

GroupMeans half_means(const HalfReaders& halves, std::size_t half, const TfFamilies& families,
                      const MatrixSource& expression, std::span<const std::uint32_t> rows,
                      std::span<const std::int32_t> groups, std::size_t group_count, Job& job) {
    std::vector<std::uint32_t> own;
    std::vector<std::int32_t> of;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!halves.cells[half].contains(rows[i])) continue;
        own.push_back(rows[i]);
        of.push_back(groups[i]);
    }
    return std::move(attention_of_groups(std::span(&halves.readers[half], 1), families, expression, own, of,
                                         group_count, job)
                         .front());
}

}  // namespace

std::size_t TfStability::count(Standing what, const TfFamilies& families) const {
    std::size_t found = 0;
    for (std::size_t first = 0; first < standing.size(); first += columns)
        for (const std::size_t entry : families.entries()) found += standing[first + entry] == what ? 1 : 0;
    return found;
}

TfStability tf_stability(const GroupMeans& shown, const HalfReaders& halves, const TfFamilies& families,
                         const MatrixSource& expression, std::span<const std::uint32_t> rows,
                         std::span<const std::int32_t> groups, Job& job) {
    assert(shown.columns == families.columns());
    const std::size_t group_count = shown.cells.size();
    TfStability found{shown.columns,
                      std::vector<Standing>(group_count * shown.columns, Standing::NotLeading)};
    const std::vector<std::size_t> entries = families.entries();
    if (halves.readers.empty() || entries.size() < least_entries) return found;
    // Of each group and entry, in how many divisions it returns; and how many can tell of the group.
    std::vector<std::size_t> returns(group_count * shown.columns, 0), told(group_count, 0);
    for (std::size_t d = 0; d < halves.divisions(); ++d) {
        PartJob part(job, static_cast<double>(d) / static_cast<double>(halves.divisions()),
                     static_cast<double>(d + 1) / static_cast<double>(halves.divisions()));
        const GroupMeans one =
                             half_means(halves, 2 * d, families, expression, rows, groups, group_count, part),
                         other = half_means(halves, 2 * d + 1, families, expression, rows, groups,
                                            group_count, part);
        for (std::size_t g = 0; g < group_count; ++g) {
            if (std::min(one.cells[g], other.cells[g]) < least_half_cells) continue;
            ++told[g];
            const auto first = first_entries(one, g, entries, returning_entries),
                       second = first_entries(other, g, entries, returning_entries);
            for (const std::size_t entry : first)
                returns[g * shown.columns + entry] += std::ranges::count(second, entry) > 0 ? 1 : 0;
        }
    }
    for (std::size_t g = 0; g < group_count; ++g) {
        if (2 * told[g] <= halves.divisions()) continue;
        for (const std::size_t entry : first_entries(shown, g, entries, leading_entries)) {
            const Standing standing =
                2 * returns[g * shown.columns + entry] > told[g] ? Standing::Stable : Standing::NotStable;
            found.standing[g * shown.columns + entry] = standing;
            for (const std::size_t tf : families.members_of(entry))
                found.standing[g * shown.columns + tf] = standing;
        }
    }
    return found;
}

TfStability tf_stability(const RegulonReader& whole, const HalfReaders& halves, const TfFamilies& families,
                         const MatrixSource& expression, std::span<const std::uint32_t> rows, Job& job) {
    const std::vector<std::int32_t> together(rows.size(), 0);
    const auto shown =
        attention_of_groups(std::span(&whole, 1), families, expression, rows, together, 1, job);
    return tf_stability(shown.front(), halves, families, expression, rows, together, job);
}

}  // namespace regulus

#include "core/interpret/rewired_comparison.h"

#include <algorithm>

#include "core/interpret/attention_of_groups.h"
#include "core/interpret/rewired_groups.h"

namespace regulus {
namespace {

std::vector<std::vector<double>> chosen(std::vector<GroupMeans> of, RankedBy by) {
    std::vector<std::vector<double>> values;
    for (GroupMeans& means : of) values.push_back(std::move(by == RankedBy::Mean ? means.means : means.sds));
    return values;
}

// One entry a reader, of all rows together.
std::vector<std::vector<double>> values_of(std::span<const RegulonReader> readers, const TfFamilies& families,
                                           const MatrixSource& expression,
                                           std::span<const std::uint32_t> rows, RankedBy by, Job& job) {
    const std::vector<std::int32_t> together(rows.size(), 0);
    return chosen(attention_of_groups(readers, families, expression, rows, together, 1, job), by);
}

// For each column, in how many of the rewired but `left_out` it is at least `values`.
std::vector<std::int32_t> above_in(const std::vector<std::vector<double>>& rewired,
                                   const std::vector<double>& values, std::size_t left_out) {
    std::vector<std::int32_t> above(values.size(), 0);
    for (std::size_t r = 0; r < rewired.size(); ++r) {
        for (std::size_t t = 0; t < values.size() && r != left_out; ++t)
            above[t] += rewired[r][t] >= values[t] ? 1 : 0;
    }
    return above;
}

// Of some columns.
std::vector<std::size_t> largest(std::vector<std::size_t> order, const std::vector<double>& values,
                                 std::size_t count) {
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
    order.resize(count);
    return order;
}

}  // namespace

RewiredComparison compare_rewired(const RegulonReader& reader, const TfFamilies& families,
                                  std::span<const RegulonReader> rewired, const MatrixSource& expression,
                                  std::span<const std::uint32_t> rows, RankedBy by, Job& job) {
    PartJob rewiring(job, 0, 0.5), renaming(job, 0.5, 1);
    const auto values = values_of(rewired, families, expression, rows, by, rewiring);
    const auto shown = values_of(std::span(&reader, 1), families, expression, rows, by, rewiring);
    RewiredComparison comparison;
    comparison.above = above_in(values, shown.front(), values.size());
    const std::vector<std::int32_t> together(rows.size(), 0);
    const auto renamed =
        chosen(renamed_attention_of_groups(reader, families, expression, rows, together, 1, renaming), by);
    comparison.renamed = renamed.size();
    comparison.renamed_above = above_in(renamed, shown.front(), renamed.size());
    const std::vector<std::size_t> entries = families.entries();
    comparison.leading = std::min(comparison.leading, entries.size());
    for (std::size_t r = 0; r < values.size(); ++r) {
        const std::vector<std::int32_t> above = above_in(values, values[r], r);
        for (const std::size_t tf : largest(entries, values[r], comparison.leading))
            comparison.leading_by_chance += above[tf] == 0 ? 1 : 0;
    }
    comparison.leading_by_chance /= static_cast<double>(values.size());
    return comparison;
}

RewiredComparison compare_rewired_difference(const RegulonReader& reader, const TfFamilies& families,
                                             std::span<const RegulonReader> rewired,
                                             const MatrixSource& expression,
                                             std::span<const std::uint32_t> first,
                                             std::span<const std::uint32_t> second, Job& job) {
    std::vector<std::uint32_t> rows(first.begin(), first.end());
    rows.insert(rows.end(), second.begin(), second.end());
    std::vector<std::int32_t> groups(rows.size(), 1);
    std::fill_n(groups.begin(), first.size(), 0);
    PartJob rewiring(job, 0, 0.5), renaming(job, 0.5, 1);
    const auto values = attention_of_groups(rewired, families, expression, rows, groups, 2, rewiring);
    const auto shown =
        attention_of_groups(std::span(&reader, 1), families, expression, rows, groups, 2, rewiring);
    const auto renamed = renamed_attention_of_groups(reader, families, expression, rows, groups, 2, renaming);
    const RewiredGroups compared = compare_groups(shown.front(), values, families.entries(),
                                                  std::vector<std::uint8_t>{1, 1}, Contrast::Deviation);
    RewiredComparison comparison;
    // Both groups deviate alike from their mean.
    comparison.above.assign(compared.above.begin(),
                            compared.above.begin() + static_cast<std::ptrdiff_t>(compared.columns));
    const RewiredGroups other_names = compare_groups(shown.front(), renamed, families.entries(),
                                                     std::vector<std::uint8_t>{1, 1}, Contrast::Deviation);
    comparison.renamed = renamed.size();
    comparison.renamed_above.assign(
        other_names.above.begin(),
        other_names.above.begin() + static_cast<std::ptrdiff_t>(other_names.columns));
    comparison.leading = std::min(comparison.leading, families.entries().size());
    for (const std::vector<double>& standing : compared.standing)
        comparison.leading_by_chance += standing[comparison.leading] / 2;
    comparison.leading_by_chance /= static_cast<double>(compared.rewired);
    return comparison;
}

}  // namespace regulus

#include "core/workflow/tf_reference.h"

#include "core/interpret/attention_of_groups.h"
#include "core/interpret/rewired_groups.h"
#include "core/workflow/model_results.h"

namespace regulus {
namespace {

constexpr std::size_t most_cells = 10000;

}  // namespace

TfReference tf_reference(const TfResults& results, std::span<const RegulonReader> rewired,
                         const HalfReaders& halves, const MatrixSource& expression,
                         std::span<const std::int32_t> groups, std::span<const std::uint8_t> counted,
                         Job& job) {
    const std::size_t group_count = counted.size();
    PartJob comparing(job, 0, 0.5), renaming(job, 0.5, 0.9), halving(job, 0.9, 1);
    std::vector<std::uint32_t> grouped;  // rows of the results
    std::vector<std::int32_t> codes;
    for (std::size_t r = 0; r < results.rows.size(); ++r) {
        const std::int32_t group = groups[results.rows[r]];
        if (group < 0) continue;
        grouped.push_back(static_cast<std::uint32_t>(r));
        codes.push_back(group);
    }
    std::vector<std::uint32_t> cells;
    std::vector<std::int32_t> of_cells;
    GroupMeanSums shown(group_count, results.tfs.size());
    for (const std::uint32_t i : first_cells(grouped.size(), codes, most_cells)) {
        cells.push_back(results.rows[grouped[i]]);
        of_cells.push_back(codes[i]);
        shown.add(static_cast<std::size_t>(codes[i]), results.attention.row(grouped[i]));
    }
    TfReference reference{
        std::move(shown).finished(),
        attention_of_groups(rewired, results.families(), expression, cells, of_cells, group_count, comparing),
        {},
        {}};
    const auto renamed = renamed_group_means(results.reader->reader, results.families(), expression, cells,
                                             of_cells, group_count, renaming);
    reference.renamed = {renamed.size(), count_above(reference.shown, renamed, counted, Contrast::Level),
                         count_above(reference.shown, renamed, counted, Contrast::Deviation)};
    reference.stability =
        tf_stability(reference.shown, halves, results.families(), expression, cells, of_cells, halving);
    return reference;
}

TfStability stability_of_groups(const TfReader& reader, const MatrixSource& expression,
                                std::span<const std::int32_t> groups, std::size_t group_count, Job& job) {
    PartJob halving(job, 0, 0.6), whole(job, 0.6, 0.8), comparing(job, 0.8, 1);
    std::vector<std::uint32_t> grouped, cells;
    std::vector<std::int32_t> codes, of_cells;
    for (std::size_t c = 0; c < groups.size(); ++c) {
        if (groups[c] < 0) continue;
        grouped.push_back(static_cast<std::uint32_t>(c));
        codes.push_back(groups[c]);
    }
    for (const std::uint32_t i : first_cells(grouped.size(), codes, most_cells)) {
        cells.push_back(grouped[i]);
        of_cells.push_back(codes[i]);
    }
    const HalfReaders halves = half_readers(reader, expression, halving);
    const auto shown = attention_of_groups(std::span(&reader.reader, 1), reader.families, expression, cells,
                                           of_cells, group_count, whole);
    return tf_stability(shown.front(), halves, reader.families, expression, cells, of_cells, comparing);
}

}  // namespace regulus

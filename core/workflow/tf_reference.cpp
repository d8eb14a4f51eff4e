#include "core/workflow/tf_reference.h"

#include "core/interpret/attention_of_groups.h"
#include "core/workflow/model_results.h"

namespace regulus {
namespace {

constexpr std::size_t most_cells = 10000;

}  // namespace

TfReference tf_reference(const TfResults& results, std::span<const RegulonReader> rewired,
                         const MatrixSource& expression, std::span<const std::int32_t> groups,
                         std::size_t group_count, Job& job) {
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
    return {std::move(shown).finished(),
            attention_of_groups(rewired, results.families(), expression, cells, of_cells, group_count, job)};
}

}  // namespace regulus

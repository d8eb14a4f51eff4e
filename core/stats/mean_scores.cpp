#include <cassert>

#include "core/stats/gene_set_scores.h"
#include "core/stats/set_members.h"

namespace regulus {

void mean_scores(const MatrixSource& expression, std::span<const GeneColumns> sets,
                 std::span<const GeneColumns> controls, Job& job, const ScoreVisit& visit) {
    assert(controls.size() == sets.size());
    const std::vector<WeightedSets> parts{
        {sets, [&](std::size_t s) { return 1 / static_cast<double>(sets[s].size()); }},
        {controls, [&](std::size_t s) { return -1 / static_cast<double>(controls[s].size()); }}};
    const SetMembers members = members_of(expression.genes(), parts);
    const auto make = [&] {
        return [&members, sums = std::vector<double>()](std::span<const std::int32_t> columns,
                                                        std::span<const float> values,
                                                        std::span<float> scores) mutable {
            sums.assign(scores.size(), 0);
            for (std::size_t i = 0; i < columns.size(); ++i)
                for (const SetMembers::Entry& one : members.of(static_cast<std::size_t>(columns[i])))
                    sums[one.set] += one.weight * static_cast<double>(values[i]);
            for (std::size_t s = 0; s < sums.size(); ++s) scores[s] = static_cast<float>(sums[s]);
        };
    };
    score_cells(expression, sets.size(), job, make, visit);
}

}  // namespace regulus

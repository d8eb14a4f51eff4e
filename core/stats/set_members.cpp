#include "core/stats/set_members.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/stats/block_pass.h"

namespace regulus {
namespace {

constexpr std::size_t grain = 64;  // cells a thread takes at a time

void check_finite(std::span<const std::int32_t> columns, std::span<const float> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isfinite(values[i])) continue;
        throw Error(ErrorKind::Data, "Scores of gene sets need finite values",
                    "gene " + std::to_string(columns[i] + 1), "Choose other values");
    }
}

}  // namespace

SetMembers members_of(std::size_t genes, std::span<const WeightedSets> parts) {
    SetMembers members;
    members.offsets.assign(genes + 1, 0);
    for (const WeightedSets& part : parts)
        for (const GeneColumns& set : part.sets)
            for (const std::uint32_t gene : set) ++members.offsets[gene + 1];
    for (std::size_t g = 0; g < genes; ++g) members.offsets[g + 1] += members.offsets[g];
    members.entries.resize(members.offsets.back());
    std::vector<std::size_t> next(members.offsets.begin(), members.offsets.end() - 1);
    for (const WeightedSets& part : parts)
        for (std::size_t s = 0; s < part.sets.size(); ++s)
            for (const std::uint32_t gene : part.sets[s])
                members.entries[next[gene]++] = {static_cast<std::uint32_t>(s), part.weight(s)};
    return members;
}

void score_cells(const MatrixSource& values, std::size_t sets, Job& job,
                 const std::function<CellScore()>& make, const ScoreVisit& visit) {
    const std::size_t bytes = values.preferred_block() * sets * sizeof(float);
    const std::size_t parts = bytes / block_memory() + 1;
    for_each_block(
        values, "scoring gene sets", job,
        [&](const CsrMatrix& block, std::size_t first) {
            Matrix scores(block.rows, sets);
            parallel_for(block.rows, grain, [&](std::size_t begin, std::size_t end) {
                job.checkpoint();
                const CellScore score = make();
                for (std::size_t r = begin; r < end; ++r) {
                    check_finite(block.row_columns(r), block.row_values(r));
                    score(block.row_columns(r), block.row_values(r), scores.row(r));
                }
            });
            visit(first, scores);
        },
        parts);
}

}  // namespace regulus

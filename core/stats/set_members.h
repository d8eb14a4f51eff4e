// The sets that each gene is in, and a pass over cells that scores them. Only for the sources of core/stats.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/stats/gene_set_scores.h"

namespace regulus {

// By gene.
struct SetMembers {
    struct Entry {
        std::uint32_t set;
        double weight;
    };
    std::vector<std::size_t> offsets;  // genes + 1
    std::vector<Entry> entries;

    std::span<const Entry> of(std::size_t gene) const {
        return {entries.data() + offsets[gene], offsets[gene + 1] - offsets[gene]};
    }
};

// Of genes with a weight in each set, one weight a set.
struct WeightedSets {
    std::span<const GeneColumns> sets;
    std::function<double(std::size_t set)> weight;
};
SetMembers members_of(std::size_t genes, std::span<const WeightedSets> parts);

// Scores one cell from its stored values; the scores are 0 before. One for each thread at a time.
using CellScore = std::function<void(std::span<const std::int32_t> columns, std::span<const float> values,
                                     std::span<float> scores)>;
// Scores every cell, on all threads; make() is called for every few cells and may hand out room of its own.
void score_cells(const MatrixSource& values, std::size_t sets, Job& job,
                 const std::function<CellScore()>& make, const ScoreVisit& visit);

}  // namespace regulus

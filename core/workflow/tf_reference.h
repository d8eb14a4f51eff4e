// What rewired priors, priors whose TF names are exchanged, and two halves of the cells make of groups of
// cells, beside what was read of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/interpret/group_means.h"
#include "core/workflow/tf_results.h"

namespace regulus {

// Of exchanges of names only how many give at least as much: their means, which take 8 bytes an exchange,
// group and column (180 MB of 200 groups and 1,100 TFs), are let go.
struct RenamedCounts {
    std::size_t count = 0;                       // exchanges
    std::vector<std::int32_t> level, deviation;  // groups × columns, as RewiredGroups::above has them
};

// Attention to TFs and families, as log2 of its ratio to uniform, of the same cells of each group.
struct TfReference {
    GroupMeans shown;                 // of `results`
    std::vector<GroupMeans> rewired;  // one a rewired prior
    RenamedCounts renamed;
    TfStability stability;
};

// `rewired`, `halves`: as rewired_prior_readers() and half_readers() make them; `expression`: as the results
// were read from; `groups`: one a cell of the dataset, below `counted.size()`, or negative for a cell in
// none; `counted`: one a group, see variance_between(). Of the cells that were read at most 10,000 take part,
// of every group its share and at least a few. Memory and errors are those of attention_of_groups().
TfReference tf_reference(const TfResults& results, std::span<const RegulonReader> rewired,
                         const HalfReaders& halves, const MatrixSource& expression,
                         std::span<const std::int32_t> groups, std::span<const std::uint8_t> counted,
                         Job& job);

// Whether the leading TFs of each group return in two halves of the cells, without the rest: of at most
// 10,000 of the cells that have a group. Errors as above, and of half_readers().
TfStability stability_of_groups(const TfReader& reader, const MatrixSource& expression,
                                std::span<const std::int32_t> groups, std::size_t group_count, Job& job);

}  // namespace regulus

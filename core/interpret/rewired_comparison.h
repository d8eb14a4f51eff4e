// Which TFs a prior without meaning would show as well in some cells: those of a reader beside the same TFs
// of readers of rewired priors, and beside the same TFs with other TFs' regulons, their names exchanged.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/regulons/regulon_reader.h"
#include "core/regulons/tf_families.h"

namespace regulus {

// What TFs are ranked by: mean or standard deviation over the cells, of log2 of the ratio of attention to
// uniform.
enum class RankedBy { Mean, Spread };

struct RewiredComparison {
    std::vector<std::int32_t> above;  // one a column of the families: in how many of the rewired it has at
                                      // least as much
    // Of the first `leading` entries, how many have none above them by chance: the mean over the rewired
    // readers, each with its own leading entries against the others.
    std::size_t leading = 12;
    double leading_by_chance = 0;
    // One a column: with how many of `renamed` exchanges of names it has at least as much.
    std::vector<std::int32_t> renamed_above;
    std::size_t renamed = 0;
};
// At least two rewired readers, of the TFs of `reader`; `families`: of them. Memory and errors are those of
// attention_of_groups().
RewiredComparison compare_rewired(const RegulonReader& reader, const TfFamilies& families,
                                  std::span<const RegulonReader> rewired, const MatrixSource& expression,
                                  std::span<const std::uint32_t> rows, RankedBy by, Job& job);

// The same of what separates two groups of cells, neither of them empty: the difference of their means, to
// the side on which it is with `reader`. TFs are ranked by the share of variance between the groups.
RewiredComparison compare_rewired_difference(const RegulonReader& reader, const TfFamilies& families,
                                             std::span<const RegulonReader> rewired,
                                             const MatrixSource& expression,
                                             std::span<const std::uint32_t> first,
                                             std::span<const std::uint32_t> second, Job& job);

}  // namespace regulus

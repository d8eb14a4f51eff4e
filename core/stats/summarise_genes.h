// Some columns of a matrix, summed up in groups of cells: the numbers behind a dot plot or a violin.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix_source.h"
#include "core/stats/value_summary.h"

namespace regulus {

struct GeneSummaries {
    std::size_t groups = 0;
    std::vector<std::size_t> cells;         // of each group that took part
    std::size_t unread = 0;                 // cells that were left out, if that is asked for
    std::vector<std::uint32_t> not_finite;  // places in `genes` of those with NaN or infinity elsewhere
    std::vector<ValueSummary> summaries;    // genes × groups

    const ValueSummary& at(std::size_t gene, std::size_t group) const {
        return summaries[gene * groups + group];
    }
};

// `genes`: columns, each once. `groups`: one a cell, below `count`, or negative for a cell that takes no
// part. Exact: from a complete index by gene, else in one pass over the cells, or in several where the stored
// values of these genes are more than `room` bytes (0: a half of memory_ceiling(), at most 1 GiB). The same
// bytes for any number of threads and any room. Throws what the source throws; Cancelled.
GeneSummaries summarise_genes(const std::shared_ptr<const MatrixSource>& values,
                              std::span<const std::uint32_t> genes, std::span<const std::int32_t> groups,
                              std::size_t count, const SummaryOptions& options, Job& job,
                              std::size_t room = 0);

}  // namespace regulus

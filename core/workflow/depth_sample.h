// The cells that are compared at equal depth: all, or some that stand for them, within a bound of memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/sparse_matrix.h"
#include "core/workflow/cell_groups.h"
#include "core/workflow/compared_values.h"

namespace regulus {

inline constexpr std::size_t checked_cells = 10000;  // of all groups by their share, and as many again with
                                                     // the same number of each

struct DepthSample {
    CsrMatrix expression;              // log-normalised, cells × genes, no zeros stored
    std::vector<std::int32_t> groups;  // one a cell
    std::vector<std::uint8_t> of_all;  // one a cell: whether it stands for all, or its group alone
    std::optional<std::vector<double>> molecules;  // one a cell; nullopt: the values are not made of counts
    std::size_t wanted = 0;                        // cells there would be without a bound

    // Cells that take so many bytes, on average; at least 1.
    std::size_t rows_of(std::size_t bytes) const;
};

// Evenly over each group, in the order of the matrix, as many as checked_cells says or a half of
// memory_ceiling() holds with what is read of each. The same every time. Throws what the source throws;
// Cancelled.
DepthSample depth_sample(const ComparedValues& values, const CellGroups& groups, const Job& job);

CsrMatrix select_rows(const CsrMatrix& m, std::span<const std::uint32_t> rows);

}  // namespace regulus

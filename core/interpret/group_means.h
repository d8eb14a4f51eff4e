// Means and spreads of read-outs over groups of cells: the one place where they are taken.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/matrix.h"

namespace regulus {

struct GroupMeans {
    std::size_t columns = 0;
    std::vector<double> means, sds;  // groups × columns; 0 for a group without cells
    std::vector<std::size_t> cells;  // one a group

    double mean(std::size_t group, std::size_t column) const { return means[group * columns + column]; }
    // Standard deviation with n - 1; 0 for a single cell.
    double sd(std::size_t group, std::size_t column) const { return sds[group * columns + column]; }
};

// Taken row by row, in one pass that loses no digits (Welford 1962).
class GroupMeanSums {
  public:
    GroupMeanSums(std::size_t group_count, std::size_t columns);
    void add(std::size_t group, std::span<const float> row);  // one value a column
    GroupMeans finished() &&;

  private:
    GroupMeans m_sums;  // with sums of squares around the mean in the place of standard deviations
};

// `groups` has one entry a row of `values`, below `group_count`, or negative for a row in none. Throws
// Cancelled.
GroupMeans group_means(const Matrix& values, std::span<const std::int32_t> groups, std::size_t group_count,
                       Job& job);

// The same over some rows as one group.
GroupMeans row_means(const Matrix& values, std::span<const std::uint32_t> rows, Job& job);

// Share of each column's variance over the cells that lies between the groups (eta squared), 0 to 1. Only
// groups that count, one entry a group, take part; 0 where they differ by no more than `least`, which is what
// rounding leaves.
std::vector<double> variance_between(const GroupMeans& means, std::span<const std::uint8_t> counted,
                                     double least);

// How far each group stands out in each column: the standardised difference between its cells and those of
// all other groups that count (Cohen's d: difference of means over the pooled standard deviation, n - 2).
// Groups × columns; 0 for a group that does not count or has no others, and where means differ by no more
// than `least`.
Matrix difference_to_others(const GroupMeans& means, std::span<const std::uint8_t> counted, double least);

}  // namespace regulus

#include "core/interpret/group_means.h"

#include <cassert>
#include <cmath>
#include <utility>

namespace regulus {
namespace {

constexpr std::size_t rows_between_checkpoints = 1024;

GroupMeans empty(std::size_t groups, std::size_t columns) {
    return {columns, std::vector<double>(groups * columns, 0), std::vector<double>(groups * columns, 0),
            std::vector<std::size_t>(groups, 0)};
}

void add(GroupMeans& to, std::size_t group, std::span<const float> row) {
    const auto n = static_cast<double>(++to.cells[group]);
    for (std::size_t c = 0; c < row.size(); ++c) {
        const std::size_t at = group * to.columns + c;
        const auto value = static_cast<double>(row[c]);
        const double off = value - to.means[at];
        to.means[at] += off / n;
        to.sds[at] += off * (value - to.means[at]);
    }
}

// What was summed of squares becomes a standard deviation.
GroupMeans finished(GroupMeans sums) {
    for (std::size_t g = 0; g < sums.cells.size(); ++g) {
        const auto degrees = static_cast<double>(sums.cells[g]) - 1;
        for (std::size_t c = 0; c < sums.columns; ++c) {
            double& sd = sums.sds[g * sums.columns + c];
            sd = degrees > 0 ? std::sqrt(sd / degrees) : 0;
        }
    }
    return sums;
}

}  // namespace

GroupMeans group_means(const Matrix& values, std::span<const std::int32_t> groups, std::size_t group_count,
                       Job& job) {
    assert(groups.size() == values.rows);
    GroupMeans result = empty(group_count, values.cols);
    for (std::size_t r = 0; r < values.rows; ++r) {
        if (r % rows_between_checkpoints == 0) job.checkpoint();
        if (groups[r] < 0) continue;
        assert(static_cast<std::size_t>(groups[r]) < group_count);
        add(result, static_cast<std::size_t>(groups[r]), values.row(r));
    }
    return finished(std::move(result));
}

GroupMeans row_means(const Matrix& values, std::span<const std::uint32_t> rows, Job& job) {
    GroupMeans result = empty(1, values.cols);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i % rows_between_checkpoints == 0) job.checkpoint();
        add(result, 0, values.row(rows[i]));
    }
    return finished(std::move(result));
}

}  // namespace regulus

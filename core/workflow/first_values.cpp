#include "core/workflow/first_values.h"

#include <algorithm>
#include <limits>

#include "core/base/parallel.h"

namespace regulus {

namespace {

// Of a file, in all: a chunk is unpacked whole for any of its cells, and few places show little of what a
// file is sorted by.
constexpr std::size_t places = 64;

float value_of(const CsrMatrix& block, std::size_t row, std::int32_t gene) {
    const auto columns = block.row_columns(row);
    const auto at = std::ranges::lower_bound(columns, gene);
    if (at == columns.end() || *at != gene) return 0.0F;
    return block.row_values(row)[static_cast<std::size_t>(at - columns.begin())];
}

}  // namespace

FirstValues first_values(const MatrixSource& matrix, std::size_t gene, double blocks, Job& job) {
    const std::size_t cells = matrix.cells();
    const auto sample = static_cast<std::size_t>(blocks * static_cast<double>(matrix.preferred_block()));
    const std::size_t stretch = sample / places;
    if (matrix.in_memory() || matrix.fast_genes() || !matrix.fast_blocks() || stretch == 0 ||
        4 * sample >= cells)
        return {};
    FirstValues first{std::vector<float>(cells, std::numeric_limits<float>::quiet_NaN()), stretch * places};
    parallel_for(places, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t place = begin; place < end; ++place) {
            job.checkpoint();
            const std::size_t from = place * (cells - stretch) / (places - 1);
            const CsrMatrix block = matrix.block(from, from + stretch);
            for (std::size_t r = 0; r < stretch; ++r)
                first.values[from + r] = value_of(block, r, static_cast<std::int32_t>(gene));
        }
    });
    return first;
}

}  // namespace regulus

#include "core/workflow/first_rows.h"

#include <algorithm>
#include <numeric>

#include "core/base/parallel.h"

namespace regulus {
namespace {

// Of a file, in all: a chunk is unpacked whole for any of its cells, so that many places are as slow as all
// cells; and few places show little of what a file is sorted by.
constexpr std::size_t places = 40;

// Numbers of the stretches that have cells of a side, evenly some of them.
std::vector<std::size_t> stretches_of(std::span<const std::int32_t> groups, std::size_t stretch,
                                      std::size_t most, const auto& of_side) {
    std::vector<std::size_t> all;
    for (std::size_t cell = 0; cell < groups.size(); ++cell)
        if (of_side(groups[cell]) && (all.empty() || all.back() != cell / stretch))
            all.push_back(cell / stretch);
    const std::size_t take = std::min(all.size(), most);
    for (std::size_t i = 0; i < take; ++i) all[i] = all[i * all.size() / take];
    all.resize(take);
    return all;
}

// One a cell: its group where it is among the sample, or -1.
std::vector<std::int32_t> chosen_cells(const CellGroups& groups, std::size_t stretch) {
    std::vector<std::int32_t> chosen(groups.codes.size(), -1);
    const std::size_t sides = groups.pair ? 2 : 1;
    for (std::size_t side = 0; side < sides; ++side) {
        const auto of_side = [&](std::int32_t group) {
            return group >= 0 && (!groups.pair || group == static_cast<std::int32_t>(side));
        };
        for (const std::size_t number : stretches_of(groups.codes, stretch, places / sides, of_side))
            for (std::size_t cell = number * stretch;
                 cell < std::min(groups.codes.size(), (number + 1) * stretch); ++cell)
                if (of_side(groups.codes[cell])) chosen[cell] = groups.codes[cell];
    }
    return chosen;
}

// The rows, ascending, of one stretch after the other: each is read at once, several beside each other.
std::vector<CsrMatrix> read_stretches(const MatrixSource& values, std::span<const std::uint32_t> rows,
                                      std::size_t stretch, const Job& job) {
    std::vector<std::size_t> begins;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (i == 0 || rows[i] / stretch != rows[i - 1] / stretch) begins.push_back(i);
    begins.push_back(rows.size());
    std::vector<CsrMatrix> parts(begins.size() - 1);
    parallel_for(parts.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            job.checkpoint();
            const auto some = rows.subspan(begins[i], begins[i + 1] - begins[i]);
            CsrMatrix& part = parts[i];
            part.cols = values.genes();
            const CsrMatrix block = values.block(some.front(), std::size_t{some.back()} + 1);
            for (const std::uint32_t row : some)
                part.push_row(block.row_columns(row - some.front()), block.row_values(row - some.front()));
        }
    });
    return parts;
}

}  // namespace

std::vector<std::uint32_t> variable_genes(const MatrixSource& values, std::span<const std::int32_t> groups,
                                          Job& job) {
    constexpr std::size_t most = 128, looks = 8, at_each = 256;
    const std::size_t cells = values.cells();
    std::vector<double> sums(values.genes(), 0), squares(values.genes(), 0);
    double seen = 0;
    for (std::size_t look = 0; look < looks; ++look) {
        job.checkpoint();
        const std::size_t first = look * cells / looks;
        const CsrMatrix block = values.block(first, std::min(cells, first + at_each));
        for (std::size_t r = 0; r < block.rows; ++r) {
            if (groups[first + r] < 0) continue;
            ++seen;
            for (std::size_t i = 0; i < block.row_columns(r).size(); ++i) {
                const auto gene = static_cast<std::size_t>(block.row_columns(r)[i]);
                const double value = block.row_values(r)[i];
                sums[gene] += value;
                squares[gene] += value * value;
            }
        }
    }
    if (seen == 0) return {};
    for (std::size_t g = 0; g < sums.size(); ++g) squares[g] -= sums[g] * sums[g] / seen;
    std::vector<std::uint32_t> order(sums.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto count = static_cast<std::ptrdiff_t>(std::min(most, order.size()));
    std::ranges::partial_sort(order, order.begin() + count, std::greater<>(),
                              [&](std::uint32_t g) { return squares[g]; });
    order.resize(static_cast<std::size_t>(count));
    return order;
}

SampledCells sample_cells(const MatrixSource& values, const CellGroups& groups, Job& job) {
    SampledCells sample;
    sample.values.cols = values.genes();
    const std::size_t cells = values.cells(), most = std::min(most_sampled, values.preferred_block() / 2),
                      stretch = most / places;
    if (2 * most >= cells || stretch == 0) return sample;
    const std::vector<std::int32_t> chosen = chosen_cells(groups, stretch);
    std::vector<std::uint32_t> rows;
    for (std::uint32_t cell = 0; cell < cells; ++cell)
        if (chosen[cell] >= 0) rows.push_back(cell);
    values.prepare_blocks(job);
    for (const CsrMatrix& part : read_stretches(values, rows, stretch, job))
        for (std::size_t r = 0; r < part.rows; ++r)
            sample.values.push_row(part.row_columns(r), part.row_values(r));
    for (const std::uint32_t row : rows) sample.groups.push_back(chosen[row]);
    sample.all = rows.size() == static_cast<std::size_t>(std::ranges::count_if(
                                    groups.codes, [](std::int32_t group) { return group >= 0; }));
    return sample;
}

}  // namespace regulus

#include "core/workflow/depth_tests.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/stats/equal_depth.h"
#include "core/stats/strata.h"

namespace regulus {
namespace {

constexpr std::uint64_t seed = 1;
constexpr std::size_t grain = 8;  // TFs a thread takes at a time

// `first`: one a cell, whether it is of that side.
SideTests test_sides(const Matrix& read, const std::vector<float>& silent,
                     std::span<const std::uint8_t> first, const Job& job) {
    std::vector<std::int32_t> sides;  // -1: nothing is left of the cell
    for (std::size_t r = 0; r < read.rows; ++r)
        sides.push_back(std::isnan(silent[r]) ? -1 : (first[r] != 0 ? 0 : 1));
    const auto cells = static_cast<double>(std::ranges::count_if(sides, [](auto s) { return s >= 0; }));
    // As many strata as cells in each: what differs within them does not grow with the number of cells.
    const Strata strata = strata_of(silent, sides, static_cast<std::size_t>(std::sqrt(cells)));
    std::vector<std::size_t> sizes(2 * strata.count, 0);
    for (std::size_t r = 0; r < sides.size(); ++r)
        if (sides[r] >= 0) ++sizes[static_cast<std::size_t>(2 * strata.of_cells[r] + sides[r])];
    SideTests made;
    made.tests.resize(read.cols);
    made.differences.assign(read.cols, std::numeric_limits<float>::quiet_NaN());
    parallel_for(read.cols, grain, [&](std::size_t begin, std::size_t end) {
        StratifiedTester tester(sizes, 2);
        GeneValues values;
        StratifiedTest both[2];
        for (std::size_t t = begin; t < end; ++t) {
            job.checkpoint();
            values.clear();
            bool finite = true;
            double sums[2] = {0, 0}, counts[2] = {0, 0};
            for (std::size_t r = 0; r < sides.size(); ++r) {
                if (sides[r] < 0) continue;
                const auto side = static_cast<std::size_t>(sides[r]);
                finite = finite && std::isfinite(read(r, t));
                sums[side] += read(r, t);
                ++counts[side];
                values.add(read(r, t), static_cast<std::uint16_t>(2 * strata.of_cells[r] + sides[r]));
            }
            if (!finite) continue;
            tester.test(values, both);
            made.tests[t] = both[0];
            made.differences[t] = static_cast<float>(sums[0] / counts[0] - sums[1] / counts[1]);
        }
    });
    if (strata.count > 0) made.counterparts = StratifiedTester(sizes, 2).counterparts().front();
    return made;
}

// The cells of one test: rows of the sample, whether each is of the first side, and the share of its
// molecules that it keeps.
struct Sides {
    std::vector<std::uint32_t> rows;
    std::vector<std::uint8_t> first;
    std::vector<double> shares;  // empty: all of them
};

Sides sides_of(const DepthSample& sample, std::int32_t group) {
    Sides sides;
    std::vector<double> totals;
    for (std::uint32_t i = 0; i < sample.groups.size(); ++i) {
        const bool of_group = sample.groups[i] == group;
        if (!of_group && sample.of_all[i] == 0) continue;
        sides.rows.push_back(i);
        sides.first.push_back(of_group ? 1 : 0);
        if (sample.molecules) totals.push_back((*sample.molecules)[i]);
    }
    if (!sample.molecules) return sides;
    sides.shares = common_depths(totals, sides.first);
    for (std::size_t i = 0; i < totals.size(); ++i) sides.shares[i] /= totals[i];
    return sides;
}

CsrMatrix thinned_part(const DepthSample& sample, const Sides& sides, std::size_t begin, std::size_t count,
                       const Job& job) {
    const auto rows = std::span(sides.rows).subspan(begin, count);
    if (!sample.molecules) return select_rows(sample.expression, rows);
    return thinned(sample.expression, rows, std::span(sides.shares).subspan(begin, count), seed, begin, job);
}

// Of each cell what a TF none of whose targets it expresses scores, but for a factor of the TF: Σx / √(Σx² −
// (Σx)²/n) over its n genes. NaN where they all have one value.
std::vector<float> silent_scores(const CsrMatrix& log_normalised) {
    std::vector<float> scores;
    const auto n = static_cast<double>(log_normalised.cols);
    for (std::size_t r = 0; r < log_normalised.rows; ++r) {
        double sum = 0, squares = 0;
        for (const float value : log_normalised.row_values(r)) {
            sum += value;
            squares += static_cast<double>(value) * value;
        }
        const double spread = squares - sum * sum / n;
        scores.push_back(spread > 0 ? static_cast<float>(sum / std::sqrt(spread))
                                    : std::numeric_limits<float>::quiet_NaN());
    }
    return scores;
}

// What is read of the cells by each of `reads`, and their silent scores.
struct Read {
    std::vector<Matrix> values;
    std::vector<float> silent;
};

Read read_sides(std::span<const TfRead> reads, std::size_t columns, const DepthSample& sample,
                const Sides& sides, const char* what, Job& job) {
    const std::size_t step = sample.rows_of(block_memory() / 2);
    Read read;
    for (std::size_t k = 0; k < reads.size(); ++k) read.values.emplace_back(sides.rows.size(), columns);
    for (std::size_t begin = 0; begin < sides.rows.size(); begin += step) {
        job.checkpoint();
        const std::size_t count = std::min(step, sides.rows.size() - begin);
        CsrMatrix expression = thinned_part(sample, sides, begin, count, job);
        const std::vector<float> scores = silent_scores(expression);
        read.silent.insert(read.silent.end(), scores.begin(), scores.end());
        std::vector<std::uint32_t> all(count);
        std::iota(all.begin(), all.end(), 0U);
        const InMemoryMatrix part(std::move(expression));
        for (std::size_t k = 0; k < reads.size(); ++k) {
            QuietJob quiet(job);
            const Matrix values = reads[k](part, all, quiet);
            std::ranges::copy(values.values,
                              read.values[k].values.begin() + static_cast<std::ptrdiff_t>(begin * columns));
        }
        job.progress(static_cast<double>(begin + count) / static_cast<double>(sides.rows.size()), what);
    }
    return read;
}

}  // namespace

std::vector<SideTests> test_group(std::span<const TfRead> reads, std::size_t columns,
                                  const DepthSample& sample, std::int32_t group, const char* what, Job& job) {
    const Sides sides = sides_of(sample, group);
    const std::size_t each = std::max<std::size_t>(1, sizeof(float) * sides.rows.size() * columns);
    const std::size_t at_once = std::max<std::size_t>(1, memory_ceiling() / 8 / each);
    std::vector<SideTests> made;
    for (std::size_t begin = 0; begin < reads.size(); begin += at_once) {
        const std::size_t count = std::min(at_once, reads.size() - begin);
        PartJob part(job, static_cast<double>(begin) / static_cast<double>(reads.size()),
                     static_cast<double>(begin + count) / static_cast<double>(reads.size()));
        Read read = read_sides(reads.subspan(begin, count), columns, sample, sides, what, part);
        for (Matrix& values : read.values) {
            made.push_back(test_sides(values, read.silent, sides.first, job));
            values = {};
        }
    }
    return made;
}

}  // namespace regulus

#include "core/workflow/depth_check.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/parallel.h"
#include "core/stats/equal_depth.h"
#include "core/stats/false_discovery.h"
#include "core/stats/strata.h"

namespace regulus {
namespace {

constexpr std::uint64_t seed = 1;
constexpr std::size_t grain = 8;  // TFs a thread takes at a time

// Cells that stand for all, and more of each group that stand for it alone.
struct Sample {
    std::vector<std::uint32_t> rows;
    std::vector<std::int32_t> groups;
    std::vector<std::uint8_t> of_all;
};

Sample sample_of(const CellGroups& groups) {
    std::vector<std::vector<std::uint32_t>> cells(groups.names.size());
    std::size_t count = 0;
    for (std::uint32_t cell = 0; cell < groups.codes.size(); ++cell) {
        if (groups.codes[cell] < 0) continue;
        cells[static_cast<std::size_t>(groups.codes[cell])].push_back(cell);
        ++count;
    }
    struct Chosen {
        std::uint32_t row;
        std::int32_t group;
        std::uint8_t of_all;
    };
    std::vector<Chosen> chosen;
    for (std::size_t g = 0; g < cells.size(); ++g) {
        const std::size_t size = cells[g].size();
        const std::size_t share = count <= checked_cells ? size : size * checked_cells / count;
        const std::size_t take = std::min(size, share + checked_cells / cells.size());
        // Evenly over the group, and those of all evenly among them.
        for (std::size_t i = 0; i < take; ++i)
            chosen.push_back({cells[g][i * size / take], static_cast<std::int32_t>(g),
                              static_cast<std::uint8_t>((i + 1) * share / take > i * share / take ? 1 : 0)});
    }
    std::ranges::sort(chosen, {}, &Chosen::row);
    Sample sample;
    for (const Chosen& one : chosen) {
        sample.rows.push_back(one.row);
        sample.groups.push_back(one.group);
        sample.of_all.push_back(one.of_all);
    }
    return sample;
}

// A few at a time, so that a cancel is heard while they come from all over a file.
CsrMatrix rows_of(const MatrixSource& source, std::span<const std::uint32_t> rows, const Job& job) {
    constexpr std::size_t at_once = 256;
    CsrMatrix all;
    all.cols = source.genes();
    for (std::size_t first = 0; first < rows.size(); first += at_once) {
        job.checkpoint();
        const CsrMatrix part = source.rows(rows.subspan(first, std::min(at_once, rows.size() - first)));
        for (std::size_t r = 0; r < part.rows; ++r) all.push_row(part.row_columns(r), part.row_values(r));
    }
    return all;
}

CsrMatrix some_rows(const CsrMatrix& m, std::span<const std::uint32_t> rows) {
    CsrMatrix some;
    some.cols = m.cols;
    for (const std::uint32_t row : rows) some.push_row(m.row_columns(row), m.row_values(row));
    return some;
}

std::vector<double> totals_of(const CsrMatrix& counts) {
    std::vector<double> totals;
    for (std::size_t r = 0; r < counts.rows; ++r) {
        const auto values = counts.row_values(r);
        totals.push_back(std::accumulate(values.begin(), values.end(), 0.0));
    }
    return totals;
}

// Of the first side, one a column.
struct SideTests {
    std::vector<StratifiedTest> tests;
    std::vector<float> differences;
    Counterparts counterparts;
};

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

// What is there of the cells, and the molecules behind it, if there are such.
struct Cells {
    CsrMatrix expression;
    std::optional<CsrMatrix> counts;
};

SideTests test_group(const ComparedValues& values, const Sample& sample, const Cells& cells,
                     std::int32_t group, Job& job) {
    std::vector<std::uint32_t> rows;
    std::vector<std::uint8_t> first;
    for (std::uint32_t i = 0; i < sample.rows.size(); ++i) {
        const bool of_group = sample.groups[i] == group;
        if (!of_group && sample.of_all[i] == 0) continue;
        rows.push_back(i);
        first.push_back(of_group ? 1 : 0);
    }
    CsrMatrix expression = some_rows(cells.expression, rows);
    if (cells.counts) {
        const CsrMatrix counts = some_rows(*cells.counts, rows);
        job.checkpoint();
        expression = thinned(expression, counts, common_depths(totals_of(counts), first), seed, job);
    }
    job.checkpoint();
    const std::vector<float> silent = silent_scores(expression);
    std::vector<std::uint32_t> all(rows.size());
    std::iota(all.begin(), all.end(), 0U);
    const Matrix read = values.read(InMemoryMatrix(std::move(expression)), all, job);
    return test_sides(read, silent, first, job);
}

}  // namespace

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

DepthCheck check_depth(const ComparedValues& values, const CellGroups& groups,
                       std::span<const std::uint8_t> shown, Job& job) {
    DepthCheck check;
    if (!values.read) return check;
    const std::size_t columns = values.names.size();
    job.progress(0, "comparing at equal depth");
    const Sample sample = sample_of(groups);
    Cells cells{rows_of(*values.expression, sample.rows, job), std::nullopt};
    job.checkpoint();
    cells.expression = without_zeros(cells.expression);
    cells.counts = counts_behind(cells.expression);
    check.thinned = cells.counts.has_value();
    check.tests.resize(shown.size() * columns);
    check.differences.assign(shown.size() * columns, std::numeric_limits<float>::quiet_NaN());
    check.counterparts.resize(shown.size());
    for (std::size_t g = 0; g < shown.size(); ++g) {
        job.progress(static_cast<double>(g + 1) / static_cast<double>(shown.size() + 1),
                     "comparing at equal depth");
        if (shown[g] == 0) continue;
        QuietJob quiet(job);
        const SideTests made = test_group(values, sample, cells, static_cast<std::int32_t>(g), quiet);
        std::ranges::copy(made.tests, check.tests.begin() + static_cast<std::ptrdiff_t>(g * columns));
        std::ranges::copy(made.differences,
                          check.differences.begin() + static_cast<std::ptrdiff_t>(g * columns));
        check.counterparts[g] = made.counterparts;
    }
    std::vector<double> p;
    for (const StratifiedTest& test : check.tests) p.push_back(test.p);
    check.q = benjamini_hochberg(p);
    return check;
}

}  // namespace regulus

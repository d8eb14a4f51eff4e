#include "core/stats/equal_depth.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "core/base/parallel.h"
#include "core/base/random.h"

namespace regulus {
namespace {

constexpr std::size_t grain = 64;  // cells a thread takes at a time

// Of `sorted` values, between them in a straight line; the i-th of n is the quantile (i + ½) / n.
double quantile(const std::vector<double>& sorted, double q) {
    const double at = q * static_cast<double>(sorted.size()) - 0.5;
    if (at <= 0) return sorted.front();
    const auto below = static_cast<std::size_t>(at);
    if (below + 1 >= sorted.size()) return sorted.back();
    return std::lerp(sorted[below], sorted[below + 1], at - static_cast<double>(below));
}

std::uint32_t drawn(std::uint32_t molecules, double share, Random& random) {
    std::uint32_t kept = 0;
    for (std::uint32_t m = 0; m < molecules; ++m) kept += random.uniform() < share ? 1 : 0;
    return kept;
}

struct Cell {
    std::vector<std::int32_t> genes;
    std::vector<float> values;
};

Cell thinned_cell(const CsrMatrix& log_normalised, const CsrMatrix& counts, std::size_t row, double depth,
                  Random& random) {
    const auto molecules = counts.row_values(row);
    const auto columns = counts.row_columns(row);
    const double total = std::accumulate(molecules.begin(), molecules.end(), 0.0);
    Cell cell;
    double kept = 0, sum = 0;
    for (std::size_t i = 0; i < molecules.size(); ++i) {
        sum += std::expm1(static_cast<double>(log_normalised.row_values(row)[i]));
        const std::uint32_t left = drawn(static_cast<std::uint32_t>(molecules[i]), depth / total, random);
        if (left == 0) continue;
        cell.genes.push_back(columns[i]);
        cell.values.push_back(static_cast<float>(left));
        kept += left;
    }
    for (float& value : cell.values) value = static_cast<float>(std::log1p(value * (sum / kept)));
    return cell;
}

}  // namespace

// Zeros that a file stores are no molecules.
CsrMatrix without_zeros(const CsrMatrix& matrix) {
    if (std::ranges::find(matrix.values, 0.0F) == matrix.values.end()) return matrix;
    CsrMatrix some;
    some.cols = matrix.cols;
    std::vector<std::int32_t> columns;
    std::vector<float> values;
    for (std::size_t r = 0; r < matrix.rows; ++r) {
        columns.clear();
        values.clear();
        for (std::size_t i = 0; i < matrix.row_values(r).size(); ++i) {
            if (matrix.row_values(r)[i] == 0) continue;
            columns.push_back(matrix.row_columns(r)[i]);
            values.push_back(matrix.row_values(r)[i]);
        }
        some.push_row(columns, values);
    }
    return some;
}

std::optional<CsrMatrix> counts_behind(const CsrMatrix& log_normalised) {
    constexpr double near = 0.02;  // of a molecule; of many molecules that share of a hundred
    CsrMatrix counts = log_normalised;
    std::size_t odd = 0;
    for (std::size_t r = 0; r < counts.rows; ++r) {
        const auto begin = counts.values.begin() + counts.offsets[r],
                   end = counts.values.begin() + counts.offsets[r + 1];
        if (std::any_of(begin, end, [](float value) { return !(value > 0) || std::isinf(value); }))
            return std::nullopt;
        if (begin == end) continue;
        const double one = std::expm1(static_cast<double>(*std::min_element(begin, end)));
        std::for_each(begin, end, [&](float& value) {
            const double molecules = std::expm1(static_cast<double>(value)) / one;
            const double whole = std::round(molecules);
            odd += std::abs(molecules - whole) > near * std::max(1.0, whole / 100) ? 1 : 0;
            value = static_cast<float>(whole);
        });
    }
    if (100 * odd > counts.values.size()) return std::nullopt;
    return counts;
}

std::vector<double> common_depths(std::span<const double> totals, std::span<const std::uint8_t> first) {
    assert(totals.size() == first.size());
    std::vector<std::uint32_t> order(totals.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, {}, [&](std::uint32_t cell) { return totals[cell]; });
    std::vector<double> sorted[2];
    for (const std::uint32_t cell : order) sorted[first[cell] != 0 ? 1 : 0].push_back(totals[cell]);
    std::vector<double> depths(totals.begin(), totals.end());
    if (sorted[0].empty() || sorted[1].empty()) return depths;
    std::size_t seen[2] = {0, 0};
    for (const std::uint32_t cell : order) {
        const int side = first[cell] != 0 ? 1 : 0;
        const double q = (static_cast<double>(seen[side]++) + 0.5) / static_cast<double>(sorted[side].size());
        depths[cell] = std::min(depths[cell], quantile(sorted[1 - side], q));
    }
    return depths;
}

CsrMatrix thinned(const CsrMatrix& log_normalised, const CsrMatrix& counts, std::span<const double> depths,
                  std::uint64_t seed, const Job& job) {
    assert(counts.rows == depths.size() && counts.stored() == log_normalised.stored());
    std::vector<Cell> cells(counts.rows);
    parallel_for(counts.rows, grain, [&](std::size_t begin, std::size_t end) {
        job.checkpoint();
        for (std::size_t r = begin; r < end; ++r) {
            Random random(seed, r);
            cells[r] = thinned_cell(log_normalised, counts, r, depths[r], random);
        }
    });
    CsrMatrix made;
    made.cols = counts.cols;
    for (const Cell& cell : cells) made.push_row(cell.genes, cell.values);
    return made;
}

}  // namespace regulus

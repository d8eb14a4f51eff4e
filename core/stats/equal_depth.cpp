#include "core/stats/equal_depth.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cmath>
#include <limits>
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

struct Cell {
    std::vector<std::int32_t> genes;
    std::vector<float> values;
};

// Counts per 10,000 of one molecule; 0 for a cell without any, NaN where a value has no logarithm of counts.
double one_molecule(std::span<const float> values) {
    if (values.empty()) return 0;
    if (std::ranges::any_of(values, [](float value) { return !(value > 0) || std::isinf(value); }))
        return std::numeric_limits<double>::quiet_NaN();
    return std::expm1(static_cast<double>(*std::ranges::min_element(values)));
}

// Molecules of a cell, and how many of its values are no multiples of one.
struct Molecules {
    double total = 0;
    std::size_t odd = 0;
};

Molecules molecules_of(std::span<const float> values) {
    constexpr double near = 0.02;  // of a molecule; of many molecules that share of a hundred
    const double one = one_molecule(values);
    Molecules cell;
    if (std::isnan(one)) return {one, values.size()};
    for (const float value : values) {
        const double molecules = std::expm1(static_cast<double>(value)) / one, whole = std::round(molecules);
        cell.odd += std::abs(molecules - whole) > near * std::max(1.0, whole / 100) ? 1 : 0;
        cell.total += whole;
    }
    return cell;
}

Cell thinned_cell(std::span<const std::int32_t> genes, std::span<const float> values, double share,
                  Random& random) {
    const double one = one_molecule(values);
    Cell cell;
    double kept = 0, sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double linear = std::expm1(static_cast<double>(values[i]));
        sum += linear;
        const std::uint64_t left =
            random.binomial(static_cast<std::uint64_t>(std::round(linear / one)), share);
        if (left == 0) continue;
        cell.genes.push_back(genes[i]);
        cell.values.push_back(static_cast<float>(left));
        kept += static_cast<double>(left);
    }
    for (float& value : cell.values) value = static_cast<float>(std::log1p(value * (sum / kept)));
    return cell;
}

}  // namespace

// Zeros that a file stores are no molecules.
CsrMatrix without_zeros(CsrMatrix matrix) {
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

std::optional<std::vector<double>> molecules_behind(const CsrMatrix& log_normalised, const Job& job) {
    std::vector<double> totals(log_normalised.rows);
    std::atomic<std::size_t> odd{0};
    std::atomic<bool> counts{true};
    parallel_for(log_normalised.rows, grain, [&](std::size_t begin, std::size_t end) {
        job.checkpoint();
        for (std::size_t r = begin; r < end && counts; ++r) {
            const Molecules cell = molecules_of(log_normalised.row_values(r));
            if (std::isnan(cell.total)) counts = false;
            totals[r] = cell.total;
            odd += cell.odd;
        }
    });
    if (!counts || 100 * odd > log_normalised.stored()) return std::nullopt;
    return totals;
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

CsrMatrix thinned(const CsrMatrix& log_normalised, std::span<const std::uint32_t> rows,
                  std::span<const double> shares, std::uint64_t seed, std::size_t first, const Job& job) {
    assert(rows.size() == shares.size());
    std::vector<Cell> cells(rows.size());
    parallel_for(rows.size(), grain, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            job.checkpoint();
            Random random(seed, first + i);
            cells[i] = thinned_cell(log_normalised.row_columns(rows[i]), log_normalised.row_values(rows[i]),
                                    shares[i], random);
        }
    });
    CsrMatrix made;
    made.cols = log_normalised.cols;
    for (Cell& cell : cells) {
        made.push_row(cell.genes, cell.values);
        cell = {};
    }
    return made;
}

}  // namespace regulus

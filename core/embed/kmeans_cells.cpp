#include "core/embed/kmeans_cells.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/embed/nearest_scan.h"

namespace regulus {
namespace {

constexpr std::size_t sample_per_cell = 48, iterations = 8, grain = 96;

std::vector<float> squared_lengths(const Matrix& points) {
    std::vector<float> squares(points.rows);
    for (std::size_t i = 0; i < points.rows; ++i) {
        for (const float v : points.row(i)) squares[i] += v * v;
    }
    return squares;
}

// The nearest centre of each of the rows.
std::vector<std::uint32_t> assign(const Matrix& points, std::span<const std::uint32_t> rows,
                                  const Matrix& centers, Job& job) {
    std::vector<std::uint32_t> all(centers.rows), result(rows.size());
    std::iota(all.begin(), all.end(), 0U);
    const PackedPoints packed(centers, all, squared_lengths(centers));
    parallel_for(rows.size(), grain, [&](std::size_t begin, std::size_t end) {
        job.checkpoint();
        alignas(64) float tile[tile_rows * tile_columns];
        std::vector<float> queries(points.cols * tile_rows);
        for (std::size_t first = begin; first < end; first += tile_rows) {
            const std::size_t count = std::min(tile_rows, end - first);
            for (std::size_t q = 0; q < count; ++q) {
                const auto row = points.row(rows[first + q]);
                for (std::size_t d = 0; d < row.size(); ++d) queries[d * tile_rows + q] = row[d];
            }
            Candidate best[tile_rows];
            std::fill(best, best + tile_rows, Candidate{std::numeric_limits<float>::infinity(), 0});
            for (std::size_t g = 0; g < packed.groups(); ++g) {
                tile_product(queries.data(), packed.group(g), points.cols, tile);
                for (std::size_t q = 0; q < count; ++q) {
                    for (std::size_t l = 0; l < tile_columns; ++l) {
                        const float value = packed.squares(g)[l] - 2 * tile[q * tile_columns + l];
                        if (value < best[q].value) best[q] = {value, packed.indices(g)[l]};
                    }
                }
            }
            for (std::size_t q = 0; q < count; ++q) result[first + q] = best[q].index;
        }
    });
    return result;
}

// Moves every centre to the mean of its points; one without points stays.
void move_centers(const Matrix& points, std::span<const std::uint32_t> rows,
                  std::span<const std::uint32_t> cells, Matrix& centers) {
    std::vector<double> sums(centers.values.size(), 0);
    std::vector<std::size_t> counts(centers.rows, 0);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto row = points.row(rows[i]);
        double* sum = sums.data() + cells[i] * centers.cols;
        for (std::size_t d = 0; d < row.size(); ++d) sum[d] += row[d];
        ++counts[cells[i]];
    }
    for (std::size_t c = 0; c < centers.rows; ++c) {
        if (counts[c] == 0) continue;
        for (std::size_t d = 0; d < centers.cols; ++d) {
            centers(c, d) = static_cast<float>(sums[c * centers.cols + d] / static_cast<double>(counts[c]));
        }
    }
}

std::vector<std::vector<std::uint32_t>> order_cells(const Matrix& centers) {
    std::vector<std::vector<std::uint32_t>> nearest(centers.rows);
    parallel_for(centers.rows, 16, [&](std::size_t begin, std::size_t end) {
        std::vector<float> distances(centers.rows);
        for (std::size_t c = begin; c < end; ++c) {
            for (std::size_t o = 0; o < centers.rows; ++o) {
                float sum = 0;
                for (std::size_t d = 0; d < centers.cols; ++d) {
                    sum += (centers(c, d) - centers(o, d)) * (centers(c, d) - centers(o, d));
                }
                distances[o] = sum;
            }
            distances[c] = -1;
            auto& order = nearest[c];
            order.resize(centers.rows);
            std::iota(order.begin(), order.end(), 0U);
            std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
                return distances[a] < distances[b] || (distances[a] == distances[b] && a < b);
            });
        }
    });
    return nearest;
}

}  // namespace

Cells divide_into_cells(const Matrix& points, std::size_t count, std::uint64_t seed, Job& job) {
    assert(count >= 1 && count <= points.rows);
    std::vector<std::uint32_t> rows(points.rows);
    std::iota(rows.begin(), rows.end(), 0U);
    std::vector<std::uint32_t> sample = rows;
    Random(seed).shuffle(std::span(sample));
    sample.resize(std::min(points.rows, count * sample_per_cell));

    Cells cells;
    cells.centers = Matrix(count, points.cols);
    for (std::size_t c = 0; c < count; ++c) {
        std::copy(points.row(sample[c]).begin(), points.row(sample[c]).end(), cells.centers.row(c).begin());
    }
    std::sort(sample.begin(), sample.end());
    for (std::size_t i = 0; i < iterations; ++i) {
        move_centers(points, sample, assign(points, sample, cells.centers, job), cells.centers);
    }
    cells.cell_of = assign(points, rows, cells.centers, job);
    cells.members.resize(count);
    for (const auto row : rows) cells.members[cells.cell_of[row]].push_back(row);
    cells.nearest = order_cells(cells.centers);
    return cells;
}

}  // namespace regulus

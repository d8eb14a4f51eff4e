#include "core/embed/neighbors.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/embed/kmeans_cells.h"
#include "core/embed/nearest_among.h"
#include "core/embed/nearest_scan.h"

namespace regulus {
namespace {

constexpr std::size_t exact_limit = 8000;  // points that Automatic searches exactly
constexpr std::size_t query_block = 48;    // queries that share the candidates in the cache
constexpr std::size_t points_per_cell = 200;
constexpr std::size_t most_cells = 4096;
constexpr std::size_t recall_sample = 1024;  // points whose true neighbours say how many cells to search
constexpr std::size_t cache_bytes = 128 * 1024;

// The points as they are searched: around their mean (products then lose fewer digits), or of length 1.
struct Prepared {
    Matrix points;
    std::vector<float> squares;  // |p|²
};

Prepared prepare(const Matrix& points, Metric metric) {
    if (!std::all_of(points.values.begin(), points.values.end(), [](float v) { return std::isfinite(v); })) {
        throw Error(ErrorKind::Data, "Nearest neighbours need finite coordinates", {},
                    "Remove cells with NaN or infinite values");
    }
    Prepared prepared{points, std::vector<float>(points.rows)};
    std::vector<double> mean(points.cols, 0);
    if (metric == Metric::Euclidean) {
        for (std::size_t i = 0; i < points.rows; ++i) {
            for (std::size_t d = 0; d < points.cols; ++d) mean[d] += points(i, d);
        }
        for (double& m : mean) m /= static_cast<double>(points.rows);
    }
    for (std::size_t i = 0; i < points.rows; ++i) {
        const auto row = prepared.points.row(i);
        double squares = 0;
        for (std::size_t d = 0; d < row.size(); ++d) {
            row[d] = static_cast<float>(row[d] - mean[d]);
            squares += static_cast<double>(row[d]) * row[d];
        }
        prepared.squares[i] = static_cast<float>(squares);
        if (metric == Metric::Cosine) {
            const double scale = squares > 0 ? 1 / std::sqrt(squares) : 0;
            for (float& v : row) v = static_cast<float>(v * scale);
            prepared.squares[i] = 1;  // of a row of zeros too, which is at distance 1 from all
        }
    }
    return prepared;
}

// Writes the neighbours of one point as a row of the result, with distances computed without cancellation.
void write(const Prepared& prepared, Metric metric, std::size_t point, std::span<const Candidate> found,
           std::size_t row, Neighbors& result) {
    assert(found.size() == result.k);
    std::vector<Candidate> order(found.begin(), found.end());
    const auto own = prepared.points.row(point);
    for (Candidate& c : order) {
        const auto other = prepared.points.row(c.index);
        double sum = 0;
        for (std::size_t d = 0; d < own.size(); ++d) {
            const double a = own[d], b = other[d];
            sum += metric == Metric::Cosine ? a * b : (a - b) * (a - b);
        }
        c.value = static_cast<float>(metric == Metric::Cosine ? std::max(0.0, 1 - sum) : std::sqrt(sum));
    }
    std::sort(order.begin(), order.end());
    for (std::size_t j = 0; j < order.size(); ++j) {
        result.indices[row * result.k + j] = order[j].index;
        result.distances[row * result.k + j] = order[j].value;
    }
}

std::vector<std::uint32_t> numbers_from(std::size_t first, std::size_t count) {
    std::vector<std::uint32_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), static_cast<std::uint32_t>(first));
    return numbers;
}

// Row i of the result holds the neighbours of queries[i] among the first `among` points.
void search_exact(const Prepared& prepared, std::size_t among, std::span<const std::uint32_t> queries,
                  Metric metric, Neighbors& result, Job& job) {
    const PackedPoints packed(prepared.points, numbers_from(0, among), prepared.squares);
    const std::size_t step =
        std::max<std::size_t>(1, cache_bytes / (tile_columns * sizeof(float) * (prepared.points.cols + 1)));
    parallel_for(queries.size(), query_block, [&](std::size_t begin, std::size_t end) {
        std::vector<NearestScan> scans;
        for (std::size_t first = begin; first < end; first += tile_rows) {
            scans.emplace_back(prepared.points, result.k);
            scans.back().start(queries.subspan(first, std::min(tile_rows, end - first)));
        }
        for (std::size_t g = 0; g < packed.groups(); g += step) {
            job.checkpoint();
            for (auto& scan : scans) scan.scan(packed, g, std::min(packed.groups(), g + step));
        }
        for (std::size_t i = begin; i < end; ++i) {
            const auto found = scans[(i - begin) / tile_rows].nearest((i - begin) % tile_rows);
            write(prepared, metric, queries[i], found, i, result);
        }
    });
}

// How many of a cell's nearest cells must be searched: so many that the true neighbours of a sample of
// points lie in them often enough, and that every cell's lists hold k + 1 points.
std::size_t cells_to_search(const Prepared& prepared, const Cells& cells, const NeighborOptions& options,
                            std::size_t k, Job& job) {
    Random random(options.seed, 1);
    std::vector<std::uint32_t> sample;
    for (std::size_t i = 0; i < recall_sample; ++i) {
        sample.push_back(static_cast<std::uint32_t>(random.below(prepared.points.rows)));
    }
    std::sort(sample.begin(), sample.end());
    sample.erase(std::unique(sample.begin(), sample.end()), sample.end());
    Neighbors truth{sample.size(), k, std::vector<std::uint32_t>(sample.size() * k),
                    std::vector<float>(sample.size() * k)};
    search_exact(prepared, prepared.points.rows, sample, options.metric, truth, job);
    std::vector<std::size_t> ranks, place(cells.centers.rows);
    for (std::size_t i = 0; i < sample.size(); ++i) {
        const auto& order = cells.nearest[cells.cell_of[sample[i]]];
        for (std::size_t r = 0; r < order.size(); ++r) place[order[r]] = r;
        for (const auto other : truth.of(i)) ranks.push_back(place[cells.cell_of[other]]);
    }
    const auto at = static_cast<std::size_t>(
        std::ceil(std::clamp(options.recall, 0.0, 1.0) * static_cast<double>(ranks.size())));
    std::sort(ranks.begin(), ranks.end());
    return ranks[std::clamp<std::size_t>(at, 1, ranks.size()) - 1] + 1;
}

// Points that are searched, in cells.
struct SearchedCells {
    Cells cells;
    std::size_t searched = 0;  // of a cell's nearest cells, see cells_to_search()
    std::vector<PackedPoints> packed;
};

SearchedCells divide(const Prepared& prepared, const NeighborOptions& options, std::size_t k, Job& job) {
    const std::size_t count = std::clamp<std::size_t>(prepared.points.rows / points_per_cell, 1, most_cells);
    job.progress(0, "finding neighbours");
    SearchedCells divided;
    divided.cells = divide_into_cells(prepared.points, count, options.seed, job);
    divided.searched = cells_to_search(prepared, divided.cells, options, k, job);
    for (const auto& members : divided.cells.members)
        divided.packed.emplace_back(prepared.points, members, prepared.squares);
    return divided;
}

// `queries`: of each cell, points of `prepared`, ascending; those from `first` on are rows 0, 1, … of the
// result.
void search_cells(const Prepared& prepared, const SearchedCells& divided,
                  std::span<const std::vector<std::uint32_t>> queries, std::size_t first, Metric metric,
                  Neighbors& result, Job& job) {
    const Cells& cells = divided.cells;
    parallel_for(queries.size(), 1, [&](std::size_t begin, std::size_t end) {
        NearestScan scan(prepared.points, result.k);
        for (std::size_t c = begin; c < end; ++c) {
            const std::span<const std::uint32_t> own = queries[c];
            for (std::size_t at = 0; at < own.size(); at += tile_rows) {
                job.checkpoint();
                const auto some = own.subspan(at, std::min(tile_rows, own.size() - at));
                scan.start(some);
                std::size_t seen = 0;
                for (std::size_t r = 0; r < queries.size() && (r < divided.searched || seen <= result.k);
                     ++r) {
                    const std::uint32_t other = cells.nearest[c][r];
                    scan.scan(divided.packed[other], 0, divided.packed[other].groups());
                    seen += cells.members[other].size();
                }
                for (std::size_t q = 0; q < some.size(); ++q)
                    write(prepared, metric, some[q], scan.nearest(q), some[q] - first, result);
            }
        }
    });
}

Neighbors room_for(std::size_t points, std::size_t k) {
    return {points, k, std::vector<std::uint32_t>(points * k), std::vector<float>(points * k)};
}

bool is_exact(const NeighborOptions& options, std::size_t points) {
    return options.search == NeighborSearch::Exact ||
           (options.search == NeighborSearch::Automatic && points <= exact_limit);
}

Matrix stacked(const Matrix& above, const Matrix& below) {
    Matrix both(above.rows + below.rows, above.cols);
    const auto rest = std::ranges::copy(above.values, both.values.begin()).out;
    std::ranges::copy(below.values, rest);
    return both;
}

}  // namespace

Neighbors nearest_neighbors(const Matrix& points, const NeighborOptions& options, Job& job) {
    const std::size_t k = points.rows == 0 ? 0 : std::min(options.k, points.rows - 1);
    const Prepared prepared = prepare(points, options.metric);
    Neighbors result = room_for(points.rows, k);
    if (k == 0) return result;
    if (is_exact(options, points.rows)) {
        search_exact(prepared, points.rows, numbers_from(0, points.rows), options.metric, result, job);
    } else {
        const SearchedCells divided = divide(prepared, options, k, job);
        search_cells(prepared, divided, divided.cells.members, 0, options.metric, result, job);
    }
    return result;
}

Neighbors nearest_among(const Matrix& points, const Matrix& queries, const NeighborOptions& options,
                        Job& job) {
    assert(points.cols == queries.cols);
    const Prepared prepared = prepare(stacked(points, queries), options.metric);
    Neighbors result = room_for(queries.rows, std::min(options.k, points.rows));
    if (result.k == 0 || queries.rows == 0) return result;
    if (is_exact(options, points.rows)) {
        search_exact(prepared, points.rows, numbers_from(points.rows, queries.rows), options.metric, result,
                     job);
        return result;
    }
    // Cells are those of the points alone; a query is searched for where its nearest centre is.
    Prepared searched{
        Matrix(points.rows, points.cols),
        {prepared.squares.begin(), prepared.squares.begin() + static_cast<std::ptrdiff_t>(points.rows)}};
    Matrix asked(queries.rows, queries.cols);
    const auto middle =
        prepared.points.values.begin() + static_cast<std::ptrdiff_t>(searched.points.values.size());
    std::copy(prepared.points.values.begin(), middle, searched.points.values.begin());
    std::copy(middle, prepared.points.values.end(), asked.values.begin());
    const SearchedCells divided = divide(searched, options, result.k, job);
    const Neighbors nearest =
        nearest_among(divided.cells.centers, asked, {.k = 1, .search = NeighborSearch::Exact}, job);
    std::vector<std::vector<std::uint32_t>> of_cell(divided.cells.centers.rows);
    for (std::size_t q = 0; q < queries.rows; ++q)
        of_cell[nearest.indices[q]].push_back(static_cast<std::uint32_t>(points.rows + q));
    search_cells(prepared, divided, of_cell, points.rows, options.metric, result, job);
    return result;
}

}  // namespace regulus

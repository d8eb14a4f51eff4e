#include "core/embed/fuzzy_graph.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/parallel.h"

namespace regulus {
namespace {

constexpr int bisections = 64;
constexpr double tolerance = 1e-5, min_scale = 1e-3;  // umap-learn's SMOOTH_K_TOLERANCE, MIN_K_DIST_SCALE

// Distance to the nearest neighbour that is not at the same place; 0 without one.
double nearest_distance(std::span<const float> distances) {
    for (const float d : distances) {
        if (d > 0) return d;
    }
    return 0;
}

// The scale at which memberships add up to log2 of the number of neighbours, the point itself included.
double smooth_scale(std::span<const float> distances, double nearest) {
    const double target = std::log2(static_cast<double>(distances.size() + 1));
    double low = 0, high = std::numeric_limits<double>::infinity(), middle = 1;
    for (int i = 0; i < bisections; ++i) {
        double sum = 0;
        for (const float d : distances) sum += d > nearest ? std::exp(-(d - nearest) / middle) : 1.0;
        if (std::abs(sum - target) < tolerance) break;
        if (sum > target) {
            high = middle;
            middle = (low + high) / 2;
        } else {
            low = middle;
            middle = std::isinf(high) ? middle * 2 : (low + high) / 2;
        }
    }
    return middle;
}

// Row of memberships of one point, columns ascending.
void memberships(const Neighbors& neighbors, std::size_t point, double mean_of_all, CsrMatrix& directed) {
    const auto distances = neighbors.distances_of(point);
    const auto indices = neighbors.of(point);
    const double nearest = nearest_distance(distances);
    const double mean =
        std::accumulate(distances.begin(), distances.end(), 0.0) / static_cast<double>(distances.size() + 1);
    const double least = min_scale * (nearest > 0 ? mean : mean_of_all);
    const double scale = std::max(smooth_scale(distances, nearest), least);
    std::vector<std::pair<std::int32_t, float>> row;
    for (std::size_t j = 0; j < distances.size(); ++j) {
        const double beyond = distances[j] - nearest;
        const double weight = beyond <= 0 || scale == 0 ? 1.0 : std::exp(-beyond / scale);
        row.emplace_back(static_cast<std::int32_t>(indices[j]), static_cast<float>(weight));
    }
    std::sort(row.begin(), row.end());
    for (std::size_t j = 0; j < row.size(); ++j) {
        directed.columns[point * neighbors.k + j] = row[j].first;
        directed.values[point * neighbors.k + j] = row[j].second;
    }
}

// a + b - a·b wherever either has a value above 0.
CsrMatrix set_union(const CsrMatrix& a, const CsrMatrix& b) {
    CsrMatrix sum;
    sum.cols = a.cols;
    sum.columns.reserve(a.stored() + b.stored());
    sum.values.reserve(a.stored() + b.stored());
    for (std::size_t r = 0; r < a.rows; ++r) {
        const auto left = a.row_columns(r), right = b.row_columns(r);
        const auto left_values = a.row_values(r), right_values = b.row_values(r);
        for (std::size_t i = 0, j = 0; i < left.size() || j < right.size();) {
            const bool from_left = i < left.size() && (j == right.size() || left[i] <= right[j]);
            const bool from_right = j < right.size() && (i == left.size() || right[j] <= left[i]);
            const std::int32_t column = from_left ? left[i] : right[j];
            const float x = from_left ? left_values[i++] : 0.0F, y = from_right ? right_values[j++] : 0.0F;
            const float weight = x + y - x * y;
            if (weight <= 0) continue;
            sum.columns.push_back(column);
            sum.values.push_back(weight);
        }
        sum.offsets.push_back(static_cast<std::int64_t>(sum.columns.size()));
        ++sum.rows;
    }
    return sum;
}

}  // namespace

CsrMatrix fuzzy_graph(const Neighbors& neighbors, Job& job) {
    CsrMatrix directed;
    directed.rows = directed.cols = neighbors.points;
    directed.columns.resize(neighbors.indices.size());
    directed.values.resize(neighbors.indices.size());
    for (std::size_t i = 1; i <= neighbors.points; ++i) {
        directed.offsets.push_back(static_cast<std::int64_t>(i * neighbors.k));
    }
    if (neighbors.k == 0) return directed;
    const double sum = std::accumulate(neighbors.distances.begin(), neighbors.distances.end(), 0.0);
    const double mean = sum / static_cast<double>(neighbors.points * (neighbors.k + 1));
    parallel_for(neighbors.points, 1024, [&](std::size_t begin, std::size_t end) {
        job.checkpoint();
        for (std::size_t i = begin; i < end; ++i) memberships(neighbors, i, mean, directed);
    });
    job.checkpoint();
    return set_union(directed, transposed(directed));
}

}  // namespace regulus

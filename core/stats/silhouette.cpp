#include "core/stats/silhouette.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/stats/packed_rows.h"

namespace regulus {
namespace {

constexpr std::size_t grain = 16;

// The silhouette of one point from the sum of its distances to the points of each label.
double width(std::size_t own, std::span<const double> sums, std::span<const std::size_t> sizes) {
    if (sizes[own] < 2) return 0;
    const double inside = sums[own] / static_cast<double>(sizes[own] - 1);
    double outside = std::numeric_limits<double>::infinity();
    for (std::size_t c = 0; c < sums.size(); ++c) {
        if (c != own) outside = std::min(outside, sums[c] / static_cast<double>(sizes[c]));
    }
    const double larger = std::max(inside, outside);
    return larger > 0 ? (outside - inside) / larger : 0.0;
}

}  // namespace

std::optional<double> silhouette(const Matrix& points, std::span<const std::int32_t> labels, Metric metric,
                                 Job& job) {
    assert(labels.size() == points.rows);
    std::map<std::int32_t, std::size_t> numbers;
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] < 0) continue;
        rows.push_back(i);
        numbers.emplace(labels[i], 0);
    }
    if (numbers.size() < 2) return std::nullopt;
    std::size_t next = 0;
    for (auto& [label, number] : numbers) number = next++;

    Matrix kept(rows.size(), points.cols);
    std::vector<std::size_t> cluster(rows.size()), sizes(numbers.size(), 0);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto from = points.row(rows[i]);
        if (!std::all_of(from.begin(), from.end(), [](float v) { return std::isfinite(v); })) {
            throw Error(ErrorKind::Data, "The silhouette needs finite coordinates",
                        "row " + std::to_string(rows[i]));
        }
        std::copy(from.begin(), from.end(), kept.row(i).begin());
        cluster[i] = numbers[labels[rows[i]]];
        ++sizes[cluster[i]];
    }
    const PackedRows packed(kept, metric);
    std::vector<double> widths(rows.size());
    parallel_for(rows.size(), grain, [&](std::size_t begin, std::size_t end) {
        job.checkpoint();
        std::vector<float> distances(packed.padded());
        std::vector<double> sums(sizes.size());
        for (std::size_t i = begin; i < end; ++i) {
            packed.distances(i, distances);
            distances[i] = 0;
            std::fill(sums.begin(), sums.end(), 0.0);
            for (std::size_t j = 0; j < cluster.size(); ++j) {
                sums[cluster[j]] += metric == Metric::Euclidean ? std::sqrt(distances[j]) : distances[j];
            }
            widths[i] = width(cluster[i], sums, sizes);
        }
    });
    double sum = 0;
    for (const double w : widths) sum += w;
    return sum / static_cast<double>(widths.size());
}

}  // namespace regulus

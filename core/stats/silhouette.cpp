#include "core/stats/silhouette.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include "core/base/error.h"
#include "core/base/parallel.h"

namespace regulus {
namespace {

constexpr std::size_t grain = 256;
// Of a mean distance: smaller ones are rounding, of points in the same direction.
constexpr double least_distance = 1e-12;

// The silhouette of one point from the sum of its distances to the points of each label.
double silhouette_width(std::size_t own, std::span<const double> sums, std::span<const std::size_t> sizes) {
    if (sizes[own] < 2) return 0;
    const double inside = sums[own] / static_cast<double>(sizes[own] - 1);
    double outside = std::numeric_limits<double>::infinity();
    for (std::size_t c = 0; c < sums.size(); ++c) {
        if (c != own) outside = std::min(outside, sums[c] / static_cast<double>(sizes[c]));
    }
    const double larger = std::max(inside, outside);
    return larger > 0 ? (outside - inside) / larger : 0.0;
}

// A row brought to length 1; zeros stay zeros.
void unit(std::span<const float> row, std::span<double> to) {
    double squares = 0;
    for (const float v : row) squares += static_cast<double>(v) * v;
    const double scale = squares > 0 ? 1 / std::sqrt(squares) : 0;
    for (std::size_t k = 0; k < row.size(); ++k) to[k] = row[k] * scale;
}

double dot(std::span<const double> a, std::span<const double> b) {
    double sum = 0;
    for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] * b[k];
    return sum;
}

}  // namespace

std::optional<double> cosine_silhouette(const Matrix& points, std::span<const std::int32_t> labels,
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

    // The distances of a point to all of a label add up to their number - u · (the sum of their units).
    const std::size_t width = points.cols;
    std::vector<std::size_t> cluster(rows.size()), sizes(numbers.size(), 0);
    std::vector<double> totals(numbers.size() * width, 0), place(width);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto from = points.row(rows[i]);
        if (!std::all_of(from.begin(), from.end(), [](float v) { return std::isfinite(v); })) {
            throw Error(ErrorKind::Data, "The silhouette needs finite coordinates",
                        "row " + std::to_string(rows[i]));
        }
        cluster[i] = numbers[labels[rows[i]]];
        ++sizes[cluster[i]];
        unit(from, place);
        for (std::size_t k = 0; k < width; ++k) totals[cluster[i] * width + k] += place[k];
    }
    std::vector<double> widths(rows.size());
    parallel_for(rows.size(), grain, [&](std::size_t begin, std::size_t end) {
        job.checkpoint();
        std::vector<double> own(width), sums(sizes.size());
        for (std::size_t i = begin; i < end; ++i) {
            unit(points.row(rows[i]), own);
            for (std::size_t c = 0; c < sums.size(); ++c) {
                const auto size = static_cast<double>(sizes[c]);
                sums[c] = size - dot(own, std::span(totals).subspan(c * width, width));
                if (c == cluster[i]) sums[c] -= 1 - dot(own, own);  // itself, 1 for zeros
                if (sums[c] < least_distance * size) sums[c] = 0;
            }
            widths[i] = silhouette_width(cluster[i], sums, sizes);
        }
    });
    double sum = 0;
    for (const double w : widths) sum += w;
    return sum / static_cast<double>(widths.size());
}

}  // namespace regulus

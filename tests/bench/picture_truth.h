// How true a picture of many points is, by brute force on some of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/data/matrix.h"
#include "core/stats/trustworthiness.h"

namespace regulus::bench {

struct PictureTruth {
    // Of every n/5,000th point, as if there were no others: whether the picture is true at large. This is
    // sklearn.manifold.trustworthiness of these rows.
    double thinned_trustworthiness = 0;
    double trustworthiness = 0;  // of 1,000 drawn points, their neighbours sought among all
    double kept = 0;  // share of the same points' nearest neighbours that are nearest in the picture
};

namespace detail {

constexpr std::size_t thinned_points = 5000, drawn_points = 1000;

inline Matrix every(const Matrix& m, std::size_t step) {
    Matrix part((m.rows + step - 1) / step, m.cols);
    for (std::size_t r = 0; r < part.rows; ++r) {
        std::copy(m.row(r * step).begin(), m.row(r * step).end(), part.row(r).begin());
    }
    return part;
}

inline std::vector<float> distances(const Matrix& m, std::size_t from) {
    std::vector<float> result(m.rows, 0.0F);
    for (std::size_t i = 0; i < m.rows; ++i) {
        for (std::size_t d = 0; d < m.cols; ++d) {
            result[i] += (m(i, d) - m(from, d)) * (m(i, d) - m(from, d));
        }
    }
    result[from] = std::numeric_limits<float>::infinity();
    return result;
}

}  // namespace detail

// Both Euclidean; k < 2,500 and less than half of the points.
inline PictureTruth picture_truth(const Matrix& points, const Matrix& picture, std::size_t k) {
    using namespace detail;
    PictureTruth truth;
    Job job;
    const std::size_t step = (points.rows + thinned_points - 1) / thinned_points, n = points.rows;
    truth.thinned_trustworthiness =
        trustworthiness(every(points, step), every(picture, step), k, job).value();
    std::vector<std::size_t> drawn(n);
    for (std::size_t i = 0; i < n; ++i) drawn[i] = i;
    Random(0).shuffle(std::span(drawn));
    drawn.resize(std::min(n, drawn_points));
    std::vector<double> beyond(drawn.size(), 0), kept(drawn.size(), 0);
    parallel_for(drawn.size(), 8, [&](std::size_t begin, std::size_t end) {
        std::vector<std::size_t> order(n);
        for (std::size_t q = begin; q < end; ++q) {
            const std::vector<float> far = distances(points, drawn[q]), near = distances(picture, drawn[q]);
            for (std::size_t i = 0; i < n; ++i) order[i] = i;
            std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(k - 1), order.end(),
                             [&](std::size_t a, std::size_t b) { return near[a] < near[b]; });
            for (std::size_t j = 0; j < k; ++j) {
                const float limit = far[order[j]];
                const auto rank =
                    1 + std::count_if(far.begin(), far.end(), [&](float d) { return d < limit; });
                const double over = static_cast<double>(rank) - static_cast<double>(k);
                beyond[q] += std::max(0.0, over);
                kept[q] += over <= 0 ? 1 : 0;
            }
        }
    });
    const double nd = static_cast<double>(n), kd = static_cast<double>(k);
    const double pairs = static_cast<double>(drawn.size()) * kd;
    for (std::size_t q = 0; q < drawn.size(); ++q) {
        truth.trustworthiness += beyond[q];
        truth.kept += kept[q] / pairs;
    }
    truth.trustworthiness = 1 - truth.trustworthiness * 2 / (pairs * (2 * nd - 3 * kd - 1));
    return truth;
}

}  // namespace regulus::bench

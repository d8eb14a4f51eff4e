#include "core/stats/trustworthiness.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include "core/base/error.h"
#include "core/base/instruction_sets.h"
#include "core/base/parallel.h"
#include "core/stats/packed_rows.h"

namespace regulus {
namespace {

constexpr std::size_t grain = 16;

void check_finite(const Matrix& m) {
    if (!std::all_of(m.values.begin(), m.values.end(), [](float v) { return std::isfinite(v); })) {
        throw Error(ErrorKind::Data, "Trustworthiness needs finite coordinates");
    }
}

// Points nearer than j, equal distances in order of index.
REGULUS_CLONES std::size_t points_before(const float* distances, std::size_t n, std::size_t j) {
    const float limit = distances[j];
    std::uint32_t nearer = 0;
    for (std::size_t l = 0; l < j; ++l) nearer += distances[l] <= limit ? 1 : 0;
    for (std::size_t l = j + 1; l < n; ++l) nearer += distances[l] < limit ? 1 : 0;
    return nearer;
}

}  // namespace

std::optional<double> trustworthiness(const Matrix& points, const Matrix& embedding, std::size_t k,
                                      Job& job) {
    assert(points.rows == embedding.rows);
    const std::size_t n = points.rows;
    if (k == 0 || 2 * k >= n) return std::nullopt;
    check_finite(points);
    check_finite(embedding);
    const PackedRows high(points, Metric::Euclidean), low(embedding, Metric::Euclidean);
    std::vector<std::uint64_t> penalties(n, 0);
    parallel_for(n, grain, [&](std::size_t begin, std::size_t end) {
        job.checkpoint();
        std::vector<float> far(high.padded()), near(low.padded());
        std::vector<std::size_t> order(n);
        for (std::size_t i = begin; i < end; ++i) {
            high.distances(i, far);
            low.distances(i, near);
            far[i] = near[i] = std::numeric_limits<float>::infinity();
            std::iota(order.begin(), order.end(), std::size_t{0});
            std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(k - 1), order.end(),
                             [&](std::size_t a, std::size_t b) {
                                 return near[a] < near[b] || (near[a] == near[b] && a < b);
                             });
            for (std::size_t j = 0; j < k; ++j) {
                const std::size_t rank = points_before(far.data(), n, order[j]) + 1;
                penalties[i] += rank > k ? rank - k : 0;
            }
        }
    });
    const double sum =
        static_cast<double>(std::accumulate(penalties.begin(), penalties.end(), std::uint64_t{0}));
    const double nd = static_cast<double>(n), kd = static_cast<double>(k);
    return 1 - sum * 2 / (nd * kd * (2 * nd - 3 * kd - 1));
}

}  // namespace regulus

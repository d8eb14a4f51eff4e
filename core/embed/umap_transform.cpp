#include "core/embed/umap_transform.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include "core/base/parallel.h"
#include "core/embed/umap_kernel.h"

namespace regulus {
namespace {

constexpr std::size_t grain = 256, block = 64 * grain;  // points of one thread; between two words of progress
constexpr int bisections = 64;
constexpr double tolerance = 1e-5, least_scale = 1e-3;  // umap-learn's SMOOTH_K_TOLERANCE, MIN_K_DIST_SCALE

// Memberships fall off from distance 0, not from the nearest neighbour as within a map. At this scale those
// of all but the nearest add up to log2 of the number of neighbours.
double membership_scale(std::span<const float> distances) {
    const double target = std::log2(static_cast<double>(distances.size()));
    double low = 0, high = std::numeric_limits<double>::infinity(), middle = 1;
    for (int i = 0; i < bisections; ++i) {
        double sum = 0;
        for (const float d : distances.subspan(1)) sum += d > 0 ? std::exp(-d / middle) : 1.0;
        if (std::abs(sum - target) < tolerance) break;
        if (sum > target) {
            high = middle;
            middle = (low + high) / 2;
        } else {
            low = middle;
            middle = std::isinf(high) ? middle * 2 : (low + high) / 2;
        }
    }
    const double mean =
        std::accumulate(distances.begin(), distances.end(), 0.0) / static_cast<double>(distances.size());
    return std::max(middle, least_scale * mean);
}

// Of one point in its neighbours; 1 where it lies on one.
void memberships(std::span<const float> distances, std::span<float> weights) {
    const double scale = membership_scale(distances);
    for (std::size_t j = 0; j < distances.size(); ++j)
        weights[j] = distances[j] <= 0 || scale <= 0
                         ? 1.0F
                         : static_cast<float>(std::exp(-static_cast<double>(distances[j]) / scale));
}

// Where a point begins: on the first old point that it coincides with, or at the weighted mean.
void begin_at(const Matrix& map, std::span<const std::uint32_t> neighbors, std::span<const float> weights,
              std::span<float> place) {
    if (const auto same = std::ranges::find(weights, 1.0F); same != weights.end()) {
        std::ranges::copy(map.row(neighbors[static_cast<std::size_t>(same - weights.begin())]),
                          place.begin());
        return;
    }
    const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (std::size_t d = 0; d < place.size(); ++d) {
        double sum = 0;
        for (std::size_t j = 0; j < neighbors.size(); ++j) {
            // Weights may all be below what a float holds.
            const double weight = all > 0 ? weights[j] / all : 1.0 / static_cast<double>(neighbors.size());
            sum += weight * map(neighbors[j], d);
        }
        place[d] = static_cast<float>(sum);
    }
}

// Old points first, then the new ones: the places of UmapStep.
struct Placing {
    std::vector<float> positions;
    std::vector<std::int64_t> offsets;
    std::vector<std::uint32_t> tails;
    std::vector<float> rates;
};

// A neighbour too far to pull once in all epochs is left out, as in the layout.
Placing begin(const Matrix& map, const Neighbors& neighbors, int epochs, Job& job) {
    const std::size_t old = map.rows, fresh = neighbors.points, k = neighbors.k;
    Placing placing{map.values, std::vector<std::int64_t>(old + fresh + 1), neighbors.indices,
                    std::vector<float>(fresh * k)};
    placing.positions.resize((old + fresh) * map.cols);
    for (std::size_t i = 0; i <= fresh; ++i) placing.offsets[old + i] = static_cast<std::int64_t>(i * k);
    parallel_for(fresh, grain, [&](std::size_t first, std::size_t last) {
        job.checkpoint();
        for (std::size_t i = first; i < last; ++i) {
            const std::span weights = std::span(placing.rates).subspan(i * k, k);
            memberships(neighbors.distances_of(i), weights);
            begin_at(map, neighbors.of(i), weights,
                     std::span(placing.positions).subspan((old + i) * map.cols, map.cols));
            const float most = *std::ranges::max_element(weights);
            for (float& weight : weights) {
                weight = most > 0 ? weight / most : 0.0F;
                if (weight * static_cast<float>(epochs) < 1) weight = 0;
            }
        }
    });
    return placing;
}

// Takes new points through all epochs: nobody looks at one but itself, so that one range after the other can.
void move(Placing& placing, std::size_t old, std::size_t first, std::size_t last, std::size_t dimensions,
          const UmapTransformOptions& options, const Job& job) {
    TailForces unused((old + tail_range - 1) / tail_range);  // old points stay
    for (int epoch = 0; epoch < options.epochs; ++epoch) {
        job.checkpoint();
        const float remaining = 1 - static_cast<float>(epoch) / static_cast<float>(options.epochs);
        const UmapStep step{
            .offsets = placing.offsets.data(),
            .tails = placing.tails.data(),
            .rates = placing.rates.data(),
            .positions = placing.positions.data(),
            .moved = placing.positions.data(),
            .points = old,
            .epoch = epoch,
            .learning_rate = options.learning_rate * remaining,
            .a = static_cast<float>(options.curve.a),
            .b = static_cast<float>(options.curve.b),
            .negatives = options.negatives,
            .seed = (options.seed + 1) * 0x9e3779b97f4a7c15ULL ^
                    (static_cast<std::uint64_t>(epoch) + 1) * 0xbf58476d1ce4e5b9ULL,
        };
        umap_move(step, dimensions, old + first, old + last, unused);
        for (auto& forces : unused) forces.clear();
    }
}

}  // namespace

Matrix umap_transform(const Matrix& map, const Neighbors& neighbors, const UmapTransformOptions& options,
                      Job& job) {
    assert((map.cols == 2 || map.cols == 3) && map.rows > 0);
    assert(neighbors.k > 0 || neighbors.points == 0);
    const std::size_t old = map.rows, fresh = neighbors.points;
    Placing placing = begin(map, neighbors, options.epochs, job);
    for (std::size_t from = 0; from < fresh; from += block) {
        const std::size_t count = std::min(block, fresh - from);
        parallel_for(count, grain, [&](std::size_t first, std::size_t last) {
            move(placing, old, from + first, from + last, map.cols, options, job);
        });
        job.progress(static_cast<double>(from + count) / static_cast<double>(fresh), "placing cells");
    }
    Matrix result(fresh, map.cols);
    std::copy(placing.positions.begin() + static_cast<std::ptrdiff_t>(old * map.cols),
              placing.positions.end(), result.values.begin());
    return result;
}

}  // namespace regulus

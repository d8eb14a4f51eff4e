#include "core/stats/temperature.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

#include "core/base/parallel.h"

namespace regulus {
namespace {

constexpr std::size_t grain = 2048;                       // cells of one chunk
constexpr double least_inverse = 0.1, most_inverse = 10;  // of 1 / T
constexpr int most_steps = 100;

// Of the loss by 1 / T, summed over cells.
struct Slope {
    double first = 0, second = 0;
};

// One cell: `scores` are logits + offsets. The loss is log Σ exp(a s) − a · target, a = 1 / T.
Slope slope_of(std::span<const double> scores, std::size_t label, double own, double inverse) {
    double largest = scores[label], others = 0, finite = 0;
    for (std::size_t k = 0; k < scores.size(); ++k) {
        if (!std::isfinite(scores[k])) continue;
        largest = std::max(largest, scores[k]);
        if (k == label) continue;
        others += scores[k];
        ++finite;
    }
    double total = 0, mean = 0, square = 0;
    for (const double score : scores) {
        if (!std::isfinite(score)) continue;
        const double apart = score - largest, weight = std::exp(inverse * apart);
        total += weight;
        mean += weight * apart;
        square += weight * apart * apart;
    }
    mean /= total;
    const double target =
        own * (scores[label] - largest) + (finite > 0 ? (1 - own) * (others / finite - largest) : 0);
    return {mean - target, square / total - mean * mean};
}

Slope slope_at(const Matrix& logits, std::span<const double> offsets, std::span<const std::int32_t> labels,
               double own, double inverse) {
    std::vector<Slope> chunks((logits.rows + grain - 1) / grain);
    parallel_for(logits.rows, grain, [&](std::size_t begin, std::size_t end) {
        std::vector<double> scores(logits.cols);
        Slope& sum = chunks[begin / grain];
        for (std::size_t i = begin; i < end; ++i) {
            if (labels[i] < 0) continue;
            for (std::size_t k = 0; k < scores.size(); ++k) scores[k] = logits(i, k) + offsets[k];
            const Slope cell = slope_of(scores, static_cast<std::size_t>(labels[i]), own, inverse);
            sum.first += cell.first;
            sum.second += cell.second;
        }
    });
    Slope sum;
    for (const Slope& chunk : chunks) {
        sum.first += chunk.first;
        sum.second += chunk.second;
    }
    return sum;
}

}  // namespace

double fit_temperature(const Matrix& logits, std::span<const double> offsets,
                       std::span<const std::int32_t> labels) {
    assert(labels.size() == logits.rows && offsets.size() == logits.cols);
    const auto cells =
        static_cast<double>(std::ranges::count_if(labels, [](std::int32_t label) { return label >= 0; }));
    if (cells == 0) return 1;
    const double own = (cells + 1) / (cells + 2);
    double low = least_inverse, high = most_inverse, at = 1;
    for (int step = 0; step < most_steps && high - low > 1e-12 * high; ++step) {
        const Slope slope = slope_at(logits, offsets, labels, own, at);
        if (slope.first == 0) break;
        (slope.first > 0 ? high : low) = at;
        const double next = slope.second > 0 ? at - slope.first / slope.second : low;
        if (next == at) break;
        at = next > low && next < high ? next : (low + high) / 2;
    }
    return 1 / at;
}

Matrix scaled_probabilities(const Matrix& logits, std::span<const double> offsets, double temperature) {
    assert(offsets.size() == logits.cols);
    Matrix result(logits.rows, logits.cols);
    parallel_for(logits.rows, grain, [&](std::size_t begin, std::size_t end) {
        std::vector<double> scores(logits.cols);
        for (std::size_t i = begin; i < end; ++i) {
            for (std::size_t k = 0; k < scores.size(); ++k)
                scores[k] = (logits(i, k) + offsets[k]) / temperature;
            const double largest = std::ranges::max(scores);
            double total = 0;
            for (double& score : scores) total += score = std::exp(score - largest);
            for (std::size_t k = 0; k < scores.size(); ++k)
                result(i, k) = static_cast<float>(scores[k] / total);
        }
    });
    return result;
}

}  // namespace regulus

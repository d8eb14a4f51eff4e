#include "core/stats/classification_metrics.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace regulus {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double ratio(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

// Mean of score(row, class) over the labelled rows.
template <class Score>
double mean_over_labelled(const Matrix& probabilities, std::span<const std::int32_t> truth, Score score) {
    assert(truth.size() == probabilities.rows);
    double sum = 0;
    std::size_t cells = 0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (truth[i] < 0) continue;
        assert(static_cast<std::size_t>(truth[i]) < probabilities.cols);
        sum += score(probabilities.row(i), static_cast<std::size_t>(truth[i]));
        ++cells;
    }
    return cells == 0 ? nan : sum / static_cast<double>(cells);
}

}  // namespace

std::uint64_t ConfusionMatrix::total() const {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

ConfusionMatrix confusion_matrix(std::span<const std::int32_t> truth, std::span<const std::int32_t> predicted,
                                 std::size_t classes) {
    assert(truth.size() == predicted.size());
    ConfusionMatrix confusion{classes, std::vector<std::uint64_t>(classes * classes, 0)};
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (truth[i] < 0 || predicted[i] < 0) continue;
        const auto t = static_cast<std::size_t>(truth[i]), p = static_cast<std::size_t>(predicted[i]);
        assert(t < classes && p < classes);
        ++confusion.counts[t * classes + p];
    }
    return confusion;
}

double accuracy(const ConfusionMatrix& confusion) {
    const std::uint64_t all = confusion.total();
    std::uint64_t right = 0;
    for (std::size_t c = 0; c < confusion.classes; ++c) right += confusion(c, c);
    return all == 0 ? nan : ratio(right, all);
}

std::vector<ClassMetrics> class_metrics(const ConfusionMatrix& confusion) {
    std::vector<ClassMetrics> metrics(confusion.classes);
    for (std::size_t t = 0; t < confusion.classes; ++t) {
        for (std::size_t p = 0; p < confusion.classes; ++p) {
            metrics[t].support += confusion(t, p);
            metrics[p].predicted += confusion(t, p);
        }
    }
    for (std::size_t c = 0; c < confusion.classes; ++c) {
        ClassMetrics& m = metrics[c];
        const std::uint64_t right = confusion(c, c);
        m.precision = ratio(right, m.predicted);
        m.recall = ratio(right, m.support);
        m.f1 = ratio(2 * right, m.predicted + m.support);
    }
    return metrics;
}

double macro_f1(const ConfusionMatrix& confusion) {
    double sum = 0;
    std::size_t present = 0;
    for (const ClassMetrics& m : class_metrics(confusion)) {
        if (m.support + m.predicted == 0) continue;
        sum += m.f1;
        ++present;
    }
    return present == 0 ? nan : sum / static_cast<double>(present);
}

double balanced_accuracy(const ConfusionMatrix& confusion) {
    double sum = 0;
    std::size_t present = 0;
    for (const ClassMetrics& m : class_metrics(confusion)) {
        if (m.support == 0) continue;
        sum += m.recall;
        ++present;
    }
    return present == 0 ? nan : sum / static_cast<double>(present);
}

double negative_log_likelihood(const Matrix& probabilities, std::span<const std::int32_t> truth) {
    return mean_over_labelled(probabilities, truth, [](std::span<const float> row, std::size_t label) {
        return -std::log(std::clamp(static_cast<double>(row[label]), 1e-15, 1.0));
    });
}

double brier_score(const Matrix& probabilities, std::span<const std::int32_t> truth) {
    return mean_over_labelled(probabilities, truth, [](std::span<const float> row, std::size_t label) {
        double sum = 0;
        for (std::size_t k = 0; k < row.size(); ++k) {
            const double off = static_cast<double>(row[k]) - (k == label ? 1.0 : 0.0);
            sum += off * off;
        }
        return sum;
    });
}

std::vector<ReliabilityBin> reliability(std::span<const float> confidence,
                                        std::span<const std::uint8_t> right, std::size_t bins) {
    assert(bins > 0 && right.size() == confidence.size());
    std::vector<ReliabilityBin> result(bins);
    for (std::size_t i = 0; i < confidence.size(); ++i) {
        const double own = confidence[i];
        if (std::isnan(own)) continue;
        const double place = std::ceil(own * static_cast<double>(bins)) - 1;
        const auto bin = static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(bins - 1)));
        result[bin].confidence += own;
        result[bin].accuracy += right[i] != 0 ? 1 : 0;
        ++result[bin].cells;
    }
    for (ReliabilityBin& bin : result) {
        if (bin.cells == 0) continue;
        bin.confidence /= static_cast<double>(bin.cells);
        bin.accuracy /= static_cast<double>(bin.cells);
    }
    return result;
}

std::vector<ReliabilityBin> reliability(const Matrix& probabilities, std::span<const std::int32_t> truth,
                                        std::size_t bins) {
    assert(truth.size() == probabilities.rows);
    std::vector<float> confidence;
    std::vector<std::uint8_t> right;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (truth[i] < 0) continue;
        const auto row = probabilities.row(i);
        if (row.empty() || std::ranges::any_of(row, [](float p) { return std::isnan(p); })) continue;
        const auto best = std::max_element(row.begin(), row.end());
        confidence.push_back(*best);
        right.push_back(best - row.begin() == truth[i] ? 1 : 0);
    }
    return reliability(confidence, right, bins);
}

double expected_calibration_error(std::span<const ReliabilityBin> bins) {
    double sum = 0;
    std::size_t cells = 0;
    for (const ReliabilityBin& bin : bins) {
        sum += std::abs(bin.confidence - bin.accuracy) * static_cast<double>(bin.cells);
        cells += bin.cells;
    }
    return cells == 0 ? nan : sum / static_cast<double>(cells);
}

double expected_calibration_error(const Matrix& probabilities, std::span<const std::int32_t> truth,
                                  std::size_t bins) {
    return expected_calibration_error(reliability(probabilities, truth, bins));
}

}  // namespace regulus

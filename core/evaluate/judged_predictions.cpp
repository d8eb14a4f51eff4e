#include "core/evaluate/judged_predictions.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace regulus {
namespace {

constexpr std::size_t between_looks = 65536;

double ratio(std::size_t part, std::size_t whole) {
    return whole == 0 ? std::numeric_limits<double>::quiet_NaN()
                      : static_cast<double>(part) / static_cast<double>(whole);
}

// Σ_k (p_k - [k is the truth])²; of no class: as if the truth were one more, whose probability is 0.
double brier_of(std::span<const float> row, std::int32_t truth) {
    double sum = truth < 0 ? 1 : 0;
    for (std::size_t k = 0; k < row.size(); ++k) {
        const double off = static_cast<double>(row[k]) - (static_cast<std::int32_t>(k) == truth ? 1.0 : 0.0);
        sum += off * off;
    }
    return sum;
}

std::vector<KeptCells> coverage_of(const JudgedPredictions& judged, Job& job) {
    std::vector<std::uint32_t> order(judged.cells.size());
    std::iota(order.begin(), order.end(), 0U);
    std::size_t steps = 0;
    std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
        if (++steps % between_looks == 0) job.checkpoint();
        return judged.confidence[a] > judged.confidence[b];
    });
    std::vector<KeptCells> coverage;
    std::size_t right = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        right += judged.right[order[i]];
        const float own = judged.confidence[order[i]];
        if (i + 1 == order.size() || judged.confidence[order[i + 1]] != own)
            coverage.push_back({own, i + 1, right});
    }
    return coverage;
}

}  // namespace

double KeptCells::accuracy() const {
    return ratio(right, kept);
}

double JudgedPredictions::accuracy() const {
    return coverage.empty() ? std::numeric_limits<double>::quiet_NaN() : coverage.back().accuracy();
}

double JudgedPredictions::ece() const {
    return expected_calibration_error(bins);
}

double JudgedPredictions::share_kept(float threshold) const {
    return ratio(kept(threshold).kept, cells.size());
}

KeptCells JudgedPredictions::kept(float threshold) const {
    const auto below = std::ranges::partition_point(
        coverage, [&](const KeptCells& point) { return point.threshold >= threshold; });
    KeptCells found = below == coverage.begin() ? KeptCells{} : *(below - 1);
    found.threshold = threshold;
    return found;
}

float JudgedPredictions::threshold_for(double share) const {
    if (coverage.empty()) return 0;
    const double wanted = std::clamp(share, 0.0, 1.0) * static_cast<double>(cells.size());
    const auto enough = std::ranges::partition_point(
        coverage, [&](const KeptCells& point) { return static_cast<double>(point.kept) < wanted; });
    return enough == coverage.end() ? coverage.back().threshold : enough->threshold;
}

CellSet JudgedPredictions::below(float threshold, std::size_t universe) const {
    CellSet found(universe);
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (confidence[i] < threshold) found.insert(cells[i]);
    return found;
}

JudgedPredictions judge_predictions(const Matrix& probabilities, std::span<const std::int32_t> label,
                                    std::span<const std::int32_t> class_of_label, const CellSet& within,
                                    Job& job) {
    JudgedPredictions judged;
    const std::size_t n = std::min(probabilities.rows, label.size());
    double brier = 0;
    for (std::size_t i = 0; i < n; ++i) {
        if (i % between_looks == 0) job.checkpoint();
        if (label[i] < 0 || (within.universe() > 0 && !within.contains(i))) continue;
        const std::int32_t truth = class_of_label[static_cast<std::size_t>(label[i])];
        const auto row = probabilities.row(i);
        if (std::ranges::any_of(row, [](float p) { return std::isnan(p); })) continue;
        const auto best = std::ranges::max_element(row);
        judged.cells.push_back(static_cast<std::uint32_t>(i));
        judged.confidence.push_back(best == row.end() ? 0.0F : *best);
        judged.right.push_back(truth >= 0 && best - row.begin() == truth ? 1 : 0);
        judged.foreign += truth < 0 ? 1 : 0;
        brier += brier_of(row, truth);
    }
    judged.brier = judged.cells.empty() ? std::numeric_limits<double>::quiet_NaN()
                                        : brier / static_cast<double>(judged.cells.size());
    judged.bins = reliability(judged.confidence, judged.right);
    judged.coverage = coverage_of(judged, job);
    return judged;
}

std::vector<KeptCells> thinned(std::span<const KeptCells> coverage, std::size_t most) {
    assert(most >= 2);
    if (coverage.size() <= most) return {coverage.begin(), coverage.end()};
    std::vector<KeptCells> kept;
    const double step = static_cast<double>(coverage.back().kept) / static_cast<double>(most - 1);
    for (std::size_t i = 0; i < coverage.size(); ++i) {
        const bool due =
            kept.empty() || static_cast<double>(coverage[i].kept) >= step * static_cast<double>(kept.size());
        if (due || i + 1 == coverage.size()) kept.push_back(coverage[i]);
    }
    return kept;
}

}  // namespace regulus

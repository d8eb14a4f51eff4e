#include "core/model/calibration.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/count_text.h"
#include "core/base/parallel.h"
#include "core/stats/conformal.h"
#include "core/stats/cross_fit.h"
#include "core/stats/temperature.h"

namespace regulus {
namespace {

std::vector<std::size_t> cells_of(std::span<const std::int32_t> labels, std::size_t classes) {
    std::vector<std::size_t> cells(classes, 0);
    for (const std::int32_t label : labels) {
        if (label >= 0) ++cells[static_cast<std::size_t>(label)];
    }
    return cells;
}

// Why these are too few; empty when they are not. `judged`: cells of each class that a fit on others judged.
std::string too_few(std::span<const std::size_t> judged) {
    const std::size_t cells = std::accumulate(judged.begin(), judged.end(), std::size_t{0});
    if (cells < least_calibration_cells)
        return fmt::format("it learned from {}, and {} are needed",
                           count_text(cells, "labelled cell", "labelled cells"), least_calibration_cells);
    const auto present =
        static_cast<std::size_t>(std::ranges::count_if(judged, [](std::size_t n) { return n > 0; }));
    if (cells < least_calibration_mean * present)
        return fmt::format("it learned from {} of {}, and {} a class are needed on average",
                           count_text(cells, "labelled cell", "labelled cells"),
                           count_text(present, "class", "classes"), least_calibration_mean);
    if (std::ranges::count_if(judged, [](std::size_t n) { return n >= least_calibration_class; }) < 2)
        return fmt::format("fewer than two of its classes have {} labelled cells to judge by",
                           least_calibration_class);
    return {};
}

std::vector<double> log_shares(std::span<const std::size_t> cells) {
    const double all = static_cast<double>(std::accumulate(cells.begin(), cells.end(), std::size_t{0}));
    std::vector<double> shares;
    for (const std::size_t n : cells) shares.push_back(n == 0 ? 0 : std::log(static_cast<double>(n) / all));
    return shares;
}

std::size_t likeliest(std::span<const float> probabilities) {
    return static_cast<std::size_t>(std::ranges::max_element(probabilities) - probabilities.begin());
}

// What is decided by probabilities: sets, and which cells are sure enough.
void set_thresholds(Calibration& made, const OutOfFold& judged, std::span<const std::size_t> learned) {
    const Matrix probabilities = scaled_probabilities(judged.logits, made.offsets, made.temperature);
    std::vector<float> own(judged.labels.size(), 0), largest;
    std::vector<std::uint8_t> right;
    for (std::size_t i = 0; i < judged.labels.size(); ++i) {
        if (judged.labels[i] < 0) continue;
        const auto row = probabilities.row(i);
        const auto label = static_cast<std::size_t>(judged.labels[i]);
        own[i] = row[label];
        largest.push_back(std::ranges::max(row));
        right.push_back(likeliest(row) == label ? 1 : 0);
    }
    made.excluded_below = class_thresholds(own, judged.labels, learned.size(), made.level, 0);
    std::vector<float> nearness;
    for (const float distance : judged.distance) nearness.push_back(-distance);
    made.most_distance = class_thresholds(nearness, judged.labels, learned.size(), made.level,
                                          std::numeric_limits<double>::lowest());
    for (double& distance : made.most_distance) distance = -distance;
    for (std::size_t k = 0; k < learned.size(); ++k) {
        if (learned[k] == 0) made.excluded_below[k] = 1;
    }
    made.least_probability = accuracy_threshold(largest, right, made.level);
}

}  // namespace

std::size_t Calibration::cells() const {
    return std::accumulate(judged.begin(), judged.end(), std::size_t{0});
}

bool Calibration::tested(std::size_t k) const {
    return judged[k] >= least_calibration_class;
}

CalibrationOutcome calibrate(const Matrix& embedding, std::span<const std::int32_t> labels,
                             std::size_t classes, std::span<const std::int32_t> groups, std::uint64_t seed,
                             Job& job, Ranks& ranks) {
    const std::vector<std::size_t> learned = cells_of(labels, classes);
    if (std::string why = too_few(learned); !why.empty()) return {nullptr, why};
    const Folds folds = make_folds(labels, classes, groups, usual_folds, seed);
    if (folds.count < 2) return {nullptr, "all of its labelled cells are in one group"};
    const OutOfFold judged = cross_fit(embedding, labels, classes, folds, {.ranks = &ranks}, job);
    auto made = std::make_shared<Calibration>();
    made->judged = cells_of(judged.labels, classes);
    if (std::string why = too_few(made->judged); !why.empty()) return {nullptr, why};
    made->folds = folds.count;
    made->by_group = !groups.empty();
    made->offsets = log_shares(learned);
    made->temperature = fit_temperature(judged.logits, made->offsets, judged.labels);
    made->shape = class_shape(embedding, labels, classes);
    set_thresholds(*made, judged, learned);
    return {made, {}};
}

ReaderHead calibrated_head(ReaderHead balanced, const Calibration& calibration) {
    const double temperature = calibration.temperature;
    for (float& weight : balanced.weights.values) weight = static_cast<float>(weight / temperature);
    for (std::size_t k = 0; k < balanced.bias.size(); ++k)
        balanced.bias[k] = static_cast<float>((balanced.bias[k] + calibration.offsets[k]) / temperature);
    return balanced;
}

Matrix balanced_logits(const Matrix& logits, const Calibration& calibration) {
    Matrix balanced(logits.rows, logits.cols);
    for (std::size_t i = 0; i < logits.rows; ++i) {
        for (std::size_t k = 0; k < logits.cols; ++k)
            balanced(i, k) =
                static_cast<float>(logits(i, k) * calibration.temperature - calibration.offsets[k]);
    }
    return balanced;
}

std::vector<std::int32_t> prediction_set(const Calibration& calibration,
                                         std::span<const float> probabilities) {
    assert(probabilities.size() == calibration.excluded_below.size());
    const std::size_t named = likeliest(probabilities);
    std::vector<std::int32_t> classes;
    for (std::size_t k = 0; k < probabilities.size(); ++k) {
        if (k == named || static_cast<double>(probabilities[k]) >= calibration.excluded_below[k])
            classes.push_back(static_cast<std::int32_t>(k));
    }
    std::ranges::stable_sort(classes, [&](std::int32_t a, std::int32_t b) {
        return probabilities[static_cast<std::size_t>(a)] > probabilities[static_cast<std::size_t>(b)];
    });
    return classes;
}

Assignment assignment(const Calibration& calibration, std::span<const float> probabilities,
                      std::span<const float> embedding) {
    const std::size_t named = likeliest(probabilities);
    if (static_cast<double>(probabilities[named]) < calibration.least_probability) return Assignment::Unsure;
    const bool near =
        squared_distance(calibration.shape, embedding, named) <= calibration.most_distance[named];
    return near ? Assignment::Assigned : Assignment::Unlike;
}

std::vector<Assignment> assignments(const Calibration& calibration, const Matrix& probabilities,
                                    const Matrix& embedding) {
    assert(probabilities.rows == embedding.rows);
    std::vector<Assignment> decided(probabilities.rows);
    parallel_for(decided.size(), 512, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            decided[i] = assignment(calibration, probabilities.row(i), embedding.row(i));
    });
    return decided;
}

}  // namespace regulus

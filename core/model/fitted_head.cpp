#include "core/model/fitted_head.h"

#include <algorithm>

#include "core/stats/logistic_regression.h"

namespace regulus {
namespace {

// A class nobody was labelled with stays possible in theory: a finite, very low score.
constexpr float least_bias = -1e4F;

}  // namespace

FittedHead fit_head(const Matrix& embedding, std::span<const std::int32_t> labels, std::size_t classes,
                    std::span<const std::int32_t> groups, std::uint64_t seed, Job& job, Ranks& ranks) {
    PartJob fitting(job, 0, 0.2), calibrating(job, 0.2, 1);
    LogisticModel model = fit_logistic(embedding, labels, classes, {.ranks = &ranks}, fitting);
    FittedHead fitted;
    fitted.head.weights = std::move(model.weights);
    fitted.head.bias = std::move(model.intercepts);
    for (float& bias : fitted.head.bias) bias = std::max(bias, least_bias);
    fitted.outcome = calibrate(embedding, labels, classes, groups, seed, calibrating, ranks);
    if (fitted.outcome.calibration)
        fitted.head = calibrated_head(std::move(fitted.head), *fitted.outcome.calibration);
    return fitted;
}

}  // namespace regulus

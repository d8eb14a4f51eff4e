#include "core/stats/cross_fit.h"

#include <algorithm>
#include <cassert>
#include <limits>

#include "core/stats/class_shape.h"

namespace regulus {
namespace {

void place(OutOfFold& result, const Matrix& x, std::span<const std::int32_t> of, std::int32_t fold,
           const LogisticModel& model, const ClassShape& shape) {
    for (std::size_t i = 0; i < x.rows; ++i) {
        if (of[i] != fold) continue;
        const auto cell = x.row(i);
        for (std::size_t k = 0; k < model.classes(); ++k) {
            const auto weights = model.weights.row(k);
            double sum = model.intercepts[k];
            for (std::size_t f = 0; f < cell.size(); ++f) sum += static_cast<double>(cell[f]) * weights[f];
            result.logits(i, k) = static_cast<float>(sum);
        }
        if (result.labels[i] >= 0)
            result.distance[i] =
                static_cast<float>(squared_distance(shape, cell, static_cast<std::size_t>(result.labels[i])));
    }
}

}  // namespace

OutOfFold cross_fit(const Matrix& x, std::span<const std::int32_t> labels, std::size_t classes,
                    const Folds& folds, const LogisticOptions& options, Job& job) {
    assert(labels.size() == x.rows && folds.of.size() == x.rows);
    OutOfFold result{Matrix(x.rows, classes), std::vector<float>(x.rows, 0),
                     std::vector<std::int32_t>(labels.begin(), labels.end()),
                     std::vector<LogisticModel>(folds.count)};
    std::ranges::fill(result.logits.values, -std::numeric_limits<float>::infinity());
    std::vector<std::int32_t> others(labels.size());
    std::vector<std::size_t> cells(classes);
    for (std::size_t fold = 0; fold < folds.count; ++fold) {
        const auto number = static_cast<std::int32_t>(fold);
        std::ranges::fill(cells, 0);
        for (std::size_t i = 0; i < labels.size(); ++i) {
            others[i] = folds.of[i] == number ? -1 : labels[i];
            if (others[i] >= 0) ++cells[static_cast<std::size_t>(others[i])];
        }
        const bool fits = std::ranges::count_if(cells, [](std::size_t n) { return n > 0; }) >= 2;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            if (folds.of[i] == number && (!fits || cells[static_cast<std::size_t>(labels[i])] == 0))
                result.labels[i] = -1;
        }
        if (!fits) continue;
        PartJob part(job, static_cast<double>(fold) / static_cast<double>(folds.count),
                     static_cast<double>(fold + 1) / static_cast<double>(folds.count));
        result.fits[fold] = fit_logistic(x, others, classes, options, part);
        place(result, x, folds.of, number, result.fits[fold], class_shape(x, others, classes));
    }
    return result;
}

}  // namespace regulus

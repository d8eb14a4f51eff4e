#include "core/workflow/out_of_fold.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/model/calibration.h"
#include "core/stats/cross_fit.h"
#include "core/workflow/labels.h"

namespace regulus {
namespace {

constexpr float least_logit = -1e4F;  // of a class that nobody was labelled with, as in the model's head

// Class of the model, one a cell of `rows`; none where any of them has no such label.
std::optional<std::vector<std::int32_t>> labels_of(const ModelFile& model, const Dataset& dataset,
                                                   const std::vector<std::uint32_t>& rows) {
    if (dataset.obs.find(model.record.label_column) == nullptr) return std::nullopt;
    Labels labels;
    try {
        labels = read_labels(dataset.obs, model.record.label_column);
    } catch (const Error&) {
        return std::nullopt;  // measurements by now
    }
    std::vector<std::int32_t> class_of;
    for (const std::string& name : labels.classes) {
        const auto found = std::ranges::find(model.classes, name);
        class_of.push_back(
            found == model.classes.end() ? -1 : static_cast<std::int32_t>(found - model.classes.begin()));
    }
    std::vector<std::int32_t> of;
    for (const std::uint32_t row : rows) {
        const std::int32_t code = labels.codes[row];
        of.push_back(code < 0 ? -1 : class_of[static_cast<std::size_t>(code)]);
        if (of.back() < 0) return std::nullopt;
    }
    return of;
}

// Donors, one a cell of `rows`; empty without a split by donor.
std::optional<std::vector<std::int32_t>> donors_of(const ModelFile& model, const Dataset& dataset,
                                                   const std::vector<std::uint32_t>& rows) {
    std::vector<std::int32_t> donors;
    if (model.record.split_column.empty()) return donors;
    if (dataset.obs.find(model.record.split_column) == nullptr) return std::nullopt;
    try {
        const std::vector<std::int32_t> groups = read_groups(dataset.obs, model.record.split_column);
        for (const std::uint32_t row : rows) donors.push_back(groups[row]);
    } catch (const Error&) {
        return std::nullopt;
    }
    return donors;
}

void put(const ModelFile& model, std::span<const float> balanced, std::span<float> logits,
         std::span<float> probabilities) {
    for (std::size_t k = 0; k < logits.size(); ++k) {
        const double finite = std::max(balanced[k], least_logit);
        logits[k] = static_cast<float>(model.calibration ? (finite + model.calibration->offsets[k]) /
                                                               model.calibration->temperature
                                                         : finite);
    }
    const float largest = std::ranges::max(logits);
    double sum = 0;
    for (const float logit : logits) sum += std::exp(static_cast<double>(logit) - largest);
    for (std::size_t k = 0; k < logits.size(); ++k)
        probabilities[k] = static_cast<float>(std::exp(static_cast<double>(logits[k]) - largest) / sum);
}

}  // namespace

CellSet predict_out_of_fold(const ModelFile& model, const Dataset& dataset, const CellUses& uses,
                            Prediction& prediction, Job& job) {
    CellSet done(dataset.cells());
    if (!model.reader || !uses.known()) return done;
    const std::vector<std::uint32_t> rows = uses.learned().rows();
    const auto labels = labels_of(model, dataset, rows);
    const auto donors = donors_of(model, dataset, rows);
    if (!labels || !donors) return done;
    const std::size_t classes = model.classes.size();
    const Folds folds = make_folds(*labels, classes, *donors, usual_folds, model.record.split_seed);
    if (folds.count < 2) return done;
    Matrix places(rows.size(), prediction.embedding.cols);
    for (std::size_t i = 0; i < rows.size(); ++i)
        std::ranges::copy(prediction.embedding.row(rows[i]), places.row(i).begin());
    job.progress(0, "predicting training cells out of fold");
    const OutOfFold found = cross_fit(places, *labels, classes, folds, {}, job);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (found.labels[i] < 0) continue;
        put(model, found.logits.row(i), prediction.logits.row(rows[i]),
            prediction.probabilities.row(rows[i]));
        done.insert(rows[i]);
    }
    return done;
}

}  // namespace regulus

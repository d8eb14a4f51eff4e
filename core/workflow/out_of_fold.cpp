#include "core/workflow/out_of_fold.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/data/matrix_rows.h"
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

struct CrossFitted {
    std::vector<std::uint32_t> rows;  // cells that the model learned from
    Folds folds;
    OutOfFold found;
};

// Nothing where no cell can be out of fold.
std::optional<CrossFitted> cross_fitted(const ModelFile& model, const Dataset& dataset, const CellUses& uses,
                                        const Matrix& places, Job& job) {
    if (!model.reader || !uses.known()) return std::nullopt;
    CrossFitted made;
    made.rows = uses.learned().rows();
    assert(places.rows == made.rows.size() && places.cols == model.reader->reader.dimensions);
    const auto labels = labels_of(model, dataset, made.rows);
    const auto donors = donors_of(model, dataset, made.rows);
    if (!labels || !donors) return std::nullopt;
    const std::size_t classes = model.classes.size();
    made.folds = make_folds(*labels, classes, *donors, usual_folds, model.record.split_seed);
    if (made.folds.count < 2) return std::nullopt;
    job.progress(0, "predicting training cells out of fold");
    made.found = cross_fit(places, *labels, classes, made.folds, {}, job);
    return made;
}

// As put() has its logits.
ReaderHead head_of(const ModelFile& model, const LogisticModel& fit) {
    ReaderHead head{model.reader->head.bypass, fit.weights, fit.intercepts};
    const double temperature = model.calibration ? model.calibration->temperature : 1;
    for (float& weight : head.weights.values) weight = static_cast<float>(weight / temperature);
    for (std::size_t k = 0; k < head.bias.size(); ++k) {
        const double offset = model.calibration ? model.calibration->offsets[k] : 0;
        head.bias[k] = static_cast<float>((std::max(head.bias[k], least_logit) + offset) / temperature);
    }
    return head;
}

std::shared_ptr<const FoldHeads> heads_of(const ModelFile& model, std::size_t cells,
                                          const CrossFitted& fitted) {
    auto made = std::make_shared<FoldHeads>();
    for (const LogisticModel& fit : fitted.found.fits) made->heads.push_back(head_of(model, fit));
    made->fold_of.assign(cells, -1);
    for (std::size_t i = 0; i < fitted.rows.size(); ++i) {
        if (fitted.found.labels[i] >= 0)
            made->fold_of[fitted.rows[i]] = static_cast<std::int8_t>(fitted.folds.of[i]);
    }
    return made;
}

}  // namespace

Matrix learned_places(const CellUses& uses, const Matrix& embedding) {
    return uses.known() ? matrix_rows(embedding, uses.learned().rows()) : Matrix();
}

std::shared_ptr<const FoldHeads> fold_heads(const ModelFile& model, const Dataset& dataset,
                                            const CellUses& uses, const Matrix& places, Job& job) {
    const auto fitted = cross_fitted(model, dataset, uses, places, job);
    return fitted ? heads_of(model, dataset.cells(), *fitted) : nullptr;
}

CellSet predict_out_of_fold(const ModelFile& model, const Dataset& dataset, const CellUses& uses,
                            Prediction& prediction, Job& job, std::shared_ptr<const FoldHeads>* heads) {
    CellSet done(dataset.cells());
    const auto fitted = cross_fitted(model, dataset, uses, learned_places(uses, prediction.embedding), job);
    if (heads != nullptr) *heads = fitted ? heads_of(model, dataset.cells(), *fitted) : nullptr;
    if (!fitted) return done;
    for (std::size_t i = 0; i < fitted->rows.size(); ++i) {
        if (fitted->found.labels[i] < 0) continue;
        const std::uint32_t row = fitted->rows[i];
        put(model, fitted->found.logits.row(i), prediction.logits.row(row),
            prediction.probabilities.row(row));
        done.insert(row);
    }
    return done;
}

}  // namespace regulus

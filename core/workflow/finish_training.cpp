#include "core/workflow/finish_training.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "core/base/error.h"
#include "core/workflow/model_results.h"

namespace regulus {
namespace {

std::vector<std::uint32_t> columns_of(const std::vector<std::string>& tokens,
                                      const std::vector<std::string>& genes) {
    std::unordered_map<std::string, std::uint32_t> place;
    for (std::size_t g = 0; g < genes.size(); ++g) place.emplace(genes[g], static_cast<std::uint32_t>(g));
    std::vector<std::uint32_t> columns;
    columns.reserve(tokens.size());
    for (const auto& token : tokens) columns.push_back(place.at(token));
    return columns;
}

void record_metrics(TrainingRecord& record, const TrainingOutcome& outcome, double seconds, bool cancelled) {
    auto& metrics = record.metrics;
    metrics["accuracy"] = outcome.scores.accuracy;
    metrics["macro_f1"] = outcome.scores.macro_f1;
    metrics["silhouette"] = outcome.scores.silhouette;
    metrics["baseline_accuracy"] = outcome.baseline.scores.accuracy;
    metrics["baseline_macro_f1"] = outcome.baseline.scores.macro_f1;
    metrics["baseline_silhouette"] = outcome.baseline.scores.silhouette;
    metrics["seconds"] = seconds;
    metrics.try_emplace("best_epoch", record.history.empty() ? 0 : record.history.back().epoch);
    if (cancelled) metrics["cancelled"] = 1;
}

}  // namespace

std::vector<std::int32_t> predicted_classes(const Matrix& probabilities) {
    std::vector<std::int32_t> classes(probabilities.rows, -1);
    for (std::size_t c = 0; c < probabilities.rows && probabilities.cols > 0; ++c) {
        const auto row = probabilities.row(c);
        const auto best = std::ranges::max_element(row);
        if (!std::isnan(*best)) classes[c] = static_cast<std::int32_t>(best - row.begin());
    }
    return classes;
}

TrainingOutcome finish_training(Trainer& trainer, const TrainingSetup& setup, double seconds, bool cancelled,
                                Job& job) {
    TrainingOutcome outcome;
    auto model = std::make_shared<ModelFile>(trainer.best());
    outcome.edges = model->mask.edges();
    outcome.tfs = regulons(model->mask).tfs.size();

    const auto predictor = Predictor::create(model);
    PartJob predicting(job, 0, 0.5);
    outcome.prediction = predictor->predict(*setup.input.expression, match_genes(*model, setup.input.genes),
                                            all_cells(setup.input.labels.size()), predicting);
    const std::size_t classes = setup.input.classes.size();
    outcome.scores = score(judged_labels(setup.input.labels, setup.split),
                           predicted_classes(outcome.prediction.probabilities), outcome.prediction.embedding,
                           classes, setup.input.test);
    PartJob comparing(job, 0.5, 1);
    outcome.baseline = pca_logistic(*setup.input.expression, columns_of(model->genes, setup.input.genes),
                                    setup.input.labels, classes, setup.split, comparing);
    record_metrics(model->record, outcome, seconds, cancelled);
    outcome.model = std::move(model);
    return outcome;
}

}  // namespace regulus

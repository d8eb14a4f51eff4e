#include "core/workflow/finish_training.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "core/base/error.h"
#include "core/model/regulon_predictor.h"
#include "core/workflow/data_drift.h"
#include "core/workflow/model_results.h"
#include "core/workflow/textbook_reading.h"

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
    const auto record_baseline = [&](const Scores& scores, const char* ending) {
        metrics[std::string("baseline_accuracy") + ending] = scores.accuracy;
        metrics[std::string("baseline_macro_f1") + ending] = scores.macro_f1;
        metrics[std::string("baseline_silhouette") + ending] = scores.silhouette;
    };
    record_baseline(outcome.direction, "");
    record_baseline(outcome.components, "_components");
    metrics["seconds"] = seconds;
    if (!record.history.empty()) metrics.try_emplace("best_epoch", record.history.back().epoch);
    if (cancelled) metrics["cancelled"] = 1;
}

// How sure the model is of the test cells, against how right.
void judge_certainty(TrainingOutcome& outcome, ModelFile& model, const TrainingSetup& setup) {
    std::vector<std::int32_t> labels = judged_labels(setup.input.labels, setup.split);
    for (std::size_t cell = 0; cell < labels.size(); ++cell) {
        if (!setup.input.test.contains(cell)) labels[cell] = -1;
    }
    if (model.calibration)
        outcome.calibration = calibration_quality(*model.calibration, outcome.prediction, labels);
    outcome.certainty = outcome.calibration ? outcome.calibration->probabilities
                                            : probability_quality(outcome.prediction.probabilities, labels);
    auto& metrics = model.record.metrics;
    const auto put = [&](const ProbabilityQuality& quality, const char* ending) {
        metrics[std::string("nll") + ending] = quality.nll;
        metrics[std::string("brier") + ending] = quality.brier;
        metrics[std::string("ece") + ending] = quality.ece;
    };
    put(outcome.certainty, "");
    if (!outcome.calibration) return;
    put(outcome.calibration->scores, "_before");
    metrics["set_coverage"] = outcome.calibration->coverage;
    metrics["set_size"] = outcome.calibration->set_size;
    metrics["unassigned"] = outcome.calibration->unsure + outcome.calibration->unlike;
    metrics["assigned_accuracy"] = outcome.calibration->assigned_accuracy;
}

// Of all cells, each read by the rank that it belongs to.
Prediction predicted(Predictor& predictor, const TrainingInput& input, const GeneMatch& match, Job& job) {
    const std::vector<std::uint32_t> rows = all_cells(input.labels.size());
    Prediction own = predictor.predict(*input.expression, match, input.share.own(rows), job);
    if (input.share.alone()) return own;
    const auto of_all = [&](const Matrix& part) {
        Matrix all(rows.size(), part.cols);
        std::ranges::copy(part.values, all.values.begin() +
                                           static_cast<std::ptrdiff_t>(input.share.before(rows) * part.cols));
        input.share.complete(std::span(all.values), all.cols, rows);
        return all;
    };
    return {of_all(own.logits), of_all(own.probabilities), of_all(own.embedding)};
}

// Share of the test cells whose class stays.
double kept(const TrainingOutcome& outcome, const ModelFile& model, const TrainingSetup& setup,
            const GeneMatch& match, Cut cut, Job& job) {
    const std::vector<std::uint32_t> all = setup.input.test.rows();
    const auto rows = setup.input.share.own(all);
    const auto classes = classes_with(*model.reader, *setup.input.expression, match, rows, cut, job);
    const std::vector<std::int32_t> whole = predicted_classes(outcome.prediction.logits);
    double same = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) same += classes[i] == whole[rows[i]] ? 1 : 0;
    setup.input.share.ranks().sum(std::span(&same, 1));
    return same / static_cast<double>(all.size());
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
    PartJob predicting(job, 0, 0.4), cutting(job, 0.4, 0.5);
    const GeneMatch match = match_genes(*model, setup.input.genes);
    outcome.prediction = predicted(*predictor, setup.input, match, predicting);
    const std::size_t classes = setup.input.classes.size();
    outcome.scores = score(judged_labels(setup.input.labels, setup.split),
                           predicted_classes(outcome.prediction.probabilities), outcome.prediction.embedding,
                           classes, setup.input.test);
    PartJob comparing(job, 0.5, 0.8), reading(job, 0.8, 1);
    {
        const Baselines baselines =
            pca_logistic(*setup.input.expression, columns_of(model->genes, setup.input.genes),
                         setup.input.labels, classes, setup.split, comparing,
                         {.calibrated = model->calibration != nullptr,
                          .groups = setup.input.groups,
                          .seed = setup.input.record.split_seed,
                          .share = setup.input.share});
        outcome.direction = baselines.direction.scores;
        outcome.components = baselines.components.scores;
    }
    record_metrics(model->record, outcome, seconds, cancelled);
    judge_certainty(outcome, *model, setup);
    // For data_drift() of the cells it is applied to.
    model->record.metrics["detected"] = median_detected(*setup.input.expression, match.columns,
                                                        setup.input.train.rows(), setup.input.share, cutting);
    if (model->reader && !setup.input.test.empty()) {
        auto& metrics = model->record.metrics;
        metrics["kept_without_bypass"] = kept(outcome, *model, setup, match, Cut::Bypass, cutting);
        metrics["kept_by_components"] = kept(outcome, *model, setup, match, Cut::Attention, cutting);
        metrics["kept_without_regulons"] = kept(outcome, *model, setup, match, Cut::Regulons, cutting);
    }
    // Names of simulated cells mean nothing; and priors of a few TFs are often the textbook's own.
    constexpr std::size_t least_tfs = 20;
    if (model->reader && !model->record.simulated) {
        const TfReader tfs = model_tf_reader(*model, match, setup.input.genes.size());
        if (tfs.regulons.count() >= least_tfs)
            model->record.metrics.merge(textbook_reading(tfs, *setup.input.expression, setup.input.labels,
                                                         setup.input.classes, starter_lineage_table(),
                                                         reading, setup.input.share));
    }
    outcome.model = std::move(model);
    return outcome;
}

}  // namespace regulus

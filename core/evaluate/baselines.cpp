#include "core/evaluate/baselines.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "core/embed/pca.h"
#include "core/model/fitted_head.h"
#include "core/regulons/reader_decisions.h"
#include "core/stats/classification_metrics.h"
#include "core/stats/logistic_regression.h"
#include "core/stats/silhouette.h"
#include "core/stats/temperature.h"

namespace regulus {
namespace {

// The first of equals.
std::vector<std::int32_t> likeliest_classes(const Matrix& probabilities) {
    std::vector<std::int32_t> classes(probabilities.rows);
    for (std::size_t i = 0; i < classes.size(); ++i) {
        const auto row = probabilities.row(i);
        classes[i] = static_cast<std::int32_t>(std::ranges::max_element(row) - row.begin());
    }
    return classes;
}

// Probabilities, cells × classes, by the head that a model would have; see fit_head().
Matrix as_the_model(const Matrix& places, std::span<const std::int32_t> known, std::size_t classes,
                    const BaselineNaming& naming, Job& job) {
    std::vector<std::int32_t> labels, groups;
    const auto cells = std::ranges::count_if(known, [](std::int32_t label) { return label >= 0; });
    Matrix labelled(static_cast<std::size_t>(cells), places.cols);
    for (std::size_t i = 0; i < places.rows; ++i) {
        if (known[i] < 0) continue;
        std::ranges::copy(places.row(i), labelled.row(labels.size()).begin());
        labels.push_back(known[i]);
        if (!naming.groups.empty()) groups.push_back(naming.groups[i]);
    }
    const FittedHead fitted =
        fit_head(labelled, labels, classes, groups, naming.seed, job, naming.share.ranks());
    return scaled_probabilities(logits_of(fitted.head, places), std::vector<double>(classes, 0), 1);
}

// All cells × components.
Matrix scores_of_all(const Pca& pca, const MatrixSource& expression, const CellShare& share, Job& job) {
    std::vector<std::uint32_t> rows(expression.cells());
    std::iota(rows.begin(), rows.end(), 0U);
    const Matrix own = pca_scores(pca, expression, share.own(rows), job);
    Matrix scores(rows.size(), own.cols);
    std::ranges::copy(own.values, scores.row(0).data() + share.begin() * own.cols);
    share.complete(std::span(scores.values), scores.cols, rows);
    return scores;
}

// `known`: -1 for cells whose label may not be seen.
Baseline fitted(Matrix places, std::span<const std::int32_t> known, std::span<const std::int32_t> judged,
                std::size_t classes, const CellSet& test, const BaselineNaming& naming, Job& job) {
    Baseline baseline;
    baseline.components = std::move(places);
    if (naming.calibrated) {
        baseline.probabilities = as_the_model(baseline.components, known, classes, naming, job);
    } else {
        baseline.probabilities = predict_probabilities(
            fit_logistic(baseline.components, known, classes,
                         {.c = 1, .balanced = true, .ranks = &naming.share.ranks()}, job),
            baseline.components);
    }
    baseline.predicted = likeliest_classes(baseline.probabilities);
    baseline.scores = score(judged, baseline.predicted, baseline.components, classes, test);
    return baseline;
}

}  // namespace

void to_directions(Matrix& places) {
    for (std::size_t r = 0; r < places.rows; ++r) {
        double squares = 0;
        for (const float value : places.row(r)) squares += static_cast<double>(value) * value;
        const double length = std::sqrt(static_cast<double>(places.cols) / std::max(squares, 1e-30));
        for (float& value : places.row(r)) value = static_cast<float>(value * length);
    }
}

Baselines pca_logistic(const MatrixSource& expression, std::span<const std::uint32_t> genes,
                       std::span<const std::int32_t> labels, std::size_t classes, const Split& split,
                       Job& job, const BaselineNaming& naming) {
    assert(labels.size() == expression.cells());
    PartJob fitting(job, 0, 0.6), scoring(job, 0.6, 0.8), plain(job, 0.8, 0.9), directed(job, 0.9, 1);
    const CellShare& share = naming.share;
    const Pca pca = fit_pca(expression, genes, share.own(split.test.inverted()),
                            {.components = 30, .standardise = true, .clip = 10}, fitting, share.ranks());
    Matrix components = scores_of_all(pca, expression, share, scoring);
    std::vector<std::int32_t> known(labels.begin(), labels.end());
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (!split.train.contains(i) && !split.validation.contains(i)) known[i] = -1;
    }
    const std::vector<std::int32_t> judged = judged_labels(labels, split);
    Matrix direction = components;
    to_directions(direction);
    return {fitted(std::move(components), known, judged, classes, split.test, naming, plain),
            fitted(std::move(direction), known, judged, classes, split.test, naming, directed)};
}

Scores score(std::span<const std::int32_t> labels, std::span<const std::int32_t> predicted,
             const Matrix& embedding, std::size_t classes, const CellSet& test) {
    assert(labels.size() == predicted.size() && labels.size() == embedding.rows);
    std::vector<std::uint32_t> rows;
    for (const std::uint32_t row : test.rows()) {
        if (labels[row] >= 0) rows.push_back(row);
    }
    std::vector<std::int32_t> truth(rows.size()), called(rows.size());
    Matrix places(rows.size(), embedding.cols);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        truth[i] = labels[rows[i]];
        called[i] = predicted[rows[i]];
        const auto from = embedding.row(rows[i]);
        std::copy(from.begin(), from.end(), places.row(i).begin());
    }
    const ConfusionMatrix confusion = confusion_matrix(truth, called, classes);
    Job job;
    Scores scores{accuracy(confusion), macro_f1(confusion), std::numeric_limits<double>::quiet_NaN()};
    if (!rows.empty()) scores.silhouette = cosine_silhouette(places, truth, job).value_or(0);
    return scores;
}

}  // namespace regulus

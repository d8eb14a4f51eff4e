#include "core/evidence/label_draws.h"

#include <algorithm>

#include "core/data/matrix_rows.h"
#include "core/stats/classification_metrics.h"

namespace regulus {
namespace {

DrawScore scored(const Matrix& probabilities, std::span<const std::int32_t> truth, std::size_t classes) {
    std::vector<std::int32_t> called(probabilities.rows);
    for (std::size_t r = 0; r < called.size(); ++r) {
        const auto row = probabilities.row(r);
        called[r] = static_cast<std::int32_t>(std::ranges::max_element(row) - row.begin());
    }
    const ConfusionMatrix confusion = confusion_matrix(truth, called, classes);
    DrawScore score;
    score.accuracy = accuracy(confusion);
    score.macro_f1 = macro_f1(confusion);
    score.balanced = balanced_accuracy(confusion);
    score.nll = negative_log_likelihood(probabilities, truth);
    score.brier = brier_score(probabilities, truth);
    return score;
}

}  // namespace

std::vector<LabelShare> label_shares(std::size_t draws) {
    return {{0.01, draws}, {0.05, draws}, {0.25, std::max<std::size_t>(1, draws / 4)}, {1, 1}};
}

std::vector<std::int32_t> known_labels(const EvidenceInput& input, const Split& split) {
    std::vector<std::int32_t> known(input.labels.size(), -1);
    for (const CellSet* const set : {&split.train, &split.validation}) {
        for (const std::uint32_t row : set->rows()) known[row] = input.labels[row];
    }
    return known;
}

LearnAndName by_regression(const Matrix& places, const Split& split, std::size_t classes) {
    return [&places, test = matrix_rows(places, split.test.rows()), classes](
               const std::vector<std::int32_t>& known, Job& job) {
        std::vector<std::uint32_t> rows;
        std::vector<std::int32_t> labels;
        for (std::size_t c = 0; c < known.size(); ++c) {
            if (known[c] < 0) continue;
            rows.push_back(static_cast<std::uint32_t>(c));
            labels.push_back(known[c]);
        }
        return predict_probabilities(fit_logistic(matrix_rows(places, rows), labels, classes, {}, job), test);
    };
}

std::vector<DrawScore> draw_scores(const EvidenceInput& input, std::uint64_t split, const std::string& method,
                                   const std::vector<LabelShare>& shares, const LearnAndName& name,
                                   Job& job) {
    std::vector<DrawScore> scores;
    for (const auto& [share, draws] : shares) {
        for (std::uint64_t draw = 0; draw < draws; ++draw) {
            job.checkpoint();
            const Split drawn = evidence_split(input, split, share, draw);
            const std::vector<std::int32_t> judged = judged_labels(input.labels, drawn);
            std::vector<std::int32_t> truth;
            for (const std::uint32_t row : drawn.test.rows()) truth.push_back(judged[row]);
            DrawScore score = scored(name(known_labels(input, drawn), job), truth, input.classes.size());
            score.method = method;
            score.share = share;
            score.draw = draw;
            scores.push_back(std::move(score));
        }
    }
    return scores;
}

}  // namespace regulus

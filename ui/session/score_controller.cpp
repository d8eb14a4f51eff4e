#include "ui/session/score_controller.h"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/workflow/gene_sets.h"

namespace regulus {

namespace {

const auto scores_key = QStringLiteral("scores");

QString originOf(const MatchedSet& set, ScoreMethod method) {
    return (method == ScoreMethod::Mean ? ScoreController::tr("Mean of %1 genes minus control genes")
                                        : ScoreController::tr("AUCell of %1 genes"))
        .arg(set.genes.size());
}

// With the genes that were asked for, those that the data lack among them.
Recipe recipeOf(const std::string& name, const ScoreRequest& request, const OpenChoices& choices) {
    const auto set = std::ranges::find(request.sets, name, &GeneSet::name);
    if (set == request.sets.end()) return {};
    Recipe recipe{{"score", "--method", to_string(request.method)}, set->genes, nullptr};
    if (!choices.assay.empty()) recipe.words.insert(recipe.words.end(), {"--assay", choices.assay});
    std::ranges::copy(geneWords(choices.genes, choices.mappingPath), std::back_inserter(recipe.words));
    return recipe;
}

void checkMemory(std::size_t cells, std::size_t sets) {
    if (sets <= memory_ceiling() / sizeof(double) / std::max<std::size_t>(1, cells)) return;
    throw Error(ErrorKind::Memory,
                "Scores of " + count_text(cells, "cell", "cells") + " × " + count_text(sets, "set", "sets") +
                    " do not fit in memory",
                {}, "Score fewer sets at once");
}

// The columns, one a set that has a gene in the data, and what is to be told of them: `state` becomes Ready.
// In memory are the columns and a block of cells.
OwnColumns scoreColumns(const Dataset& dataset, const OpenChoices& choices, const ScoreRequest& request,
                        ScoreState& state, Job& job) {
    const std::size_t cells = dataset.cells();
    checkMemory(cells, request.sets.size());
    std::vector<std::uint32_t> rows(cells);
    std::iota(rows.begin(), rows.end(), 0U);
    PartJob preparing(job, 0, 0.4), scoring(job, 0.4, 1);
    ScoreOptions options;
    options.method = request.method;
    options.assay = choices.assay;
    const SetScoring made =
        prepare_scores(dataset, std::move(rows), choices.genes, request.sets, options, preparing);
    std::vector<Numeric> numbers(made.sets.size());
    for (Numeric& column : numbers) {
        column.type = {sizeof(float), false};
        column.values.resize(cells);
    }
    score_sets(made, scoring, [&](std::size_t first, const Matrix& scores) {
        for (std::size_t r = 0; r < scores.rows; ++r)
            for (std::size_t s = 0; s < scores.cols; ++s)
                numbers[s].values[first + r] = static_cast<double>(scores(r, s));
    });
    OwnColumns columns;
    for (std::size_t s = 0; s < numbers.size(); ++s) {
        const MatchedSet& set = made.matched.sets[s];
        state.columns.push_back(set.name);
        columns.push_back({set.name, nullptr, originOf(set, request.method), false,
                           std::make_shared<const Numeric>(std::move(numbers[s])),
                           recipeOf(set.name, request, choices)});
    }
    state.phase = ScoreState::Phase::Ready;
    state.values = QString::fromStdString(made.values);
    for (const std::string& warning : made.matched.warnings)
        state.warnings << QString::fromStdString(warning);
    return columns;
}

}  // namespace

void ScoreController::show(ScoreState state) {
    m_state = std::move(state);
    m_services.notify(Change::Scores);
}

void ScoreController::forget() {
    m_services.jobs().abandonKey(scores_key);
    m_state = {};
}

void ScoreController::cancel() {
    if (!busy()) return;
    m_services.jobs().abandonKey(scores_key);
    show({});
}

void ScoreController::start(const ScoreRequest& request) {
    if (!m_opened.dataset || request.sets.empty()) return;
    m_services.jobs().abandonKey(scores_key);
    JobRequest job = m_services.request(tr("Scoring gene sets"), scores_key);
    job.failed = [this](const Error& error) {
        ScoreState failed;
        failed.phase = ScoreState::Phase::Failed;
        failed.problem = QString::fromStdString(error.what());
        show(std::move(failed));
    };
    job.ended = [this](JobOutcome outcome) {
        if (outcome == JobOutcome::Cancelled) show({});
    };
    using Scored = std::pair<OwnColumns, ScoreState>;
    m_services.jobs().start(
        std::move(job),
        [request, dataset = m_opened.dataset, choices = m_opened.choices](Job& j) {
            Scored scored;
            scored.first = scoreColumns(*dataset, choices, request, scored.second, j);
            return scored;
        },
        [this](Scored scored) {
            m_made(std::move(scored.first));
            show(std::move(scored.second));
        });
    ScoreState working;
    working.phase = ScoreState::Phase::Working;
    show(std::move(working));
}

}  // namespace regulus

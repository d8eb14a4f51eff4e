#include <algorithm>

#include "core/embed/pca.h"
#include "core/evaluate/baselines.h"
#include "core/evidence/discriminants.h"
#include "core/evidence/label_draws.h"
#include "core/evidence/runs.h"
#include "core/evidence/separation.h"
#include "core/evidence/standard_cells.h"
#include "core/evidence/test_reader.h"

namespace regulus {
namespace {

// Cells × genes of a regression on genes, which keeps them in memory several times.
constexpr std::size_t most_numbers = 50'000'000;

// Standardised expression of all cells × genes.
Matrix genes_as_places(const EvidenceInput& input, std::span<const std::uint32_t> genes, const Split& split,
                       Job& job) {
    const auto fitted = split.test.inverted().rows(), held = split.test.rows();
    const StandardCells cells = standard_cells(*input.expression, genes, fitted, held, job);
    Matrix places(input.labels.size(), genes.size());
    for (std::size_t i = 0; i < fitted.size(); ++i)
        std::ranges::copy(cells.fitted.row(i), places.row(fitted[i]).begin());
    for (std::size_t i = 0; i < held.size(); ++i)
        std::ranges::copy(cells.held.row(i), places.row(held[i]).begin());
    return places;
}

}  // namespace

void run_baselines(const EvidenceInput& input, const PlanOptions& options, RunResult& result, Job& job) {
    PartJob making(job, 0, 0.2), fitting(job, 0.2, 0.3), scoring(job, 0.3, 0.5), genes_job(job, 0.5, 1);
    const Split split = evidence_split(input, result.spec.split);
    result.numbers = split_numbers(split);
    // The genes that a reader has.
    std::vector<std::uint32_t> genes;
    for (const std::int32_t gene : test_reader(input, input.regulons, split.test.inverted(), making).genes)
        genes.push_back(static_cast<std::uint32_t>(gene));
    const PcaOptions of_components{.components = static_cast<std::size_t>(input.options.model.dimensions),
                                   .standardise = true,
                                   .clip = 10};
    const Pca pca = fit_pca(*input.expression, genes, split.test.inverted(), of_components, fitting);
    const Matrix components = pca_scores(pca, *input.expression, fitting);
    Matrix direction = components;
    to_directions(direction);
    const auto shares = label_shares(options.draws);
    const std::size_t classes = input.classes.size();
    const auto add = [&](const char* method, const LearnAndName& name, const std::vector<LabelShare>& of,
                         Job& part) {
        const auto found = draw_scores(input, result.spec.split, method, of, name, part);
        result.draws.insert(result.draws.end(), found.begin(), found.end());
    };
    scoring.progress(0, "learning from draws of labels");
    add("direction", by_regression(direction, split, classes), shares, scoring);
    add("components", by_regression(components, split, classes), shares, scoring);
    add("lda", by_discriminants(components, split, classes), shares, scoring);
    add_separation(input, split, direction, "direction", result, scoring);
    add_separation(input, split, discriminant_axes(components, known_labels(input, split), classes), "lda",
                   result, scoring);
    if (!options.gene_baseline || input.labels.size() * genes.size() > most_numbers) return;
    genes_job.progress(0, "learning from genes");
    const Matrix places = genes_as_places(input, genes, split, genes_job);
    // A quarter of the draws: each takes long.
    add("genes", by_regression(places, split, classes),
        label_shares(std::max<std::size_t>(1, options.draws / 4)), genes_job);
}

}  // namespace regulus

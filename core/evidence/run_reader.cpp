#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/evidence/edge_sets.h"
#include "core/evidence/label_draws.h"
#include "core/evidence/masked_prediction.h"
#include "core/evidence/runs.h"
#include "core/evidence/separation.h"
#include "core/evidence/test_reader.h"
#include "core/regulons/reader_decisions.h"
#include "core/regulons/rewired_regulons.h"
#include "core/workflow/textbook_reading.h"

namespace regulus {
namespace {

// Of a masked prediction: cells, and numbers that those of either kind may have in all.
constexpr std::size_t most_fitted = 5000, most_held = 2000, most_numbers = 50'000'000;

RegulonSet edges_of(const RunSpec& spec, const RegulonSet& over, const Matrix& fitted, double* overlap,
                    Job& job) {
    switch (spec.edges) {
        case EdgeSource::Prior:
            break;
        case EdgeSource::Rewired:
            return rewired_regulons(over, spec.seed, overlap);
        case EdgeSource::Renamed:
            return renamed_regulons(over, spec.seed);
        case EdgeSource::Coexpressed:
            return coexpressed_regulons(over, fitted, job);
        case EdgeSource::Unmasked:
            return unmasked_regulons(over, spec.seed);
    }
    return over;
}

void check_unmasked(const EvidenceInput& input, std::size_t genes) {
    const std::size_t tfs = input.regulons.count();
    if (tfs * genes * static_cast<std::size_t>(input.options.model.heads) <= most_numbers) return;
    throw Error(ErrorKind::Memory,
                fmt::format("{} with {} each are too many edges to go without a mask",
                            count_text(tfs, "TF", "TFs"), count_text(genes, "gene", "genes")));
}

// The edges of a run, and the cells that they are judged on, in both ways of counting genes.
struct RunEdges {
    StandardCells cells;
    RegulonSet over_genes, over_columns;
    double overlap = 0;
};

RunEdges run_edges(const EvidenceInput& input, const RunSpec& spec, const Split& split, Job& job) {
    const std::vector<std::uint32_t> genes = genes_with_edge(input.regulons);
    if (spec.edges == EdgeSource::Unmasked) check_unmasked(input, genes.size());
    RunEdges edges;
    const std::size_t room = most_numbers / std::max<std::size_t>(genes.size(), 1);
    edges.cells = standard_cells(*input.expression, genes,
                                 some_of(split.test.inverted().rows(), std::min(most_fitted, room)),
                                 some_of(split.test.rows(), std::min(most_held, room)), job);
    edges.over_genes =
        edges_of(spec, over_genes(input.regulons, genes), edges.cells.fitted, &edges.overlap, job);
    edges.over_columns = over_all_genes(edges.over_genes, genes, input.genes.size());
    return edges;
}

struct Agreement {
    double share = 0;  // of the test cells whose class stays
    double kappa = 0;  // the same beyond what the shares of classes make by chance (Cohen 1960)
};

Agreement agreement(const EvidenceInput& input, const RegulonReader& reader, const ReaderHead& head,
                    const Split& split, Cut cut, Job& job) {
    const std::vector<std::uint32_t> rows = split.test.rows();
    const auto whole = classes_with(reader, head, *input.expression, rows, Cut::Nothing, job),
               without = classes_with(reader, head, *input.expression, rows, cut, job);
    std::vector<double> of_whole(input.classes.size(), 0), of_cut = of_whole;
    const auto n = static_cast<double>(std::max<std::size_t>(whole.size(), 1));
    double same = 0, chance = 0;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        same += whole[i] == without[i] ? 1 / n : 0;
        of_whole[static_cast<std::size_t>(whole[i])] += 1 / n;
        of_cut[static_cast<std::size_t>(without[i])] += 1 / n;
    }
    for (std::size_t k = 0; k < of_whole.size(); ++k) chance += of_whole[k] * of_cut[k];
    return {same, chance < 1 ? (same - chance) / (1 - chance) : std::numeric_limits<double>::quiet_NaN()};
}

double percentile(const EvidenceInput& input, const Matrix& means, const RegulonReader& reader) {
    return lineage_reading(means, reader.regulons.tfs, input.lineages).mean_percentile;
}

// By TF, as the textbook names them.
void read_textbook(const EvidenceInput& input, const RegulonReader& reader, RunResult& result, Job& job) {
    if (input.simulated) return;
    const auto read = [&](const RegulonReader& by) {
        return percentile(
            input, attention_by_class(input, by, TfFamilies::none(by.tfs()), every_cell(input), job), by);
    };
    result.numbers["reading"] = read(reader);
    result.numbers["reading_without_own"] = read(without_own(reader));
}

// What only the prior itself is asked.
void look_closer(const EvidenceInput& input, const RegulonReader& reader, const ReaderHead& head,
                 const Split& split, RunResult& result, Job& job) {
    for (const auto& [name, cut] : {std::pair{"without_bypass", Cut::Bypass},
                                    {"without_regulons", Cut::Regulons},
                                    {"by_components", Cut::Attention}}) {
        const Agreement found = agreement(input, reader, head, split, cut, job);
        result.numbers[std::string("kept_") + name] = found.share;
        result.numbers[std::string("kappa_") + name] = found.kappa;
    }
    if (input.simulated) return;
    TfReader tfs;
    tfs.reader = reader;
    tfs.others = input.regulons;
    tfs.regulons = input.regulons;
    tfs.families = TfFamilies::none(reader.tfs());
    for (const auto& [name, value] :
         textbook_reading(tfs, *input.expression, input.labels, input.classes, input.table, job)) {
        if (name == "reading_mrna" || name == "reading_activity" || name == "reading_pairs")
            result.numbers[name] = value;
    }
}

}  // namespace

void run_reader(const EvidenceInput& input, const PlanOptions& options, RunResult& result, Job& job) {
    PartJob choosing(job, 0, 0.1), masking(job, 0.1, 0.2), making(job, 0.2, 0.6), scoring(job, 0.6, 0.9),
        reading(job, 0.9, 1);
    const Split split = evidence_split(input, result.spec.split);
    result.numbers = split_numbers(split);
    auto& numbers = result.numbers;
    const bool unmasked = result.spec.edges == EdgeSource::Unmasked;
    RunEdges edges = run_edges(input, result.spec, split, choosing);
    if (!unmasked) {
        numbers["overlap"] = edges.overlap;
        masking.progress(0, "predicting hidden genes");
        numbers["masked"] = masked_prediction(edges.cells, edges.over_genes,
                                              {.own = input.options.own, .seed = result.spec.split}, masking);
    }
    edges.cells = {};
    const RegulonReader reader = test_reader(input, edges.over_columns, split.test.inverted(), making);
    numbers["explained"] = reader.explained;
    numbers["tfs"] = static_cast<double>(reader.tfs());
    const double bypass = bypass_of(input, reader);
    numbers["bypass"] = bypass;

    const std::size_t classes = input.classes.size();
    const auto shares = label_shares(options.draws);
    scoring.progress(0, "learning from draws of labels");
    const bool prior = result.spec.edges == EdgeSource::Prior;
    const auto score = [&](double rho, const std::string& method, const std::vector<LabelShare>& of,
                           Cut cut = Cut::Nothing) {
        const Matrix places = embedded(input, reader, rho, scoring, cut);
        const auto found =
            draw_scores(input, result.spec.split, method, of, by_regression(places, split, classes), scoring);
        result.draws.insert(result.draws.end(), found.begin(), found.end());
        if ((prior || unmasked) && of.size() > 1)
            add_separation(input, split, places, method, result, scoring);
    };
    score(bypass, unmasked ? "no mask" : "regulons", shares);
    score(0, unmasked ? "no mask alone" : "regulons alone", shares);
    if (prior) score(1, "bypass alone", shares, Cut::Regulons);
    if (prior || result.spec.edges == EdgeSource::Rewired) {
        for (const double rho : {0.25, 0.5, 0.75, 1.0}) score(rho, fmt::format("bypass {}", rho), {{1, 1}});
    }
    read_textbook(input, reader, result, reading);
    if (!prior) return;
    const TfFamilies families = tf_families(reader.regulons);
    name_leading(input, reader, families,
                 attention_by_class(input, reader, families, every_cell(input), reading), result);
    const Matrix places = embedded(input, reader, bypass, reading);
    look_closer(input, reader, fitted_head(input, split, places, bypass, reading), split, result, reading);
}

void run_few(const EvidenceInput& input, const PlanOptions& options, RunResult& result, Job& job) {
    PartJob choosing(job, 0, 0.3), making(job, 0.3, 0.7), scoring(job, 0.7, 1);
    const Split split = evidence_split(input, result.spec.split);
    result.numbers = split_numbers(split);
    const std::vector<std::uint32_t> genes = genes_with_edge(input.regulons);
    RunEdges edges = run_edges(input, result.spec, split, choosing);
    const std::size_t tfs = result.spec.tfs > 0 ? result.spec.tfs : edges.over_genes.count();
    const RegulonSet few =
        over_all_genes(few_regulons(edges.over_genes, edges.cells.fitted, tfs), genes, input.genes.size());
    edges.cells = {};
    EvidenceInput plain = input;
    plain.options.model.heads = 1;
    plain.options.own = 0;
    const RegulonReader reader = test_reader(plain, few, split.test.inverted(), making);
    result.numbers["explained"] = reader.explained;
    result.leading["chosen"] = few.tfs;
    const Matrix places = embedded(input, reader, 0, scoring);
    result.draws = draw_scores(input, result.spec.split, "regulons alone", label_shares(options.draws),
                               by_regression(places, split, input.classes.size()), scoring);
}

}  // namespace regulus

#include "core/workflow/training_setup.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <filesystem>

#include "core/base/error.h"
#include "core/base/utf8.h"
#include "core/base/version.h"
#include "core/data/normalise.h"
#include "core/data/selection_total.h"
#include "core/io/files/checksum.h"
#include "core/model/training_facts.h"
#include "core/workflow/cell_uses.h"
#include "core/workflow/learning_assay.h"
#include "core/workflow/prior_match.h"
#include "core/workflow/same_on_ranks.h"
#include "core/workflow/values_digest.h"

namespace regulus {
namespace {

std::string over_all(const ValuesDigest& own, Ranks& ranks) {
    ValuesDigest all;
    for (const std::string& part :
         ranks.gather({reinterpret_cast<const char*>(own.sum().data()), sizeof own.sum()})) {
        ValuesDigest::Sum one;
        std::memcpy(one.data(), part.data(), sizeof one);
        all.add(one);
    }
    return all.hex();
}

// What is known before the first sum over ranks; the options of the training are no part of a setup.
void require_same_setup(const TrainingSetup& setup, const Dataset& dataset, const Assay& assay,
                        const TrainingRequest& request, Job& job) {
    if (request.share.alone()) return;
    const auto yes_or_no = [](bool yes) { return std::string(yes ? "yes" : "no"); };
    const TrainingRecord& record = setup.input.record;
    std::vector<TrainingFact> facts{{"seed of the split", std::to_string(record.split_seed), ""},
                                    {"draw of the labels", std::to_string(record.draw_seed), ""},
                                    {"label fraction", fmt::format("{}", record.label_fraction), ""}};
    std::ranges::move(training_facts(setup.input, {}), std::back_inserter(facts));
    facts.push_back({"kind of values", setup.values, ""});
    facts.push_back({"simulated data", yes_or_no(dataset.simulated), ""});
    facts.push_back({"one file", yes_or_no(request.one_file), ""});
    if (request.one_file)
        facts.push_back({"values of the data", record.data_name, sample_digest(*assay.matrix, job)});
    require_same(facts, request.share.ranks());
}

// inspect_values() looks at a sample; a model would learn from every value. Returns the values' checksum.
std::string check_values(const Dataset& dataset, const Assay& assay, const GeneNames& genes,
                         const CellShare& share, Job& job) {
    const MatrixSource& matrix = *assay.matrix;
    const std::size_t first = share.begin(), last = share.end(matrix.cells());
    ValuesDigest sum;
    matrix.prepare_blocks(job);
    for (std::size_t begin = first; begin < last; begin += matrix.preferred_block()) {
        job.checkpoint();
        job.progress(static_cast<double>(begin - first) / static_cast<double>(last - first),
                     "checking values");
        const CsrMatrix block = matrix.block(begin, std::min(begin + matrix.preferred_block(), last));
        for (std::size_t r = 0; r < block.rows; ++r) {
            const auto values = block.row_values(r);
            const auto bad = std::ranges::find_if(values, [](float v) { return !std::isfinite(v) || v < 0; });
            if (bad == values.end()) {
                sum.add(begin + r, block.row_columns(r), values);
                continue;
            }
            const auto gene = static_cast<std::size_t>(
                block.row_columns(r)[static_cast<std::size_t>(bad - values.begin())]);
            throw Error(ErrorKind::Data,
                        std::isfinite(*bad)
                            ? fmt::format("{} holds a negative value among counts", assay.name)
                            : fmt::format("{} has NaN or infinite values", assay.name),
                        fmt::format("cell {} ({}), gene {}", begin + r + 1, dataset.obs.index[begin + r],
                                    genes.names[gene]),
                        "Replace them before opening the file, or keep the counts in another layer");
        }
    }
    return over_all(sum, share.ranks());
}

void match_names(TrainingSetup& setup, const Table& var, const RegulatoryNetwork& prior,
                 const GeneRequest& request) {
    PriorMatch match = match_prior(var, request, prior);
    if (!match.problem.empty()) throw Error(ErrorKind::Data, match.problem);
    setup.genes = std::move(match.genes);
    setup.gene_choice = match.used;
    setup.gene_request = request_for(match.used, request.mapping);
    setup.coverage = std::move(match.coverage);
    for (const std::string& text : {match.species, match.proposal})
        if (!text.empty()) setup.warnings.push_back(text);
    TrainingRecord& record = setup.input.record;
    record.gene_column = match.used.column;
    record.gene_spelling = to_string(match.used.spelling);
    if (match.used.through_mapping) record.gene_mapping = request.mapping->name();
}

void describe(TrainingSetup& setup, const Dataset& dataset, const TrainingRequest& request) {
    TrainingRecord& record = setup.input.record;
    record.data_name = dataset.path.empty()
                           ? dataset.name
                           : as_utf8(std::filesystem::path(dataset.path).filename().string());
    record.version = version();
    record.assay = setup.assay;
    record.label_column = request.label_column;
    record.split_column = request.split_column;
    record.split = setup.split.description;
    record.label_fraction = request.split.label_fraction;
    record.split_seed = request.split.seed;
    record.draw_seed = request.split.draw;
    const RegulatoryNetwork& prior = setup.input.prior;
    record.prior_name = prior.narrowed.empty() ? prior.name : prior.name + " (" + prior.narrowed + ")";
    record.prior_checksum = prior.checksum;
    record.simulated = dataset.simulated;
    record.train_cells = setup.split.train.count();
    record.validation_cells = setup.split.validation.count();
    record.test_cells = setup.split.test.count();
}

// Classes that only groups for the test have, and what that means for the metrics.
void say_not_learned(TrainingSetup& setup, const std::string& split_column) {
    const Split& split = setup.split;
    if (split.not_learned.empty()) return;
    constexpr std::size_t most_named = 10;
    std::vector<std::string> names;
    for (const std::int32_t c : split.not_learned) {
        if (names.size() < most_named) names.push_back(setup.labels.classes[static_cast<std::size_t>(c)]);
    }
    setup.warnings.push_back(fmt::format("{} only in test cells, so neither learned nor evaluated: {}{}",
                                         split.not_learned.size() == 1 ? "One class is" : "Some classes are",
                                         fmt::join(names, ", "),
                                         split.not_learned.size() > most_named ? ", ..." : ""));
    const auto judged = judged_labels(setup.labels.codes, split);
    const auto rows = split.test.rows();
    if (std::ranges::any_of(rows, [&](std::uint32_t row) { return judged[row] >= 0; })) return;
    setup.warnings.push_back(fmt::format(
        "All metrics are undefined: each value of '{}' in the test holds classes that no other value "
        "holds. Split by class (without '{}'), or by a column whose values hold several classes",
        split_column, split_column));
}

}  // namespace

TrainingSetup prepare_training(const Dataset& dataset, const RegulatoryNetwork& prior,
                               const TrainingRequest& request, Job& job) {
    TrainingSetup setup;
    const Assay& assay = learning_assay(dataset, request.assay);
    setup.assay = assay.name;
    setup.values = values_used(assay);
    if (auto note = values_warning(assay); !note.empty()) setup.warnings.push_back(std::move(note));
    setup.input.record.scale_known = scale_of(assay).known;
    setup.input.record.genes_in_totals = genes_in_totals(assay);
    setup.labels = read_labels(dataset.obs, request.label_column);
    std::vector<std::int32_t> groups;
    if (!request.split_column.empty()) groups = read_groups(dataset.obs, request.split_column);

    match_names(setup, *assay.var, prior, request.genes);
    setup.input.share = request.share;
    setup.split = make_split(setup.labels.codes, setup.labels.classes.size(), groups, request.split);
    setup.label_fraction = request.split.label_fraction;
    setup.warnings.insert(setup.warnings.end(), setup.labels.warnings.begin(), setup.labels.warnings.end());
    setup.warnings.insert(setup.warnings.end(), setup.split.warnings.begin(), setup.split.warnings.end());
    say_not_learned(setup, request.split_column);
    setup.input.genes = setup.genes.names;
    setup.input.labels = setup.labels.codes;
    setup.input.classes = setup.labels.classes;
    setup.input.train = setup.split.train;
    setup.input.validation = setup.split.validation;
    setup.input.test = setup.split.test;
    setup.input.groups = std::move(groups);
    setup.input.prior = prior;
    describe(setup, dataset, request);
    setup.input.record.data_checksum =
        fingerprint(dataset.obs, gene_names(*assay.var, setup.gene_choice.column).names);
    setup.input.record.uses = uses_of(setup.split);

    require_same_setup(setup, dataset, assay, request, job);
    setup.input.values_checksum = check_values(dataset, assay, setup.genes, request.share, job);
    setup.input.expression = log_normalised(assay);
    setup.input.record.detected = detected_genes(*assay.matrix, job, request.share);
    return setup;
}

std::string fingerprint(const Table& obs, const std::vector<std::string>& genes) {
    Sha256 sum;
    for (const auto& gene : genes) sum.add(gene + "\n");
    sum.add("\n");
    for (const auto& cell : obs.index) sum.add(cell + "\n");
    return sum.hex();
}

}  // namespace regulus

#include "core/evidence/evidence_input.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/io/files/checksum.h"
#include "core/workflow/labels.h"

namespace regulus {

namespace {

// Of every cell's class and donor: the same columns of another file may hold others.
std::string checksum_of(const EvidenceInput& input) {
    Sha256 sum;
    for (const std::string& name : input.classes) sum.add(name + "\n");
    for (const std::vector<std::int32_t>* const codes : {&input.labels, &input.groups}) {
        sum.add("\n");
        for (const std::int32_t code : *codes) sum.add(fmt::format("{} ", code));
    }
    return sum.hex();
}

}  // namespace

EvidenceInput evidence_input(const Dataset& dataset, const RegulatoryNetwork& prior,
                             const TrainingRequest& request, const TrainingOptions& options,
                             const LineageTable& table, Job& job) {
    const TrainingSetup setup = prepare_training(dataset, prior, request, job);
    EvidenceInput input;
    if (!request.split_column.empty()) input.groups = read_groups(dataset.obs, request.split_column);
    input.warnings = setup.warnings;
    input.expression = setup.input.expression;
    input.genes = setup.input.genes;
    input.labels = setup.input.labels;
    input.classes = setup.input.classes;
    input.prior = setup.input.prior;
    input.regulons = regulon_set(input.prior, input.genes, {options.min_targets, false, true});
    input.table = table;
    input.lineages = match_lineages(table, input.classes);
    input.options = options;
    const TrainingRecord& record = setup.input.record;
    input.simulated = record.simulated;
    input.provenance = {{"data", record.data_name},
                        {"data_sha256", record.data_checksum},
                        {"values", setup.values},
                        {"gene_names", record.gene_column + ", " + record.gene_spelling +
                                           (record.gene_mapping.empty() ? "" : ", " + record.gene_mapping)},
                        {"labels", record.label_column},
                        {"split_by", record.split_column},
                        {"prior", record.prior_name},
                        {"prior_sha256", record.prior_checksum},
                        {"version", record.version},
                        {"cells", fmt::format("{}", input.labels.size())},
                        {"tfs", fmt::format("{}", input.regulons.count())},
                        {"edges", fmt::format("{}", input.regulons.edges())},
                        {"heads", fmt::format("{}", options.model.heads)},
                        {"dimensions", fmt::format("{}", options.model.dimensions)},
                        {"own_mrna", fmt::format("{}", options.own)},
                        {"min_targets", fmt::format("{}", options.min_targets)},
                        {"reader_cells", fmt::format("{}", options.reader_cells)},
                        {"bypass", options.bypass_by_rule ? std::string("by rule")
                                                          : fmt::format("{}", options.model.bypass)}};
    input.provenance["labels_sha256"] = checksum_of(input);
    input.provenance["test_share"] = fmt::format("{}", input.test);
    input.provenance["lineage_table"] = table.name;
    for (std::size_t k = 0; k < input.classes.size(); ++k) {
        if (input.lineages[k].entry >= 0)
            input.provenance["lineage_tfs of " + input.classes[k]] =
                fmt::format("{}: {}", input.lineages[k].name, fmt::join(input.lineages[k].tfs, ", "));
    }
    return input;
}

Split evidence_split(const EvidenceInput& input, std::uint64_t split, double label_fraction,
                     std::uint64_t draw) {
    SplitOptions options;
    options.test = input.test;
    options.label_fraction = label_fraction;
    options.seed = split;
    options.draw = draw;
    return make_split(input.labels, input.classes.size(), input.groups, options);
}

std::map<std::string, double> split_numbers(const Split& split) {
    std::uint64_t sum = 14695981039346656037U;  // Fowler, Noll and Vo
    for (const std::uint64_t word : split.test.words()) sum = (sum ^ word) * 1099511628211U;
    return {{"test_cells", static_cast<double>(split.test.count())},
            {"learned_cells", static_cast<double>(split.train.count() + split.validation.count())},
            {"test_set", static_cast<double>(sum >> 12U)}};
}

std::vector<std::uint32_t> some_of(std::span<const std::uint32_t> rows, std::size_t most) {
    if (rows.size() <= most) return {rows.begin(), rows.end()};
    std::vector<std::uint32_t> some;
    for (std::size_t i = 0; i < most; ++i) some.push_back(rows[i * rows.size() / most]);
    return some;
}

}  // namespace regulus

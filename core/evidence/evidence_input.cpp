#include "core/evidence/evidence_input.h"

#include <fmt/format.h>

#include <utility>

namespace regulus {

EvidenceInput evidence_input(const TrainingSetup& setup, std::vector<std::int32_t> groups,
                             const TrainingOptions& options, const LineageTable& table) {
    EvidenceInput input;
    input.expression = setup.input.expression;
    input.genes = setup.input.genes;
    input.labels = setup.input.labels;
    input.classes = setup.input.classes;
    input.groups = std::move(groups);
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

std::vector<std::uint32_t> some_of(std::span<const std::uint32_t> rows, std::size_t most) {
    if (rows.size() <= most) return {rows.begin(), rows.end()};
    std::vector<std::uint32_t> some;
    for (std::size_t i = 0; i < most; ++i) some.push_back(rows[i * rows.size() / most]);
    return some;
}

}  // namespace regulus

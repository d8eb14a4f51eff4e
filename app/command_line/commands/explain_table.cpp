#include "app/command_line/commands/explain_table.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/regulons/reader_decisions.h"

namespace regulus {
namespace {

constexpr std::size_t block_cells = 1024;

void write_block(CsvWriter& table, const RegulonAttention& regulons, const Table& obs) {
    for (std::size_t c = 0; c < regulons.rows.size(); ++c) {
        const std::string& cell = obs.index[regulons.rows[c]];
        for (std::size_t t = 0; t < regulons.tfs.size(); ++t) {
            table.field(cell);
            table.field(regulons.tfs[t]);
            table.field(regulons.attention(c, t));
            table.field(regulons.choice(c, t));
            table.field(regulons.pooling(c, t));
            table.field(regulons.targets[t]);
            table.field(regulons.contested[t]);
            table.field(regulons.self_share[c]);
            table.end_row();
        }
    }
}

std::string stable_text(const GroupStability& stability, std::uint32_t cell, std::size_t tf) {
    const std::int32_t group = stability.groups[cell];
    if (group < 0) return {};
    const Standing standing = stability.of.at(static_cast<std::size_t>(group), tf);
    return standing == Standing::Stable ? "yes" : standing == Standing::NotStable ? "no" : "";
}

}  // namespace

void check_attention_options(const ModelFile& model, const AttentionOptions& options) {
    if (model.reader && options.layer >= 0)
        throw Error(ErrorKind::Usage, "--layer applies only to a model that reads genes", {}, "Leave it out");
    const int heads = model.reader ? static_cast<int>(model.reader->reader.heads) : model.config.heads;
    if (!model.reader && (options.layer < -1 || options.layer >= model.config.layers)) {
        throw Error(ErrorKind::Usage, "The model has no layer " + std::to_string(options.layer), {},
                    "Layers count from 0 to " + std::to_string(model.config.layers - 1));
    }
    if (options.head < -1 || options.head >= heads) {
        throw Error(ErrorKind::Usage, "The model has no head " + std::to_string(options.head), {},
                    "Heads count from 0 to " + std::to_string(heads - 1));
    }
}

std::size_t write_explanations(Predictor& predictor, const ModelInput& input, const Table& obs,
                               std::span<const std::uint32_t> rows, const AttentionOptions& options,
                               CsvWriter& table, Job& job) {
    table.names(
        {"cell", "tf", "attention", "choice", "pooling", "targets", "contested_targets", "self_share"});
    std::size_t tfs = 0;
    for (std::size_t begin = 0; begin < rows.size(); begin += block_cells) {
        const auto block = rows.subspan(begin, std::min(block_cells, rows.size() - begin));
        const auto share = [&](std::size_t cell) {
            return static_cast<double>(cell) / static_cast<double>(rows.size());
        };
        PartJob part(job, share(begin), share(begin + block.size()));
        const RegulonAttention regulons =
            regulon_attention(predictor, *input.expression, input.match, block, options, part);
        tfs = regulons.tfs.size();
        write_block(table, regulons, obs);
    }
    return tfs;
}

void write_tf_readings(const TfReader& reader, const MatrixSource& expression, const Table& obs,
                       std::span<const std::uint32_t> rows, const std::optional<GroupStability>& stability,
                       CsvWriter& table, Job& job, int head) {
    const TfFamilies& families = reader.families;
    const std::vector<std::string> entries = column_names(families, reader.regulons.tfs);
    std::vector<std::string> names{"cell", "tf", "attention", "mrna", "activity"};
    if (reader.head) names.emplace_back("effect");
    names.emplace_back("targets");
    names.emplace_back("family");
    if (stability) names.emplace_back("stable");
    table.names(names);
    read_tfs(
        reader, expression, rows, job,
        [&](std::size_t first, const TfReadings& readings) {
            for (std::size_t c = 0; c < readings.attention.rows; ++c) {
                const std::string& cell = obs.index[rows[first + c]];
                for (std::size_t t = 0; t < reader.regulons.count(); ++t) {
                    table.field(cell);
                    table.field(reader.regulons.tfs[t]);
                    table.field(readings.attention(c, t));
                    // Of a TF that is no gene of the data nothing is known.
                    if (reader.regulons.own[t] >= 0)
                        table.field(readings.expression(c, t));
                    else
                        table.field(std::string());
                    table.field(readings.activity(c, t));
                    if (reader.head) table.field(readings.effect(c, t));
                    table.field(reader.targets[t]);
                    table.field(entries[families.entry_of(t)]);
                    if (stability) table.field(stable_text(*stability, rows[first + c], t));
                    table.end_row();
                }
            }
        },
        head);
}

void write_contributions(const TfReader& reader, const MatrixSource& expression, const Table& obs,
                         std::span<const std::uint32_t> rows, std::span<const std::string> classes, int k,
                         CsvWriter& table, Job& job) {
    const std::vector<std::string> entries = column_names(reader.families, reader.regulons.tfs);
    table.names({"cell", "class", "part", "kind", "contribution", "family"});
    contributions(
        reader.reader, *reader.head, expression, rows, job, [&](std::size_t i, const Contributions& parts) {
            const auto of =
                k >= 0
                    ? static_cast<std::size_t>(k)
                    : static_cast<std::size_t>(std::ranges::max_element(parts.logits) - parts.logits.begin());
            const auto write = [&](const std::string& part, const char* kind, auto value,
                                   const std::string& family) {
                table.field(obs.index[rows[i]]);
                table.field(classes[of]);
                table.field(part);
                table.field(std::string(kind));
                table.field(value);
                table.field(family);
                table.end_row();
            };
            for (std::size_t t = 0; t < reader.regulons.count(); ++t)
                write(reader.regulons.tfs[t], "tf", parts.tfs(t, of), entries[reader.families.entry_of(t)]);
            write("bypass", "bypass", parts.bypass[of], {});
            write("constant", "constant", parts.constant[of], {});
            write("logit", "logit", parts.logits[of], {});
        });
}

}  // namespace regulus

// regulus explain: which regulons a model attended to, or those a prior gives evidence for, cell by cell, as
// a table.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/commands/explain_table.h"
#include "app/command_line/console.h"
#include "app/command_line/options/cell_range.h"
#include "app/command_line/options/choose_cells.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/gene_options.h"
#include "app/command_line/options/open_files.h"
#include "app/command_line/options/output_files.h"
#include "app/command_line/options/prior_options.h"
#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/io/files/checksum.h"
#include "core/workflow/apply_model.h"
#include "core/workflow/cell_uses.h"
#include "core/workflow/labels.h"
#include "core/workflow/part_facts.h"
#include "core/workflow/regulon_input.h"
#include "core/workflow/tf_reading.h"
#include "core/workflow/tf_reference.h"

namespace regulus {
namespace {

std::string written_text(std::size_t cells, std::size_t tfs, const std::string& path) {
    return fmt::format("{} × {} written to {}", count_text(cells, "cell", "cells"),
                       count_text(tfs, "TF", "TFs"), path);
}

class ExplainCommand final : public Command {
  public:
    const char* name() const override { return "explain"; }
    const char* description() const override {
        return "Write the attention to each TF in each cell, of a model or from a prior alone";
    }

    void declare(CLI::App& app) override {
        declare_data(app, m_data);
        auto* const model =
            app.add_option("--model", m_model, "Model file (.safetensors)")->type_name("FILE");
        app.add_option("--prior", m_prior, "Without a model: TF → target edges, or starter")
            ->type_name("FILE")
            ->excludes(model);
        declare_prior_filters(app, m_filters);
        app.add_option("--out", m_out,
                       "Table to write (.csv or .tsv): one row per cell and TF; with --range a .part")
            ->type_name("FILE")
            ->required();
        declare_cells(app, m_cells, declare_range(app, m_range));
        app.add_option("--layer", m_options.layer, "Layer to read, from 0 (default: the last)")
            ->check(CLI::NonNegativeNumber);
        app.add_option("--head", m_options.head, "Head to read, from 0 (default: mean over heads)")
            ->check(CLI::NonNegativeNumber);
        auto* const parts =
            app.add_flag("--contributions", m_contributions,
                         "Of a model that reads regulons: write what the logit of the predicted "
                         "class is made of, one row per cell and part");
        app.add_option("--class", m_class, "With --contributions: the class, instead of the predicted one")
            ->type_name("NAME")
            ->needs(parts);
        app.add_option(
               "--stability", m_groups,
               "Label column: whether the first TFs of each of its groups return in halves of the cells")
            ->type_name("COLUMN");
        declare_genes(app, m_genes);
    }

    void run(Console& console) override;

  private:
    struct Cells {
        std::vector<std::uint32_t> rows;
        std::optional<PartDescription> part;  // of all, by --range
    };
    void explain_model(const Dataset& dataset, Cells cells, Console& console, Job& job) const;
    void explain_prior(const Dataset& dataset, Cells cells, Console& console, Job& job) const;
    std::vector<TrainingFact> facts(const Dataset& dataset) const;
    int class_of(const ModelFile& model) const;
    void check_together(const ModelFile* model) const;
    void finish(CsvWriter& table, const Cells& cells, std::size_t tfs, nlohmann::json object,
                Console& console) const;

    std::optional<GroupStability> stability(const TfReader& reader, const MatrixSource& expression,
                                            const Table& obs, Console& console, Job& job) const;

    DataOptions m_data;
    GeneOptions m_genes;
    std::string m_model, m_prior, m_out, m_groups;
    PriorArguments m_filters;
    CellChoice m_cells;
    RangeOption m_range;
    AttentionOptions m_options;
    bool m_contributions = false;
    std::string m_class;
};

void ExplainCommand::run(Console& console) {
    m_range.given() ? check_part(m_out) : check_table(m_out);
    if (m_model.empty() && m_prior.empty()) {
        throw Error(ErrorKind::Usage, "Neither a model nor a prior was given", {},
                    "Add --model FILE, or --prior FILE for what the prior shows without a model");
    }
    ConsoleJob job(console);
    const auto dataset = open_dataset(m_data, job, &console);
    Cells cells{chosen_cells(dataset->obs, m_cells), std::nullopt};
    if (m_range.given()) {
        cells.part = part_described(name(), m_range, m_data, *dataset);
        cells.rows = rows_of(*cells.part);
    }
    if (m_model.empty())
        explain_prior(*dataset, std::move(cells), console, job);
    else
        explain_model(*dataset, std::move(cells), console, job);
}

// Of the options. Labels may come from a table beside the data.
std::vector<TrainingFact> ExplainCommand::facts(const Dataset& dataset) const {
    Sha256 labels;
    if (!m_groups.empty()) {
        const Labels read = read_labels(dataset.obs, m_groups);
        for (const std::int32_t code : read.codes) labels.add(std::to_string(code) + "\n");
    }
    return {{"--layer", std::to_string(m_options.layer), ""},
            {"--head", std::to_string(m_options.head), ""},
            {"--contributions", m_contributions ? "yes" : "no", ""},
            {"--class", m_class, ""},
            {"--stability", m_groups, labels.hex()}};
}

void ExplainCommand::finish(CsvWriter& table, const Cells& cells, std::size_t tfs, nlohmann::json object,
                            Console& console) const {
    if (cells.part) table.append(part_ending(*cells.part, table.checksum()));
    table.commit();
    if (cells.part) return say_part(console, *cells.part, m_out, std::move(object));
    console.say(written_text(cells.rows.size(), tfs, m_out));
    console.emit(object);
}

std::optional<GroupStability> ExplainCommand::stability(const TfReader& reader,
                                                        const MatrixSource& expression, const Table& obs,
                                                        Console& console, Job& job) const {
    if (m_groups.empty()) return std::nullopt;
    Labels labels = read_labels(obs, m_groups);
    GroupStability found;
    found.of = stability_of_groups(reader, expression, labels.codes, labels.classes.size(), job);
    found.groups = std::move(labels.codes);
    const std::size_t stable = found.of.count(Standing::Stable, reader.families),
                      not_stable = found.of.count(Standing::NotStable, reader.families);
    console.say(
        stable + not_stable == 0
            ? "stability: not told, of too few TFs or cells"
            : fmt::format("stability: {} of {} TFs that are among the first {} of a group are not "
                          "stable: in most divisions of the cells not among the first {} in both halves",
                          not_stable, stable + not_stable, leading_entries, returning_entries));
    return found;
}

// The window has heads that did not learn from a cell; here each part of a job array would read all cells for
// them.
void say_in_fold(const char* what, const CellUses& uses, const std::vector<std::uint32_t>& rows,
                 Console& console) {
    if (!uses.known()) return;
    const CellSet learned = uses.learned();
    const auto count = static_cast<std::size_t>(
        std::ranges::count_if(rows, [&](std::uint32_t row) { return learned.contains(row); }));
    if (count == 0) return;
    console.say(fmt::format("{}: of {} that the model learned from, by the model itself, not out of fold",
                            what, count_text(count, "cell", "cells")));
}

// -1: the predicted one of each cell.
int ExplainCommand::class_of(const ModelFile& model) const {
    if (m_class.empty()) return -1;
    const auto found = std::ranges::find(model.classes, m_class);
    if (found != model.classes.end()) return static_cast<int>(found - model.classes.begin());
    throw Error(ErrorKind::Usage, "The model has no class '" + m_class + "'", {},
                fmt::format("It has {}", fmt::join(model.classes, ", ")));
}

// Throws Error(Usage) for options that would do nothing.
void ExplainCommand::check_together(const ModelFile* model) const {
    if (m_contributions && (!model || !model->reader))
        throw Error(ErrorKind::Usage, "--contributions are of a model that reads regulons", {},
                    model ? "Leave it out" : "Add --model");
    if (m_contributions && (m_options.head >= 0 || !m_groups.empty()))
        throw Error(ErrorKind::Usage, "--head and --stability do nothing with --contributions", {},
                    "Leave them out");
    if (m_options.head >= 0 && !m_groups.empty())
        throw Error(ErrorKind::Usage, "--stability is of the mean over heads", {}, "Leave out --head");
}

void ExplainCommand::explain_model(const Dataset& dataset, Cells cells, Console& console, Job& job) const {
    const auto model = open_model(m_model);
    check_attention_options(*model, m_options);
    check_together(model.get());
    static_cast<void>(class_of(*model));
    const ModelInput input = prepare_model(dataset, *model, open_genes(m_genes, job));
    for (const auto& warning : input.warnings) console.warn(warning);
    console.say("values: " + input.values);
    if (cells.part) {
        cells.part->facts =
            input_facts(dataset, *input.expression, input.values, input.genes, input.choice, job);
        cells.part->facts.push_back(model_fact(m_model, job));
        std::ranges::move(facts(dataset), std::back_inserter(cells.part->facts));
    }
    CsvWriter table(m_out);
    std::size_t tfs = 0;
    if (model->reader) {
        const TfReader reader = model_tf_reader(*model, input.match, input.genes.size());
        say_in_fold(m_contributions ? "contributions" : "effects", cell_uses(dataset, *model, job),
                    cells.rows, console);
        tfs = reader.regulons.count();
        if (m_contributions) {
            write_contributions(reader, *input.expression, dataset.obs, cells.rows, model->classes,
                                class_of(*model), table, job);
        } else {
            PartJob checking(job, 0, m_groups.empty() ? 0 : 0.5), writing(job, m_groups.empty() ? 0 : 0.5, 1);
            const auto stable = stability(reader, *input.expression, dataset.obs, console, checking);
            write_tf_readings(reader, *input.expression, dataset.obs, cells.rows, stable, table, writing,
                              m_options.head);
        }
    } else {
        if (!m_groups.empty())
            throw Error(ErrorKind::Usage, "--stability applies to a prior or a model that reads regulons", {},
                        "Leave it out");
        const auto predictor = Predictor::create(model);
        tfs = write_explanations(*predictor, input, dataset.obs, cells.rows, m_options, table, job);
    }
    nlohmann::json object = found_json(*model, input);
    object.update(
        {{"cells", cells.rows.size()}, {"tfs", tfs}, {"rows", cells.rows.size() * tfs}, {"out", m_out}});
    finish(table, cells, tfs, std::move(object), console);
}

void ExplainCommand::explain_prior(const Dataset& dataset, Cells cells, Console& console, Job& job) const {
    if (m_options.layer >= 0)
        throw Error(ErrorKind::Usage, "--layer applies only to a model that reads genes", {},
                    "Leave it out, or add --model");
    check_together(nullptr);
    const RegulatoryNetwork prior = open_prior(m_prior, m_filters, job);
    const RegulonInput input = prepare_regulons(dataset, prior, {open_genes(m_genes, job), {}, {}});
    for (const auto& warning : input.warnings) console.warn(warning);
    console.say("values: " + input.values);
    console.say("gene names: " + describe(input.choice));
    if (cells.part) {
        cells.part->facts =
            input_facts(dataset, *input.expression, input.values, input.genes, input.choice, job);
        cells.part->facts.push_back(prior_fact(prior));
        std::ranges::move(facts(dataset), std::back_inserter(cells.part->facts));
    }
    CsvWriter table(m_out);
    PartJob making(job, 0, 0.4), checking(job, 0.4, 0.6), writing(job, 0.6, 1);
    const TfReader reader = make_prior_reader(*input.expression, input.genes, prior, {}, making);
    if (m_options.head >= static_cast<int>(reader.reader.heads))
        throw Error(ErrorKind::Usage, "The reader has no head " + std::to_string(m_options.head), {},
                    "Heads count from 0 to " + std::to_string(reader.reader.heads - 1));
    const auto stable = stability(reader, *input.expression, dataset.obs, console, checking);
    write_tf_readings(reader, *input.expression, dataset.obs, cells.rows, stable, table, writing,
                      m_options.head);
    const std::size_t tfs = reader.regulons.count();
    nlohmann::json object{{"cells", cells.rows.size()},
                          {"tfs", tfs},
                          {"rows", cells.rows.size() * tfs},
                          {"edges", reader.reader.regulons.edges()},
                          {"genes", reader.reader.genes.size()},
                          {"gene_names", choice_json(input.choice)},
                          {"values", input.values},
                          {"warnings", input.warnings},
                          {"out", m_out}};
    finish(table, cells, tfs, std::move(object), console);
}

}  // namespace

std::unique_ptr<Command> make_explain_command() {
    return std::make_unique<ExplainCommand>();
}

}  // namespace regulus

// regulus activity: how active each TF of a prior is in each cell, by the expression of its targets.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <nlohmann/json.hpp>

#include "app/command_line/commands/activity_output.h"
#include "app/command_line/commands/command.h"
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
#include "core/io/files/atomic_file.h"
#include "core/regulons/tf_activity.h"
#include "core/workflow/part_facts.h"
#include "core/workflow/regulon_input.h"

namespace regulus {
namespace {

class ActivityCommand final : public Command {
  public:
    const char* name() const override { return "activity"; }
    const char* description() const override { return "Score the activity of TFs in every cell by ULM"; }

    void declare(CLI::App& app) override {
        declare_data(app, m_data);
        app.add_option("--prior", m_prior, "TF → target edges, or starter")->type_name("FILE")->required();
        app.add_option(
               "--out", m_out,
               "Table of cells × TFs (.csv, .tsv), or a new .h5ad with the scores in obsm as score_ulm; "
               "with --range a .part")
            ->type_name("FILE")
            ->required();
        app.add_option("--min-targets", m_min_targets, "Minimum number of targets in the data")
            ->check(CLI::Range(1, 100'000))
            ->capture_default_str();
        declare_cells(app, m_cells, declare_range(app, m_range));
        declare_prior_filters(app, m_filters);
        declare_genes(app, m_genes);
        app.add_option("--assay", m_assay, "Values to use: X, raw or a layer")->type_name("NAME");
    }

    void run(Console& console) override;

  private:
    void write_part(PartDescription part, const Dataset& dataset, const RegulatoryNetwork& prior,
                    const RegulonInput& input, Job& job) const;

    DataOptions m_data;
    std::string m_prior, m_out, m_assay;
    std::size_t m_min_targets = RegulonOptions{}.min_targets;
    CellChoice m_cells;
    RangeOption m_range;
    PriorArguments m_filters;
    GeneOptions m_genes;
};

void ActivityCommand::write_part(PartDescription part, const Dataset& dataset, const RegulatoryNetwork& prior,
                                 const RegulonInput& input, Job& job) const {
    part.facts = input_facts(dataset, *input.expression, input.values, input.genes, input.choice, job);
    part.facts.push_back(prior_fact(prior));
    part.facts.push_back({"--min-targets", std::to_string(m_min_targets), ""});
    part.columns = input.regulons.tfs;
    AtomicFile file(m_out);
    tf_activity(
        *input.expression, input.regulons, rows_of(part), job, [&](std::size_t, const Matrix& scores) {
            file.write(
                {reinterpret_cast<const char*>(scores.values.data()), scores.values.size() * sizeof(float)});
        });
    file.write(part_ending(part, file.checksum()));
    file.commit();
}

void ActivityCommand::run(Console& console) {
    const bool h5ad = ends_with(m_out, ".h5ad");
    if (m_range.given())
        check_part(m_out);
    else
        check_output(m_out, {".h5ad", ".csv", ".tsv", ".txt"},
                     "Activities are written as .csv, .tsv or .h5ad");
    ConsoleJob job(console);
    const auto dataset = open_dataset(m_data, job, &console);
    const RegulatoryNetwork prior = open_prior(m_prior, m_filters, job);
    const auto rows = chosen_cells(dataset->obs, m_cells);
    if (h5ad && rows.size() != dataset->cells()) {
        throw Error(ErrorKind::Usage, "A new .h5ad holds all cells", m_out,
                    "Write a .csv for some of the cells");
    }
    const RegulonInput input =
        prepare_regulons(*dataset, prior, {open_genes(m_genes, job), m_assay, {m_min_targets}});
    for (const auto& warning : input.warnings) console.warn(warning);
    console.say("values: " + input.values);
    console.say("gene names: " + describe(input.choice));
    nlohmann::json object{{"cells", rows.size()},
                          {"tfs", input.regulons.count()},
                          {"edges", input.regulons.edges()},
                          {"assay", input.assay},
                          {"values", input.values},
                          {"genes", choice_json(input.choice)},
                          {"warnings", input.warnings},
                          {"out", m_out}};
    if (m_range.given()) {
        const PartDescription part = part_described(name(), m_range, m_data, *dataset);
        write_part(part, *dataset, prior, input, job);
        return say_part(console, part, m_out, std::move(object));
    }
    const CellNumbers scores{input.regulons.tfs, rows, [&](const CellNumbers::Visitor& visit, Job& scoring) {
                                 tf_activity(*input.expression, input.regulons, rows, scoring, visit);
                             }};
    write_activity(*dataset, scores, m_out, console, job);
    console.say(fmt::format("{} × {} written to {}", count_text(rows.size(), "cell", "cells"),
                            count_text(input.regulons.count(), "TF", "TFs"), m_out));
    console.emit(object);
}

}  // namespace

std::unique_ptr<Command> make_activity_command() {
    return std::make_unique<ActivityCommand>();
}

}  // namespace regulus

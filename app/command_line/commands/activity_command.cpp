// regulus activity: how active each TF of a prior is in each cell, by the expression of its targets.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <nlohmann/json.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/console.h"
#include "app/command_line/options/choose_cells.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/gene_options.h"
#include "app/command_line/options/open_files.h"
#include "app/command_line/options/output_files.h"
#include "app/command_line/options/prior_options.h"
#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/io/anndata/h5ad_export.h"
#include "core/io/files/csv_writer.h"
#include "core/regulons/tf_activity.h"
#include "core/workflow/model_results.h"
#include "core/workflow/regulon_input.h"

namespace regulus {
namespace {

constexpr const char* table_name = "score_ulm";  // as decoupler calls it

class ActivityCommand final : public Command {
  public:
    const char* name() const override { return "activity"; }
    const char* description() const override { return "Score the activity of TFs in every cell by ULM"; }

    void declare(CLI::App& app) override {
        declare_data(app, m_data);
        app.add_option("--prior", m_prior, "TF → target edges, or starter")->type_name("FILE")->required();
        app.add_option(
               "--out", m_out,
               "Table of cells × TFs (.csv, .tsv), or a new .h5ad with the scores in obsm as score_ulm")
            ->type_name("FILE")
            ->required();
        app.add_option("--min-targets", m_min_targets, "Minimum number of targets in the data")
            ->check(CLI::Range(1, 100'000))
            ->capture_default_str();
        declare_cells(app, m_cells);
        declare_prior_filters(app, m_filters);
        declare_genes(app, m_genes);
        app.add_option("--assay", m_assay, "Values to use: X, raw or a layer")->type_name("NAME");
    }

    void run(Console& console) override;

  private:
    void write_h5ad(const Dataset& dataset, const RegulonInput& input, Console& console, Job& job) const;
    void write_table(const Dataset& dataset, const RegulonInput& input, std::span<const std::uint32_t> rows,
                     Job& job) const;

    DataOptions m_data;
    std::string m_prior, m_out, m_assay;
    std::size_t m_min_targets = RegulonOptions{}.min_targets;
    CellChoice m_cells;
    PriorArguments m_filters;
    GeneOptions m_genes;
};

void ActivityCommand::write_h5ad(const Dataset& dataset, const RegulonInput& input, Console& console,
                                 Job& job) const {
    const std::size_t bytes = dataset.cells() * input.regulons.count() * sizeof(float);
    if (bytes > memory_ceiling()) {
        throw Error(ErrorKind::Memory,
                    fmt::format("{} × {} need {} MB", count_text(dataset.cells(), "cell", "cells"),
                                count_text(input.regulons.count(), "TF", "TFs"), bytes >> 20U),
                    m_out, "Write a .csv, which needs no memory, or allow more with --memory");
    }
    PartJob scoring(job, 0, 0.7), writing(job, 0.7, 1);
    const auto rows = all_cells(dataset.cells());
    CellTable table{table_name, dataset.obs.index, input.regulons.tfs,
                    tf_activity(*input.expression, input.regulons, rows, scoring)};
    const auto notes = write_with_results(dataset, m_out, {}, {}, writing, {std::move(table)});
    for (const std::string& note : notes) console.warn(note);
}

void ActivityCommand::write_table(const Dataset& dataset, const RegulonInput& input,
                                  std::span<const std::uint32_t> rows, Job& job) const {
    CsvWriter table(m_out);
    std::vector<std::string> names{"cell"};
    names.insert(names.end(), input.regulons.tfs.begin(), input.regulons.tfs.end());
    table.names(names);
    tf_activity(*input.expression, input.regulons, rows, job, [&](std::size_t first, const Matrix& scores) {
        for (std::size_t r = 0; r < scores.rows; ++r) {
            table.field(dataset.obs.index[rows[first + r]]);
            for (const float score : scores.row(r)) table.field(score);
            table.end_row();
        }
    });
    table.commit();
}

void ActivityCommand::run(Console& console) {
    const bool h5ad = ends_with(m_out, ".h5ad");
    check_output(m_out, {".h5ad", ".csv", ".tsv", ".txt"}, "Activities are written as .csv, .tsv or .h5ad");
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
    if (h5ad)
        write_h5ad(*dataset, input, console, job);
    else
        write_table(*dataset, input, rows, job);
    console.say(fmt::format("{} × {} written to {}", count_text(rows.size(), "cell", "cells"),
                            count_text(input.regulons.count(), "TF", "TFs"), m_out));
    console.emit({{"cells", rows.size()},
                  {"tfs", input.regulons.count()},
                  {"edges", input.regulons.edges()},
                  {"assay", input.assay},
                  {"values", input.values},
                  {"genes", choice_json(input.choice)},
                  {"warnings", input.warnings},
                  {"out", m_out}});
}

}  // namespace

std::unique_ptr<Command> make_activity_command() {
    return std::make_unique<ActivityCommand>();
}

}  // namespace regulus

// regulus score: how high sets of genes are in every cell.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/console.h"
#include "app/command_line/options/choose_cells.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/gene_options.h"
#include "app/command_line/options/gene_set_options.h"
#include "app/command_line/options/open_files.h"
#include "app/command_line/options/output_files.h"
#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/io/anndata/h5ad_export.h"
#include "core/io/files/csv_writer.h"
#include "core/workflow/gene_sets.h"

namespace regulus {
namespace {

class ScoreCommand final : public Command {
  public:
    const char* name() const override { return "score"; }
    const char* description() const override { return "Score sets of genes in every cell"; }
    void declare(CLI::App& app) override;
    void run(Console& console) override;

  private:
    void check();
    void write_h5ad(const Dataset& dataset, const SetScoring& scoring, Console& console, Job& job) const;
    void write_table(const Dataset& dataset, const SetScoring& scoring,
                     const std::vector<std::uint32_t>& rows, Job& job) const;
    void report(const SetScoring& scoring, std::size_t cells, Console& console) const;

    DataOptions m_data;
    GeneSetOptions m_sets;
    GeneOptions m_genes;
    CellChoice m_cells;
    ScoreOptions m_options;
    std::string m_method = "scanpy", m_out;
    CLI::App* m_app = nullptr;
};

void ScoreCommand::declare(CLI::App& app) {
    m_app = &app;
    declare_data(app, m_data);
    declare_gene_sets(app, m_sets);
    app.add_option(
           "--method", m_method,
           "scanpy (mean of the genes minus the mean of control genes) or aucell (how many of the genes "
           "are among the highest of a cell)")
        ->check(CLI::IsMember({"scanpy", "aucell"}))
        ->capture_default_str();
    app.add_option("--out", m_out,
                   "Table of cells × sets (.csv, .tsv), or a new .h5ad with the scores as columns of obs")
        ->type_name("FILE")
        ->required();
    app.add_option("--control-size", m_options.controls.size, "scanpy: control genes drawn from each bin")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    app.add_option("--bins", m_options.controls.bins, "scanpy: bins of mean expression")
        ->check(CLI::Range(2, 10'000))
        ->capture_default_str();
    app.add_option("--seed", m_options.controls.seed, "scanpy: seed of the draw of control genes")
        ->capture_default_str();
    app.add_option("--top-share", m_options.top, "aucell: share of the genes that count as the highest")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    declare_cells(app, m_cells);
    declare_genes(app, m_genes);
    app.add_option("--assay", m_options.assay, "Values to use: X, raw or a layer")->type_name("NAME");
}

void ScoreCommand::check() {
    m_options.method = m_method == "aucell" ? ScoreMethod::AuCell : ScoreMethod::Mean;
    const bool ranks = m_options.method == ScoreMethod::AuCell;
    for (const char* const option : {"--control-size", "--bins", "--seed"})
        if (ranks && m_app->count(option) > 0)
            throw Error(ErrorKind::Usage, std::string(option) + " applies to --method scanpy alone", {},
                        "Leave it out");
    if (!ranks && m_app->count("--top-share") > 0)
        throw Error(ErrorKind::Usage, "--top-share applies to --method aucell alone", {}, "Leave it out");
    check_output(m_out, {".h5ad", ".csv", ".tsv", ".txt"}, "Scores are written as .csv, .tsv or .h5ad");
}

// Scores take the place of scores, and of nothing else.
void check_columns(const Dataset& dataset, const SetScoring& scoring, Console& console) {
    for (const MatchedSet& set : scoring.matched.sets) {
        const Column* const there = dataset.obs.find(set.name);
        if (there == nullptr) continue;
        if (there->numeric() == nullptr)
            throw Error(ErrorKind::Usage, "obs has a column '" + set.name + "', which holds no scores", {},
                        "Give the set another name");
        console.warn("The column '" + set.name + "' of obs is replaced by scores");
    }
}

void ScoreCommand::write_h5ad(const Dataset& dataset, const SetScoring& scoring, Console& console,
                              Job& job) const {
    PartJob working(job, 0, 0.7), writing(job, 0.7, 1);
    const Matrix scores = score_sets(scoring, working);
    std::vector<Column> columns;
    for (std::size_t s = 0; s < scores.cols; ++s) {
        Numeric values;
        values.type = {sizeof(float), false};
        for (std::size_t c = 0; c < scores.rows; ++c) values.values.push_back(scores(c, s));
        columns.push_back({scoring.matched.sets[s].name, std::move(values)});
    }
    for (const auto& note : write_with_results(dataset, m_out, columns, {}, writing)) console.warn(note);
}

void ScoreCommand::write_table(const Dataset& dataset, const SetScoring& scoring,
                               const std::vector<std::uint32_t>& rows, Job& job) const {
    CsvWriter table(m_out);
    std::vector<std::string> names{"cell"};
    for (const MatchedSet& set : scoring.matched.sets) names.push_back(set.name);
    table.names(names);
    score_sets(scoring, job, [&](std::size_t first, const Matrix& scores) {
        for (std::size_t r = 0; r < scores.rows; ++r) {
            if (r % 64 == 0) job.checkpoint();
            table.field(dataset.obs.index[rows[first + r]]);
            for (const float score : scores.row(r)) table.field(score);
            table.end_row();
        }
    });
    table.commit();
}

void ScoreCommand::report(const SetScoring& scoring, std::size_t cells, Console& console) const {
    nlohmann::json sets = nlohmann::json::array();
    for (std::size_t s = 0; s < scoring.sets.size(); ++s) {
        const MatchedSet& set = scoring.matched.sets[s];
        nlohmann::json one{{"name", set.name}, {"genes", set.genes.size()}, {"missing", set.missing}};
        if (!scoring.controls.empty()) one["controls"] = scoring.controls[s].size();
        sets.push_back(std::move(one));
    }
    console.say(fmt::format("Scores of {} × {} written to {}", count_text(cells, "cell", "cells"),
                            count_text(scoring.sets.size(), "set", "sets"), m_out));
    console.emit({{"cells", cells},
                  {"method", m_method},
                  {"values", scoring.values},
                  {"genes", choice_json(scoring.matched.choice)},
                  {"sets", std::move(sets)},
                  {"warnings", scoring.matched.warnings},
                  {"out", m_out},
                  {"peak_memory_mb", peak_memory_mb()}});
}

void ScoreCommand::run(Console& console) {
    check();
    ConsoleJob job(console);
    const std::vector<GeneSet> sets = open_gene_sets(m_sets, console, job);
    const auto dataset = open_dataset(m_data, job, &console);
    std::vector<std::uint32_t> rows = chosen_cells(dataset->obs, m_cells);
    std::ranges::sort(rows);
    const bool h5ad = ends_with(m_out, ".h5ad");
    if (h5ad && rows.size() != dataset->cells())
        throw Error(ErrorKind::Usage, "A new .h5ad holds all cells", m_out,
                    "Write a .csv for some of the cells");
    PartJob preparing(job, 0, 0.4), scoring_job(job, 0.4, 1);
    const SetScoring scoring =
        prepare_scores(*dataset, rows, open_genes(m_genes, job), sets, m_options, preparing);
    for (const auto& warning : scoring.matched.warnings) console.warn(warning);
    console.say("values: " + scoring.values);
    console.say("gene names: " + describe_names(scoring.matched.choice));
    if (h5ad) check_columns(*dataset, scoring, console);
    if (h5ad)
        write_h5ad(*dataset, scoring, console, scoring_job);
    else
        write_table(*dataset, scoring, rows, scoring_job);
    report(scoring, rows.size(), console);
}

}  // namespace

std::unique_ptr<Command> make_score_command() {
    return std::make_unique<ScoreCommand>();
}

}  // namespace regulus

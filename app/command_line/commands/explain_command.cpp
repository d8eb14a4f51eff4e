// regulus explain: which regulons the model attended to, cell by cell, as a table.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <nlohmann/json.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/commands/explain_table.h"
#include "app/command_line/console.h"
#include "app/command_line/options/choose_cells.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/gene_options.h"
#include "app/command_line/options/open_files.h"
#include "app/command_line/options/output_files.h"
#include "core/base/count_text.h"
#include "core/workflow/apply_model.h"

namespace regulus {
namespace {

class ExplainCommand final : public Command {
  public:
    const char* name() const override { return "explain"; }
    const char* description() const override { return "Write which TFs the model attended to in each cell"; }

    void declare(CLI::App& app) override {
        declare_data(app, m_data);
        app.add_option("--model", m_model, "Model file (.safetensors)")->type_name("FILE")->required();
        app.add_option("--out", m_out, "Table to write (.csv or .tsv): one row per cell and TF")
            ->type_name("FILE")
            ->required();
        declare_cells(app, m_cells);
        app.add_option("--layer", m_options.layer, "Layer to read, from 0 (default: the last)")
            ->check(CLI::NonNegativeNumber);
        app.add_option("--head", m_options.head, "Head to read, from 0 (default: mean over heads)")
            ->check(CLI::NonNegativeNumber);
        declare_genes(app, m_genes);
    }

    void run(Console& console) override {
        check_table(m_out);
        ConsoleJob job(console);
        const auto model = open_model(m_model);
        check_attention_options(*model, m_options);
        const auto dataset = open_dataset(m_data, job, &console);
        const auto rows = chosen_cells(dataset->obs, m_cells);
        const ModelInput input = prepare_model(*dataset, *model, open_genes(m_genes, job));
        for (const auto& warning : input.warnings) console.warn(warning);
        console.say("values: " + input.values);
        const auto predictor = Predictor::create(model);
        const std::size_t tfs =
            write_explanations(*predictor, input, dataset->obs, rows, m_options, m_out, job);
        console.say(fmt::format("{} × {} written to {}", count_text(rows.size(), "cell", "cells"),
                                count_text(tfs, "TF", "TFs"), m_out));
        nlohmann::json object = found_json(*model, input);
        object.update({{"cells", rows.size()}, {"tfs", tfs}, {"rows", rows.size() * tfs}, {"out", m_out}});
        console.emit(object);
    }

  private:
    DataOptions m_data;
    GeneOptions m_genes;
    std::string m_model, m_out;
    CellChoice m_cells;
    AttentionOptions m_options;
};

}  // namespace

std::unique_ptr<Command> make_explain_command() {
    return std::make_unique<ExplainCommand>();
}

}  // namespace regulus

// regulus composition: how many cells of each group there are in each condition, and whether donors agree.
#include <CLI/CLI.hpp>

#include <nlohmann/json.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/commands/composition_files.h"
#include "app/command_line/console.h"
#include "app/command_line/options/choose_cells.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/output_files.h"
#include "core/workflow/composition_csv.h"

namespace regulus {
namespace {

class CompositionCommand final : public Command {
  public:
    const char* name() const override { return "composition"; }
    const char* description() const override {
        return "Compare the shares of groups of cells between conditions, over donors";
    }
    void declare(CLI::App& app) override;
    void run(Console& console) override;

  private:
    DataOptions m_data;
    CellChoice m_cells;
    CompositionOptions m_options;
    std::string m_groups, m_condition, m_transform = "arcsine", m_out, m_tests;
};

void CompositionCommand::declare(CLI::App& app) {
    declare_data(app, m_data);
    app.add_option("--group-by", m_groups, "The column of obs that defines the groups")
        ->type_name("COLUMN")
        ->required();
    app.add_option("--condition", m_condition, "The column of obs that defines the conditions")
        ->type_name("COLUMN")
        ->required();
    auto* const donors = app.add_option("--donors", m_options.donors,
                                        "Column of donors, the replicates of the test (default: no test)")
                             ->type_name("COLUMN");
    app.add_option("--reference", m_options.reference,
                   "Condition that the others are compared with (default: the first)")
        ->type_name("VALUE");
    app.add_option("--min-donor-cells", m_options.min_cells, "Minimum cells of a donor in a condition")
        ->check(CLI::Range(1, 1'000'000'000))
        ->needs(donors)
        ->capture_default_str();
    app.add_option("--transform", m_transform, "Scale on which shares are tested: arcsine or logit")
        ->check(CLI::IsMember({"arcsine", "logit"}))
        ->needs(donors)
        ->capture_default_str();
    declare_cells(app, m_cells);
    app.add_option("--out", m_out, "Table of shares to write (.csv, .tsv)")->type_name("FILE");
    app.add_option("--tests-out", m_tests, "Table of tests to write (.csv, .tsv)")
        ->type_name("FILE")
        ->needs(donors);
}

void CompositionCommand::run(Console& console) {
    for (const std::string& path : {m_out, m_tests})
        if (!path.empty()) check_table(path);
    m_options.transform = m_transform == "logit" ? ShareTransform::Logit : ShareTransform::ArcsineRoot;
    ConsoleJob job(console);
    const auto dataset = open_dataset(m_data, job, &console);
    const auto rows = chosen_cells(dataset->obs, m_cells);
    const Composition made = composition(dataset->obs, groups_of_column(dataset->obs, m_groups, rows),
                                         groups_of_column(dataset->obs, m_condition, rows), m_options, job);
    for (const auto& warning : made.warnings) console.warn(warning);
    if (!m_out.empty()) write_shares(made, m_out);
    if (!m_tests.empty()) write_composition_tests(made, m_tests);
    say_composition(console, made);
    nlohmann::json object = composition_json(made);
    object.update({{"out", m_out}, {"tests_out", m_tests}});
    console.emit(object);
}

}  // namespace

std::unique_ptr<Command> make_composition_command() {
    return std::make_unique<CompositionCommand>();
}

}  // namespace regulus

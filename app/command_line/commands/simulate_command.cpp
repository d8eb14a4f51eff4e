// regulus simulate: writes cells of known regulation, of any number in little memory.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <nlohmann/json.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/commands/simulated_files.h"
#include "app/command_line/console.h"
#include "app/command_line/options/output_files.h"
#include "core/base/count_text.h"

namespace regulus {
namespace {

class SimulateCommand final : public Command {
  public:
    const char* name() const override { return "simulate"; }
    const char* description() const override { return "Simulate cells with known regulators"; }

    void declare(CLI::App& app) override {
        app.add_option("--out", m_out, "Dataset to write (.h5ad)")->type_name("FILE")->required();
        app.add_option("--cells", m_options.cells, "Number of cells")->capture_default_str();
        app.add_option("--genes", m_options.genes, "Number of genes, including TFs")->capture_default_str();
        app.add_option("--tfs", m_options.tfs, "Number of transcription factors")->capture_default_str();
        app.add_option("--cell-types", m_options.cell_types, "Number of cell types")->capture_default_str();
        app.add_option("--donors", m_options.donors, "Number of donors; every second one has the disease")
            ->capture_default_str();
        app.add_option("--edges-per-target", m_options.edges_per_target,
                       "Mean number of true regulators of a target")
            ->capture_default_str();
        app.add_option("--seed", m_options.seed, "Random seed of network and cells")->capture_default_str();
        app.add_option("--prior-out", m_prior, "Also write a prior with the true edges and as many decoys")
            ->type_name("FILE");
        app.add_flag("--no-decoys", m_no_decoys, "Write only true edges to that prior");
        app.add_option("--truth-out", m_truth,
                       "Also write the truth: FOLDER/edges.csv and FOLDER/activity.csv")
            ->type_name("FOLDER");
    }

    void run(Console& console) override;

  private:
    std::string m_out, m_prior, m_truth;
    bool m_no_decoys = false;
    SimulationOptions m_options;
};

void SimulateCommand::run(Console& console) {
    const auto problems = validate(m_options);
    if (!problems.empty()) throw Error(ErrorKind::Usage, "Invalid simulation options: " + problems.front());
    check_output(m_out, {".h5ad"}, "Simulated cells are written as .h5ad");
    if (!m_prior.empty()) check_table(m_prior);
    if (!m_truth.empty()) make_folder(m_truth);
    ConsoleJob job(console);
    const RegulatorySimulator simulator(m_options);
    write_simulated_data(simulator, m_out, job);
    const SimulationTruth& truth = simulator.truth();
    if (!m_prior.empty()) write_simulated_prior(truth, !m_no_decoys, m_prior);
    if (!m_truth.empty()) {
        write_simulated_edges(truth, m_truth + "/edges.csv");
        write_simulated_activity(truth, m_truth + "/activity.csv");
    }
    console.say(fmt::format(
        "{} × {} ({}, {}) written to {}", count_text(m_options.cells, "simulated cell", "simulated cells"),
        count_text(m_options.genes, "gene", "genes"), count_text(m_options.tfs, "TF", "TFs"),
        count_text(truth.network.edges.size(), "true edge", "true edges"), m_out));
    console.emit({{"cells", m_options.cells},
                  {"genes", m_options.genes},
                  {"tfs", m_options.tfs},
                  {"cell_types", truth.cell_types},
                  {"donors", m_options.donors},
                  {"edges", truth.network.edges.size()},
                  {"decoys", truth.network.decoys.size()},
                  {"seed", m_options.seed},
                  {"simulated", true},
                  {"out", m_out}});
}

}  // namespace

std::unique_ptr<Command> make_simulate_command() {
    return std::make_unique<SimulateCommand>();
}

}  // namespace regulus

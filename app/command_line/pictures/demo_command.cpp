// regulus demo: the whole way on simulated cells, from data to model, tables and figures in one folder.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/commands/explain_table.h"
#include "app/command_line/commands/prediction_table.h"
#include "app/command_line/commands/simulated_files.h"
#include "app/command_line/commands/train_command.h"
#include "app/command_line/console.h"
#include "app/command_line/options/output_files.h"
#include "app/command_line/pictures/figure_file.h"
#include "app/command_line/pictures/figure_scenes.h"
#include "core/io/anndata/h5ad_writer.h"
#include "core/io/files/real_demo.h"
#include "core/workflow/out_of_fold.h"

namespace regulus {
namespace {

class DemoCommand final : public Command {
  public:
    const char* name() const override { return "demo"; }
    const char* description() const override {
        return "Run the whole workflow on simulated data, or fetch a small real dataset";
    }

    void declare(CLI::App& app) override {
        auto* out = app.add_option("--out", m_out, "Output folder")->type_name("FOLDER");
        auto* cells =
            app.add_option("--cells", m_options.cells, "Number of cells to simulate")->capture_default_str();
        auto* seed = app.add_option("--seed", m_options.seed, "Seed of simulation and training")
                         ->capture_default_str();
        auto* real = app.add_flag("--real", m_real,
                                  "Fetch 700 real blood cells (1.9 MB, BSD-3-Clause) unless they are kept "
                                  "already, and say where they lie");
        for (auto* simulated : {out, cells, seed}) real->excludes(simulated);
    }

    void run(Console& console) override;

  private:
    static SimulationOptions demo_options() {
        SimulationOptions options;
        options.cells = 2000;
        options.genes = 600;
        options.tfs = 33;  // those with names that biologists know
        return options;
    }
    std::string file(const char* name) const { return m_out + "/" + name; }
    TrainingRun train(Console& console, const Simulation& simulation, const RegulatoryNetwork& prior) const;
    void show(Console& console, const Simulation& simulation, const TrainingRun& run) const;

    void fetch(Console& console) const;

    std::string m_out;
    bool m_real = false;
    SimulationOptions m_options = demo_options();
};

TrainingRun DemoCommand::train(Console& console, const Simulation& simulation,
                               const RegulatoryNetwork& prior) const {
    TrainingRequest request;
    request.label_column = "cell_type";
    request.split_column = "donor";
    request.split.seed = m_options.seed;
    TrainingOptions options = options_for(Preset::Standard);
    options.seed = options.mask_seed = m_options.seed;
    TrainingSetup setup;
    {
        ConsoleJob job(console);
        setup = prepare_training(*simulation.dataset, prior, request, job);
    }
    const TrainingRun run = train_on_console(console, setup, options);
    save_model(*run.outcome.model, file("model.safetensors"));
    report_training(console, setup, run, file("model.safetensors"));
    return run;
}

void DemoCommand::show(Console& console, const Simulation& simulation, const TrainingRun& run) const {
    ConsoleJob job(console);
    const auto& model = run.outcome.model;
    Prediction prediction = run.outcome.prediction;
    const CellUses uses = cell_uses(*simulation.dataset, *model, job);
    const CellSet out_of_fold = predict_out_of_fold(*model, *simulation.dataset, uses, prediction, job);
    write_predictions(simulation.dataset->obs, *model, prediction, uses, out_of_fold,
                      file("predictions.csv"));
    need_graphics();
    PartJob predicting(job, 0, 0.1), placing(job, 0.1, 0.5), copying(job, 0.5, 0.55), drawing(job, 0.55, 0.6),
        reading(job, 0.6, 0.8), listing(job, 0.8, 1);
    FigureSubject subject = figure_subject(simulation.dataset, model, {}, predicting);
    const ShownEmbedding map = choose_map(subject, {}, placing);
    // Into the file as well: the window then has a map at once.
    write_annotated_copy(file("data.h5ad"), file("data_with_map.h5ad"), {}, {{"X_umap", *map.coordinates}},
                         copying);
    std::error_code failure;
    std::filesystem::rename(file("data_with_map.h5ad"), file("data.h5ad"), failure);
    if (failure)
        throw Error(ErrorKind::Storage, "The file cannot be written: " + failure.message(),
                    file("data.h5ad"));
    const auto write_figure = [&](const Figure& figure, const char* name) {
        FigureOptions options;
        options.format = figureFormatOf(QString::fromLatin1(name));
        options.provenance = figure_provenance(simulation.dataset->name, file("model.safetensors"), true);
        exportFigure(figure, options, QString::fromStdString(file(name)), drawing);
    };
    const MadeFigure embedding = map_figure(subject, map, parse_coloring(subject, {}), {}, {}, drawing);
    write_figure(*embedding.figure, "embedding.png");
    write_figure(*embedding.figure, "embedding.svg");
    read_regulons(subject, reading);
    RegulonHeatmapRequest usual;
    usual.table.zOverGroups = true;
    const MadeFigure heatmap = heatmap_figure(subject, {}, parse_measure(subject, {}), usual, false, listing);
    write_figure(*heatmap.figure, "regulons.png");
    write_figure(*heatmap.figure, "regulons.pdf");
    std::vector<std::uint32_t> rows(simulation.dataset->cells());
    for (std::size_t c = 0; c < rows.size(); ++c) rows[c] = static_cast<std::uint32_t>(c);
    CsvWriter table(file("regulons.csv"));
    write_tf_readings(*subject.tfs->reader, *subject.context.input.expression, simulation.dataset->obs, rows,
                      std::nullopt, table, listing);
    table.commit();
}

void DemoCommand::fetch(Console& console) const {
    ConsoleJob job(console);
    const bool kept = kept_real_demo({}, job).has_value();
    const std::string path = fetch_real_demo({}, job);
    const RealDemo& demo = real_demo();
    console.say(
        fmt::format("{} real blood cells ({}, from {}) are in {}", demo.cells, demo.licence, demo.url, path));
    console.emit({{"simulated", false},
                  {"path", path},
                  {"cells", demo.cells},
                  {"labels", demo.labels},
                  {"licence", demo.licence},
                  {"url", demo.url},
                  {"sha256", demo.sha256},
                  {"was_kept", kept}});
}

void DemoCommand::run(Console& console) {
    if (m_real) return fetch(console);
    if (m_out.empty())
        throw Error(ErrorKind::Usage, "--out is required", "--out",
                    "Name a folder, or fetch real cells with --real");
    const auto problems = validate(m_options);
    if (!problems.empty()) throw Error(ErrorKind::Usage, "Invalid simulation options: " + problems.front());
    make_folder(m_out);
    check_output(file("model.safetensors"));
    Simulation simulation;
    {
        ConsoleJob job(console);
        PartJob making(job, 0, 0.5), writing(job, 0.5, 1);
        simulation = simulate(m_options, making);
        write_simulated_data(RegulatorySimulator(m_options), file("data.h5ad"), writing);
    }
    write_simulated_prior(simulation.truth, false, file("prior.csv"));
    write_simulated_edges(simulation.truth, file("true_edges.csv"));
    write_simulated_activity(simulation.truth, file("true_activity.csv"));
    console.say(
        "These cells are simulated: their regulators are known, and nothing here is a biological finding.");
    const TrainingRun run = train(console, simulation, simulated_prior(simulation.truth, false));
    if (run.stopped) throw Cancelled();
    show(console, simulation, run);
    console.say(fmt::format("Data, prior, truth, model, tables and figures are in {}", m_out));
    console.emit({{"simulated", true},
                  {"out", m_out},
                  {"files",
                   {"data.h5ad", "prior.csv", "true_edges.csv", "true_activity.csv", "model.safetensors",
                    "predictions.csv", "regulons.csv", "embedding.png", "embedding.svg", "regulons.png",
                    "regulons.pdf"}},
                  {"accuracy", run.outcome.scores.accuracy},
                  {"macro_f1", run.outcome.scores.macro_f1}});
}

}  // namespace

std::unique_ptr<Command> make_demo_command() {
    return std::make_unique<DemoCommand>();
}

}  // namespace regulus

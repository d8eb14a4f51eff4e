// regulus predict: runs a model on a dataset and writes what it predicts for each cell.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <nlohmann/json.hpp>

#include "app/command_line/commands/command.h"
#include "app/command_line/commands/prediction_output.h"
#include "app/command_line/console.h"
#include "app/command_line/options/cell_range.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/gene_options.h"
#include "app/command_line/options/open_files.h"
#include "app/command_line/options/output_files.h"
#include "core/io/files/atomic_file.h"
#include "core/workflow/apply_model.h"
#include "core/workflow/data_drift.h"
#include "core/workflow/model_results.h"
#include "core/workflow/part_facts.h"

namespace regulus {
namespace {

class PredictCommand final : public Command {
  public:
    const char* name() const override { return "predict"; }
    const char* description() const override {
        return "Predict the label of every cell with a trained model";
    }

    void declare(CLI::App& app) override {
        declare_data(app, m_data);
        app.add_option("--model", m_model, "Model file (.safetensors)")->type_name("FILE")->required();
        app.add_option(
               "--out", m_out,
               "Table (.csv, .tsv), or a new .h5ad with the predictions as columns of obs and the cell "
               "embedding as X_regulus; with --range a .part")
            ->type_name("FILE")
            ->required();
        declare_range(app, m_range);
        app.add_flag("--in-fold", m_in_fold,
                     "Cells the model was trained on: what it says of them itself, not out of fold");
        declare_genes(app, m_genes);
    }

    void run(Console& console) override;

  private:
    DataOptions m_data;
    GeneOptions m_genes;
    RangeOption m_range;
    std::string m_model, m_out;
    bool m_in_fold = false;
};

nlohmann::json drift_json(const DataDrift& drift) {
    const auto number = [](const std::optional<double>& value) {
        return value ? nlohmann::json(*value) : nlohmann::json();
    };
    return {{"edges_lost", drift.edges_lost},
            {"shift", drift.shift},
            {"detected", number(drift.detected)},
            {"detected_in_training", number(drift.detected_in_training)},
            {"unlike", number(drift.unlike)},
            {"composition", number(drift.composition)},
            {"warnings", drift.words}};
}

// Of each cell its probabilities and then its embedding; regulus collect does the rest.
void write_part(const Prediction& prediction, PartDescription part, const ModelFile& model,
                const std::string& path) {
    for (const std::string& name : model.classes) part.columns.push_back("probability:" + name);
    for (std::size_t d = 0; d < prediction.embedding.cols; ++d)
        part.columns.push_back("embedding:" + std::to_string(d));
    AtomicFile file(path);
    std::string buffer;
    const auto bytes = [](std::span<const float> row) {
        return std::string_view(reinterpret_cast<const char*>(row.data()), row.size_bytes());
    };
    for (std::size_t c = 0; c < prediction.probabilities.rows; ++c) {
        buffer += bytes(prediction.probabilities.row(c));
        buffer += bytes(prediction.embedding.row(c));
        if (buffer.size() < (std::size_t{1} << 20U)) continue;
        file.write(buffer);
        buffer.clear();
    }
    file.write(buffer);
    file.write(part_ending(part, file.checksum()));
    file.commit();
}

void PredictCommand::run(Console& console) {
    if (m_range.given())
        check_part(m_out);
    else
        check_output(m_out, {".h5ad", ".csv", ".tsv", ".txt"},
                     "Predictions are written as .csv, .tsv or .h5ad");
    ConsoleJob job(console);
    const auto model = open_model(m_model);
    const auto dataset = open_dataset(m_data, job, &console);
    const ModelInput input = prepare_model(*dataset, *model, open_genes(m_genes, job));
    for (const auto& warning : input.warnings) console.warn(warning);
    console.say("values: " + input.values);
    const auto predictor = Predictor::create(model);
    const double done = ends_with(m_out, ".h5ad") ? 0.6 : 0.9;
    PartJob predicting(job, 0, done - 0.05), comparing(job, done - 0.05, done), writing(job, done, 1);
    const auto predicted = [&](std::span<const std::uint32_t> rows) {
        return predictor->predict(*input.expression, input.match, rows, predicting);
    };
    nlohmann::json object = found_json(*model, input);
    object["warnings"] = input.warnings;
    if (!m_range.given()) {
        Prediction prediction = predicted(all_cells(dataset->cells()));
        const DataDrift drift = data_drift(*model, input, prediction, comparing);
        for (const std::string& text : drift.words) {
            console.warn(text);
            object["warnings"].push_back(text);
        }
        if (!input.learned_from) object["drift"] = drift_json(drift);
        return write_prediction(*model, *dataset, std::move(prediction),
                                {m_out, m_in_fold, predictor->device()}, std::move(object), console, writing);
    }
    PartDescription part = part_described(name(), m_range, m_data, *dataset);
    part.sources["model"] = m_model;
    part.sources["device"] = predictor->device();
    part.facts = input_facts(*dataset, *input.expression, input.values, input.genes, input.choice, job);
    part.facts.push_back(model_fact(m_model, job));
    part.facts.push_back({"--in-fold", m_in_fold ? "given" : "", ""});
    write_part(predicted(rows_of(part)), part, *model, m_out);
    say_part(console, part, m_out, std::move(object));
}

}  // namespace

std::unique_ptr<Command> make_predict_command() {
    return std::make_unique<PredictCommand>();
}

}  // namespace regulus

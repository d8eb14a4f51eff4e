// regulus predict: runs a model on a data set and writes what it predicts for each cell.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "app/command_line/command.h"
#include "app/command_line/console.h"
#include "app/command_line/data_options.h"
#include "app/command_line/gene_options.h"
#include "app/command_line/open_files.h"
#include "app/command_line/prediction_table.h"
#include "core/io/dataset/h5ad_export.h"
#include "core/workflow/apply_model.h"
#include "core/workflow/finish_training.h"

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
               "embedding as X_regulus")
            ->type_name("FILE")
            ->required();
        declare_genes(app, m_genes);
    }

    void run(Console& console) override;

  private:
    DataOptions m_data;
    GeneOptions m_genes;
    std::string m_model, m_out;
};

void report(Console& console, const ModelFile& model, const ModelInput& input, const Prediction& prediction,
            const std::string& path) {
    const auto classes = predicted_classes(prediction.probabilities);
    nlohmann::json counts = nlohmann::json::object();
    std::vector<std::vector<std::string>> rows{{"class", "cells"}};
    for (std::size_t k = 0; k < model.classes.size(); ++k) {
        const auto count = std::ranges::count(classes, static_cast<std::int32_t>(k));
        counts[model.classes[k]] = count;
        rows.push_back({model.classes[k], std::to_string(count)});
    }
    console.table(rows);
    console.say(fmt::format("{} cells written to {}", classes.size(), path));
    nlohmann::json object = found_json(model, input);
    object.update(
        {{"cells", classes.size()}, {"classes", counts}, {"out", path}, {"warnings", input.warnings}});
    console.emit(object);
}

void PredictCommand::run(Console& console) {
    const bool h5ad = ends_with(m_out, ".h5ad");
    if (!h5ad && !ends_with(m_out, ".csv") && !ends_with(m_out, ".tsv") && !ends_with(m_out, ".txt")) {
        throw Error(ErrorKind::Usage, "Predictions are written as .csv, .tsv or .h5ad", m_out);
    }
    check_output(m_out, {m_data.path, m_data.annotation, m_model, m_genes.map});
    ConsoleJob job(console);
    const auto model = open_model(m_model);
    const auto dataset = open_dataset(m_data, job, &console);
    const ModelInput input = prepare_model(*dataset, *model, open_genes(m_genes, job));
    for (const auto& warning : input.warnings) console.warn(warning);
    console.say("values: " + input.values);
    if (input.learned_from) {
        console.warn("The model was trained on these cells, so most predictions are not out of sample");
    }
    std::vector<std::uint32_t> rows(dataset->cells());
    std::iota(rows.begin(), rows.end(), 0U);
    const auto predictor = Predictor::create(model);
    PartJob predicting(job, 0, h5ad ? 0.7 : 1);
    const Prediction prediction = predictor->predict(*input.expression, input.match, rows, predicting);
    if (h5ad) {
        PartJob writing(job, 0.7, 1);
        const PredictionColumns added = prediction_columns(*model, prediction);
        const auto notes = write_with_results(*dataset, m_out, added.columns, {added.embedding}, writing);
        for (const std::string& note : notes) console.warn(note);
    } else {
        write_predictions(dataset->obs, *model, prediction, m_out);
    }
    report(console, *model, input, prediction, m_out);
}

}  // namespace

std::unique_ptr<Command> make_predict_command() {
    return std::make_unique<PredictCommand>();
}

}  // namespace regulus

// regulus predict: runs a model on a dataset and writes what it predicts for each cell.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/command_line/commands/calibration_json.h"
#include "app/command_line/commands/command.h"
#include "app/command_line/commands/prediction_table.h"
#include "app/command_line/console.h"
#include "app/command_line/options/data_options.h"
#include "app/command_line/options/gene_options.h"
#include "app/command_line/options/open_files.h"
#include "app/command_line/options/output_files.h"
#include "core/base/count_text.h"
#include "core/io/anndata/h5ad_export.h"
#include "core/workflow/apply_model.h"
#include "core/workflow/calibration_words.h"
#include "core/workflow/finish_training.h"
#include "core/workflow/model_results.h"
#include "core/workflow/out_of_fold.h"

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
        app.add_flag("--in-fold", m_in_fold,
                     "Cells the model was trained on: what it says of them itself, not out of fold");
        declare_genes(app, m_genes);
    }

    void run(Console& console) override;

  private:
    DataOptions m_data;
    GeneOptions m_genes;
    std::string m_model, m_out;
    bool m_in_fold = false;
};

// Whether accuracy on these cells would say how the model does on new ones.
std::string training_note(const ModelFile& model, const CellUses& uses, const CellSet& out_of_fold,
                          bool h5ad) {
    if (uses.known()) {
        const std::size_t learned = uses.learned().count();
        const std::string folds =
            out_of_fold.empty()
                ? std::string()
                : fmt::format("; {} of them are predicted out of fold, by fits on other cells",
                              out_of_fold.count() == learned ? "all" : count_text(out_of_fold.count()));
        return fmt::format(
            "The model was trained on {} of these cells{}; the column {} marks the {} test cells, which it "
            "never saw",
            learned, folds, h5ad ? "regulus_split" : "split", uses.test.count());
    }
    if (uses.same_data)
        return "The model was trained on these cells, and its file does not say which were held out: "
               "accuracy on "
               "them overstates performance on new cells";
    return fmt::format(
        "The model was trained on {}; this dataset does not match it, so whether any of these cells were "
        "used for "
        "training is not known",
        model.record.data_name.empty() ? "an unnamed dataset" : model.record.data_name);
}

nlohmann::json split_json(const CellUses& uses) {
    nlohmann::json split{{"known", uses.known()}, {"same_data", uses.same_data}};
    if (uses.known())
        split.update({{"train", uses.train.count()},
                      {"validation", uses.validation.count()},
                      {"test", uses.test.count()}});
    return split;
}

void report(Console& console, const ModelFile& model, const ModelInput& input, const Prediction& prediction,
            const CellUses& uses, const CellSet& out_of_fold, const std::string& note,
            const std::string& device, const std::string& path) {
    const auto classes = predicted_classes(prediction.probabilities);
    nlohmann::json counts = nlohmann::json::object();
    std::vector<std::vector<std::string>> rows{{"class", "cells"}};
    for (std::size_t k = 0; k < model.classes.size(); ++k) {
        const auto count = std::ranges::count(classes, static_cast<std::int32_t>(k));
        counts[model.classes[k]] = count;
        rows.push_back({model.classes[k], std::to_string(count)});
    }
    console.table(rows);
    console.say(fmt::format("predictions    {}", describe_calibration(model)));
    std::size_t unassigned = 0;
    if (model.calibration) {
        unassigned = static_cast<std::size_t>(std::ranges::count_if(
            assignments(*model.calibration, prediction.probabilities, prediction.embedding),
            [](Assignment a) { return a != Assignment::Assigned; }));
        console.say(fmt::format("unassigned     {}", count_text(unassigned, "cell", "cells")));
    }
    if (device != "CPU") console.say("computed on    " + device);
    console.say(fmt::format("{} written to {}", count_text(classes.size(), "cell", "cells"), path));
    nlohmann::json object = found_json(model, input);
    object.update({{"cells", classes.size()},
                   {"classes", counts},
                   {"out", path},
                   {"device", device},
                   {"calibration", calibration_json(model)},
                   {"split", split_json(uses)},
                   {"out_of_fold", out_of_fold.count()},
                   {"warnings", input.warnings}});
    if (model.calibration) object["unassigned"] = unassigned;
    if (!note.empty()) object["warnings"].push_back(note);
    console.emit(object);
}

void PredictCommand::run(Console& console) {
    const bool h5ad = ends_with(m_out, ".h5ad");
    check_output(m_out, {".h5ad", ".csv", ".tsv", ".txt"}, "Predictions are written as .csv, .tsv or .h5ad");
    ConsoleJob job(console);
    const auto model = open_model(m_model);
    const auto dataset = open_dataset(m_data, job, &console);
    const ModelInput input = prepare_model(*dataset, *model, open_genes(m_genes, job));
    for (const auto& warning : input.warnings) console.warn(warning);
    console.say("values: " + input.values);
    const CellUses uses = cell_uses(*dataset, *model, job);
    const auto predictor = Predictor::create(model);
    PartJob predicting(job, 0, h5ad ? 0.7 : 1);
    Prediction prediction =
        predictor->predict(*input.expression, input.match, all_cells(dataset->cells()), predicting);
    const CellSet out_of_fold = m_in_fold
                                    ? CellSet(dataset->cells())
                                    : predict_out_of_fold(*model, *dataset, uses, prediction, predicting);
    const std::string note = training_note(*model, uses, out_of_fold, h5ad);
    if (!note.empty()) console.warn(note);
    if (h5ad) {
        PartJob writing(job, 0.7, 1);
        const PredictionColumns added = prediction_columns(*model, prediction, uses, out_of_fold);
        const auto notes = write_with_results(*dataset, m_out, added.columns, {added.embedding}, writing);
        for (const std::string& text : notes) console.warn(text);
    } else {
        write_predictions(dataset->obs, *model, prediction, uses, out_of_fold, m_out);
    }
    report(console, *model, input, prediction, uses, out_of_fold, note, predictor->device(), m_out);
}

}  // namespace

std::unique_ptr<Command> make_predict_command() {
    return std::make_unique<PredictCommand>();
}

}  // namespace regulus

#include "app/command_line/commands/prediction_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/command_line/commands/calibration_json.h"
#include "app/command_line/commands/prediction_table.h"
#include "app/command_line/console.h"
#include "app/command_line/options/open_files.h"
#include "core/base/count_text.h"
#include "core/io/anndata/h5ad_export.h"
#include "core/workflow/apply_model.h"
#include "core/workflow/calibration_words.h"
#include "core/workflow/finish_training.h"
#include "core/workflow/out_of_fold.h"

namespace regulus {
namespace {

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

void report(Console& console, const ModelFile& model, const Prediction& prediction, const CellUses& uses,
            const CellSet& out_of_fold, const std::string& note, const PredictionOutput& output,
            nlohmann::json object) {
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
    if (output.device != "CPU") console.say("computed on    " + output.device);
    console.say(fmt::format("{} written to {}", count_text(classes.size(), "cell", "cells"), output.path));
    object.update({{"cells", classes.size()},
                   {"classes", counts},
                   {"out", output.path},
                   {"device", output.device},
                   {"calibration", calibration_json(model)},
                   {"split", split_json(uses)},
                   {"out_of_fold", out_of_fold.count()}});
    if (model.calibration) object["unassigned"] = unassigned;
    if (!note.empty()) object["warnings"].push_back(note);
    console.emit(object);
}

}  // namespace

void write_prediction(const ModelFile& model, const Dataset& dataset, Prediction prediction,
                      const PredictionOutput& output, nlohmann::json object, Console& console, Job& job) {
    const bool h5ad = ends_with(output.path, ".h5ad");
    PartJob folding(job, 0, h5ad ? 0.2 : 1), writing(job, 0.2, 1);
    const CellUses uses = cell_uses(dataset, model, folding);
    const CellSet out_of_fold = output.in_fold
                                    ? CellSet(dataset.cells())
                                    : predict_out_of_fold(model, dataset, uses, prediction, folding);
    const std::string note = training_note(model, uses, out_of_fold, h5ad);
    if (!note.empty()) console.warn(note);
    if (h5ad) {
        const PredictionColumns added = prediction_columns(model, prediction, uses, out_of_fold);
        const auto notes =
            write_with_results(dataset, output.path, added.columns, {added.embedding}, writing);
        for (const std::string& text : notes) console.warn(text);
    } else {
        write_predictions(dataset.obs, model, prediction, uses, out_of_fold, output.path);
    }
    report(console, model, prediction, uses, out_of_fold, note, output, std::move(object));
}

}  // namespace regulus

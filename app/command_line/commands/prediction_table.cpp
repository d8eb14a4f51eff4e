#include "app/command_line/commands/prediction_table.h"

#include <vector>

#include "core/io/files/csv_writer.h"
#include "core/workflow/calibration_words.h"
#include "core/workflow/finish_training.h"

namespace regulus {

void write_predictions(const Table& obs, const ModelFile& model, const Prediction& prediction,
                       const CellUses& uses, const CellSet& out_of_fold, const std::string& path) {
    const bool folds = uses.known() && out_of_fold.universe() > 0;
    CsvWriter table(path);
    const Calibration* const calibration = model.calibration.get();
    const std::string word = certainty_word(model);
    std::vector<std::string> names{"cell", "prediction", word};
    if (calibration != nullptr) names.insert(names.end(), {"assigned", "prediction_set"});
    if (uses.known()) names.emplace_back("split");
    for (const auto& name : model.classes) names.push_back(word + ":" + name);
    if (folds) names.emplace_back("out_of_fold");
    table.names(names);
    const auto classes = predicted_classes(prediction.probabilities);
    for (std::size_t c = 0; c < obs.size(); ++c) {
        const auto row = prediction.probabilities.row(c);
        const auto best = static_cast<std::size_t>(classes[c]);
        table.field(obs.index[c]);
        table.field(model.classes[best]);
        table.field(row[best]);
        if (calibration != nullptr) {
            const bool assigned =
                assignment(*calibration, row, prediction.embedding.row(c)) == Assignment::Assigned;
            table.field(assigned ? model.classes[best] : std::string());
            table.field(class_list(prediction_set(*calibration, row), model.classes, "|"));
        }
        if (uses.known()) table.field(split_name(uses, c));
        for (const float p : row) table.field(p);
        if (folds) table.field(out_of_fold.contains(c) ? "yes" : uses.learned().contains(c) ? "no" : "");
        table.end_row();
    }
    table.commit();
}

}  // namespace regulus

// The model that is open: how it came about, what it says of the cells, how well.
#include <algorithm>

#include "core/model/model_file.h"
#include "ui/script/asked_words.h"
#include "ui/script/command_text.h"
#include "ui/script/shown_script.h"

namespace regulus {
namespace {

void tellTraining(ScriptText& text) {
    const SessionRecord& record = text.in.record;
    if (text.in.training) {
        text.say(QStringLiteral("It was trained by"));
        // Not run: a model that reads genes takes hours.
        const QString command =
            trainCommand(*text.in.training, {record.data, record.prior, record.choices, record.priorOptions});
        return text.line(QStringLiteral("#   ") + onOneLine(command));
    }
    const TrainingRecord& by = record.model->record;
    text.say(QStringLiteral("It learned %1 of %2, with the prior %3 (%4).")
                 .arg(QString::fromStdString(by.label_column), QString::fromStdString(by.data_name),
                      QString::fromStdString(by.prior_name), QString::fromStdString(by.split)));
}

// A labelled cell, of a class of the model, among those that it is judged on.
bool canBeJudged(const ScriptInputs& in) {
    const std::size_t cells = in.dataset->cells();
    const Labels& labels = *in.labels;
    const JudgedOn on = in.record.judging.on.value_or(usual_cells(*in.results, labels.codes));
    const auto classes = classes_of_labels(labels.classes, in.record.model->classes);
    return std::ranges::any_of(judged_cells(*in.results, on, cells).rows(), [&](std::uint32_t cell) {
        return labels.codes[cell] >= 0 && classes[static_cast<std::size_t>(labels.codes[cell])] >= 0;
    });
}

void tellCalibration(ScriptText& text) {
    const ScriptInputs& in = text.in;
    const JudgingSettings& judging = in.record.judging;
    if (judging == JudgingSettings{} || !in.results || !in.labels) return;  // nobody asked, or none there is
    text.section(QStringLiteral("Calibration"));
    if (judging.selected || !text.has(in.labels->column) || !canBeJudged(in))
        return text.say(
            QStringLiteral("No command judges the model so: on selected cells, by labels that are "
                           "left out, or on no labelled cell."));
    for (const char* view : {"reliability", "coverage"}) {
        CommandWords words = text.command("figure", false);
        words.add("--view", view).add("--model", text.model.toStdString());
        words.add("--labels", in.labels->column).addNumber("--threshold", judging.threshold);
        if (judging.on) words.add("--judged-on", to_string(*judging.on));
        const QString name = QLatin1String(view);
        words.add("--numbers", text.place(name + QStringLiteral(".csv")));
        text.run(words.add("--out", text.place(name + QStringLiteral(".svg"))));
    }
}

}  // namespace

void tellModel(ScriptText& text) {
    if (text.model.isEmpty()) return;
    text.section(QStringLiteral("The model"));
    text.say(QStringLiteral("It lies beside the script: %1.")
                 .arg(text.fileName(QStringLiteral("model.safetensors"))));
    tellTraining(text);
    if (!text.usualValues())
        return text.say(QStringLiteral("No command applies it to values that were chosen."));
    CommandWords words = text.command("predict", false).add("--model", text.model.toStdString());
    text.run(words.add("--out", text.place(QStringLiteral("predictions.csv"))));
    text.say(QStringLiteral("scanpy has no such model."));
    tellCalibration(text);
}

}  // namespace regulus

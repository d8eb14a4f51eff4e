#include "app/command_line/pictures/calibration_figures.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "app/command_line/console.h"
#include "core/base/error.h"
#include "core/workflow/labels.h"
#include "ui/figures/judging/calibration_figure.h"
#include "ui/figures/judging/training_caveat.h"

namespace regulus {
namespace {

Labels labels_for(const FigureSubject& subject, const JudgingArguments& arguments) {
    const ModelFile& model = *subject.context.model;
    const Table& obs = subject.opened.dataset->obs;
    std::string column = arguments.labels;
    if (column.empty()) column = model.record.label_column;
    if (arguments.labels.empty() && obs.find(column) == nullptr)
        throw Error(ErrorKind::Usage, "The column of labels that the model learned from is not here", column,
                    "Name the column of labels with --labels");
    Labels labels = read_labels(obs, column);
    const auto classes = classes_of_labels(labels.classes, model.classes);
    if (std::ranges::all_of(classes, [](std::int32_t known) { return known < 0; }))
        throw Error(ErrorKind::Usage, "No label in '" + column + "' has the name of a class of the model", {},
                    "Name another column with --labels");
    return labels;
}

JudgedOn cells_asked(const JudgingArguments& arguments, const ModelResults& results, const Labels& labels) {
    for (const JudgedOn on : judged_on)
        if (arguments.on == to_string(on)) return on;
    return usual_cells(results, labels.codes);
}

}  // namespace

void declare_judging(CLI::App& app, JudgingArguments& arguments) {
    app.add_option("--threshold", arguments.threshold,
                   "Reliability, coverage: cells with this probability or more are kept")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    app.add_option("--judged-on", arguments.on,
                   "Reliability, coverage: test, out-of-fold or held-out (both, and cells not used in "
                   "training) cells; by default the first of them that there are")
        ->check(CLI::IsMember({"test", "out-of-fold", "held-out"}));
    app.add_option("--labels", arguments.labels,
                   "Reliability, coverage: the column of labels (default: that the model learned from)");
}

bool shows_judging(const std::string& view) {
    return view == "reliability" || view == "coverage";
}

void check_judging(const std::string& view, const JudgingArguments& arguments, const std::string& model) {
    if (!shows_judging(view)) {
        if (arguments == JudgingArguments()) return;
        throw Error(ErrorKind::Usage, "--threshold, --judged-on and --labels do nothing for the view " + view,
                    {}, "Add --view reliability or --view coverage, or leave them out");
    }
    if (model.empty())
        throw Error(ErrorKind::Usage, "The view " + view + " judges a model", {}, "Give one with --model");
}

MadeFigure calibration_figure(const std::string& view, const FigureSubject& subject,
                              const JudgingArguments& arguments, Console& console, Job& job) {
    const ModelResults& results = *subject.results;
    const ModelFile& model = *subject.context.model;
    const Labels labels = labels_for(subject, arguments);
    const std::size_t cells = labels.codes.size();
    const JudgedOn on = cells_asked(arguments, results, labels);
    JudgedPredictions judged = judge_predictions(results.prediction.probabilities, labels.codes,
                                                 classes_of_labels(labels.classes, model.classes),
                                                 judged_cells(results, on, cells), job);
    CalibrationPlot plot;
    plot.cells = cellsText(on, results.uses.known());
    if (judged.cells.empty())
        throw Error(ErrorKind::Data, "There are no labelled " + plot.cells.toStdString() + " to judge on",
                    subject.opened.dataset->name, "Give labelled cells that the model was not trained on");
    plot.caveat = trainingCaveat(results, model, CellSet::of(cells, judged.cells));
    plot.judge(std::move(judged));
    plot.panels = view == "coverage" ? CalibrationPanels::Coverage : CalibrationPanels::Reliability;
    plot.threshold = arguments.threshold;
    plot.calibrated = results.calibration != nullptr;
    plot.simulated = simulated(subject);
    console.say(summaryText(plot).toStdString());
    console.say(thresholdText(plot).toStdString());
    if (const QString caveat = caveatText(plot); !caveat.isEmpty()) console.warn(caveat.toStdString());
    return {nullptr, std::make_shared<CalibrationFigure>(plot), [plot] {
                return plot.panels == CalibrationPanels::Coverage ? coverageNumbers(plot)
                                                                  : reliabilityNumbers(plot);
            }};
}

}  // namespace regulus

// Reliability diagrams and accuracy against coverage for `figure`.
#pragma once

#include <string>

#include "app/command_line/pictures/figure_scenes.h"

namespace CLI {
class App;
}

namespace regulus {

class Console;

struct JudgingArguments {
    double threshold = 0.9;
    std::string on, labels;  // "": those that suggest themselves; the label column the model learned from

    bool operator==(const JudgingArguments&) const = default;
};
void declare_judging(CLI::App& app, JudgingArguments& arguments);
bool shows_judging(const std::string& view);
// Throws Error(Usage) for arguments that this view would not look at, and where there is no model.
void check_judging(const std::string& view, const JudgingArguments& arguments, const std::string& model);

// Of a subject with results. Throws Error(Usage) for a column that is not there or has other names than the
// model's classes, Error(Data) where there is no labelled cell to judge on; Cancelled.
MadeFigure calibration_figure(const std::string& view, const FigureSubject& subject,
                              const JudgingArguments& arguments, Console& console, Job& job);

}  // namespace regulus

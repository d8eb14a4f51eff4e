// Volcano and ranking for `figure`: of one side of a comparison against the other, or against the rest.
#pragma once

#include <string>

#include "app/command_line/console.h"
#include "app/command_line/options/compared_sides.h"
#include "app/command_line/options/comparison_options.h"
#include "app/command_line/pictures/figure_scenes.h"
#include "ui/figures/comparison/comparison_filters.h"

namespace CLI {
class App;
}

namespace regulus {

struct ComparedSidesArguments {
    SideOptions sides;
    ComparisonFilters filters;  // at first those of the window
};
void declare_sides(CLI::App& app, ComparedSidesArguments& arguments);

bool shows_sides(const std::string& view);
// Throws Error(Usage) for options that this view would not look at, and for those that it lacks. `values`
// says where values come from, as of `compare`, and is made ready as by check_comparison().
void check_sides(const std::string& view, const ComparedSidesArguments& arguments,
                 ComparisonArguments& values);

// `values`: checked. Words on what was chosen, warnings and notes go to `console`. Throws what sides_of(),
// open_values(), compare_cells() and compare_donors() throw.
MadeFigure comparison_figure(const std::string& view, const Dataset& dataset,
                             const ComparedSidesArguments& arguments, const ComparisonArguments& values,
                             Console& console, Job& job);

}  // namespace regulus

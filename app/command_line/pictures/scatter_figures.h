// Scatter plots of two numbers of each cell for `figure`.
#pragma once

#include "app/command_line/pictures/figure_scenes.h"
#include "ui/figures/scatter/scatter_axis.h"

namespace CLI {
class App;
}

namespace regulus {

struct ScatterArguments {
    std::string x, y;
    std::vector<double> quadrants;   // x, y, or empty
    std::vector<std::string> gates;  // "NAME=X,Y,X,Y,…", of a map, too
    bool density = false;
};
void declare_scatter(CLI::App& app, ScatterArguments& arguments);
// Throws Error(Usage) for arguments that this view would not look at, and for one that lacks an axis.
void check_scatter(const std::string& view, const ScatterArguments& arguments, const std::string& color);

// A coordinate such as X_umap:1, else as parse_coloring() reads a name; "column:NAME" and "gene:NAME", too.
// Throws as that does.
AxisSource parse_axis(const FigureSubject& subject, const std::string& name);

// Throws as resolveAxis() and resolve() do, Cancelled. The colouring is not looked at where density is asked
// for.
MadeFigure scatter_figure(const FigureSubject& subject, const AxisSource& x, const AxisSource& y,
                          const ScatterArguments& arguments, const Coloring& coloring, Job& job);

}  // namespace regulus

// Plots of groups of cells for `figure`: dot plot, matrix plot, violins, boxes, ridges, bars, cross-table,
// shares of donors.
#pragma once

#include "app/command_line/console.h"
#include "app/command_line/options/comparison_options.h"
#include "app/command_line/pictures/figure_scenes.h"
#include "ui/figures/plots/group_plot.h"

namespace CLI {
class App;
}

namespace regulus {

struct PlotArguments {
    std::vector<std::string> genes;
    std::string over = "genes", assay, split, donors, scale = "mean";
    std::size_t markers = 3;  // of each group, where no genes are named
    bool swapped = false, tree = false, cluster = false, counts = false;

    bool operator==(const PlotArguments&) const = default;
};
void declare_plots(CLI::App& app, PlotArguments& arguments);

// Throws Error(Usage) for arguments that this view would not look at.
void check_plot(const std::string& view, const PlotArguments& arguments, bool source_of_tfs);

// `values` says where values come from: genes, model, prior, assay and what is measured. `column` "" takes
// the label column.
MadeFigure plot_figure(PlotKind kind, const std::shared_ptr<const Dataset>& dataset, std::string column,
                       const PlotArguments& arguments, const ComparisonArguments& values, Console& console,
                       Job& job);

}  // namespace regulus

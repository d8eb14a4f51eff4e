#include "app/command_line/pictures/plot_figures.h"

#include <CLI/CLI.hpp>

#include "app/command_line/options/open_files.h"
#include "core/base/error.h"
#include "core/workflow/groups_of_sets.h"
#include "ui/figures/opened_dataset.h"
#include "ui/figures/plots/donor_plot.h"

namespace regulus {
namespace {

PlotColor color_named(const std::string& name) {
    if (name == "cp10k") return PlotColor::MeanCounts;
    if (name == "range") return PlotColor::UnitRange;
    return name == "z" ? PlotColor::ZScore : PlotColor::Mean;
}

PlotLook look_of(PlotKind kind, const PlotArguments& arguments) {
    PlotLook look;
    look.kind = kind;
    look.color = color_named(arguments.scale);
    look.swapped = arguments.swapped;
    look.tree = arguments.tree;
    look.clusterGenes = arguments.cluster;
    look.counts = arguments.counts;
    return look;
}

// Throws Error(Usage) where neither the person nor the file names a column.
std::string column_or_labels(std::string column, const OpenedDataset& opened) {
    if (!column.empty()) return column;
    if (!opened.labels)
        throw Error(ErrorKind::Usage, "No column to group by", {}, "Name one with --group-by");
    return opened.labels->column;
}

const Categorical* categories_of(const OpenedDataset& opened, const std::string& column) {
    const auto found = opened.categories.find(column);
    return found == opened.categories.end() ? nullptr : found->second.get();
}

// In the order in which the window lists them.
CellGroups groups_of(const OpenedDataset& opened, const std::string& column) {
    const Dataset& dataset = *opened.dataset;
    if (const Categorical* const groups = categories_of(opened, column))
        return groups_of_categories(*groups, column, CellSet::all(dataset.cells()));
    return groups_of_column(dataset.obs, column, all_cells(dataset.cells()));
}

GroupPlot value_plot(const PlotLook& look, const Dataset& dataset, const CellGroups& groups,
                     std::optional<CellGroups> split, const PlotArguments& arguments,
                     const ComparisonArguments& values, Console& console, Job& job) {
    PartJob opening(job, 0, 0.2), ranking(job, 0.2, 0.7), summing(job, 0.7, 1);
    const OpenedValues opened = open_values(values, dataset, console, opening);
    if (look.color == PlotColor::MeanCounts && !opened.values.counts)
        throw Error(ErrorKind::Usage, "These values are no counts per 10,000: " + opened.values.values, {},
                    "Choose another --scale");
    std::vector<std::string> names = arguments.genes;
    if (names.empty()) {
        names =
            top_markers(compare_cells(opened.values, groups, dataset.obs, opened.model.get(), {}, ranking),
                        arguments.markers);
        if (names.empty())
            throw Error(ErrorKind::Data, "No gene marks a group at a false discovery rate of 5 %", {},
                        "Name genes with --genes");
    }
    auto summary = std::make_shared<const GroupSummary>(
        summarise_groups(opened.values, names, groups, std::move(split), ofDensities(look.kind), summing));
    for (const std::string& warning : summary->warnings) console.warn(warning);
    console.say("values: " + summary->values);
    return groupPlot(std::move(summary), look);
}

}  // namespace

void declare_plots(CLI::App& app, PlotArguments& arguments) {
    app.add_option("--genes", arguments.genes,
                   "Plots: genes or TFs, in order (default: markers of each group)")
        ->delimiter(',')
        ->type_name("A,B,C");
    app.add_option("--markers", arguments.markers, "Plots without --genes: markers of each group")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--over", arguments.over,
                   "Plots, volcano, ranking: genes, activity (of TFs) or attention (to TFs)")
        ->check(CLI::IsMember({"genes", "activity", "attention"}))
        ->capture_default_str();
    app.add_option("--assay", arguments.assay, "Plots, volcano, ranking: values to use: X, raw or a layer")
        ->type_name("NAME");
    app.add_option("--split-by", arguments.split,
                   "Plots: a second column that divides each group; of bars and the table the other column; "
                   "gallery: a map for each group of the column")
        ->type_name("COLUMN");
    app.add_option("--donors", arguments.donors,
                   "Donors: the column that names them; --split-by names that of the conditions. Volcano, "
                   "ranking: the column of donors, which are then the replicates")
        ->type_name("COLUMN");
    app.add_option("--scale", arguments.scale,
                   "Dots, matrix: what colour shows: mean, cp10k, range (0 to 1 in each gene) or z")
        ->check(CLI::IsMember({"mean", "cp10k", "range", "z"}))
        ->capture_default_str();
    app.add_flag("--swap-axes", arguments.swapped,
                 "Plots: genes as rows, of violins and boxes groups; of bars and the table columns swapped");
    app.add_flag("--dendrogram", arguments.tree, "Dots, matrix: order groups by a dendrogram and draw it");
    app.add_flag("--cluster-genes", arguments.cluster, "Plots: order genes by clustering");
    app.add_flag("--counts", arguments.counts, "Bars: cells instead of shares");
}

void check_plot(const std::string& view, const PlotArguments& arguments, bool source_of_tfs) {
    const auto kind = plotKindNamed(view);
    if (!kind) {
        PlotArguments used = arguments;
        if (view == "gallery") used.split.clear();
        if (used == PlotArguments{}) return;
        throw Error(
            ErrorKind::Usage, "Options of plots do nothing for the view " + view, {},
            "Choose --view dots, matrix, violins, boxes, ridges, bars, table or donors, or leave out "
            "--genes, --markers, --over, --assay, --split-by, --donors, --scale, --swap-axes, --dendrogram, "
            "--cluster-genes and --counts");
    }
    const bool composition = ofComposition(*kind),
               means = *kind == PlotKind::Dots || *kind == PlotKind::Matrix;
    PlotArguments used = arguments;
    if (composition && arguments.split.empty())
        throw Error(ErrorKind::Usage, "The view " + view + " takes two columns", {},
                    "Name the second with --split-by");
    const bool donors = *kind == PlotKind::Donors;
    if (donors && arguments.donors.empty())
        throw Error(ErrorKind::Usage, "The view donors takes a column of donors", {},
                    "Name it with --donors");
    if (!donors) used.donors.clear();
    if (composition) used.genes.clear(), used.markers = 3, used.over = "genes", used.assay.clear();
    if (composition) used.cluster = false;
    if (!means) used.scale = "mean", used.tree = false;
    if (*kind == PlotKind::Ridges || donors) used.swapped = false;
    if (*kind != PlotKind::Bars) used.counts = false;
    if (used != arguments)
        throw Error(
            ErrorKind::Usage, "Some options do nothing for the view " + view, {},
            composition ? "Leave out --genes, --markers, --over, --assay, --scale, --dendrogram, "
                          "--cluster-genes, --counts but for bars, --donors but for donors, and "
                          "--swap-axes for donors"
            : means     ? "Leave out --counts and --donors"
                    : "Leave out --donors, --scale, --dendrogram and --counts, and for ridges --swap-axes");
    if (arguments.over != "genes" && !source_of_tfs)
        throw Error(ErrorKind::Usage, "TFs need a model or a prior", {}, "Give one with --model or --prior");
    if (arguments.over == "genes" && source_of_tfs)
        throw Error(ErrorKind::Usage, "--model and --prior apply to plots of TFs alone", {},
                    "Add --over activity or --over attention, or leave them out");
}

MadeFigure plot_figure(PlotKind kind, const std::shared_ptr<const Dataset>& dataset, std::string column,
                       const PlotArguments& arguments, const ComparisonArguments& values, Console& console,
                       Job& job) {
    const OpenedDataset opened = prepare(dataset);
    column = column_or_labels(std::move(column), opened);
    const CellGroups groups = groups_of(opened, column);
    std::optional<CellGroups> split;
    if (!arguments.split.empty()) split = groups_of(opened, arguments.split);
    const PlotLook look = look_of(kind, arguments);
    GroupPlot plot;
    if (kind == PlotKind::Donors) {
        CompositionOptions options;
        options.donors = arguments.donors;
        auto made =
            std::make_shared<const Composition>(composition(dataset->obs, groups, *split, options, job));
        for (const std::string& warning : made->warnings) console.warn(warning);
        plot = donorPlot(std::move(made), look);
    } else if (ofComposition(kind)) {
        plot = compositionPlot(crossTable(groupsAreRows(look), groups, *split), look);
        for (const CellGroups* of : {&groups, static_cast<const CellGroups*>(&*split)})
            for (const std::string& warning : of->warnings) console.warn(warning);
    } else {
        plot = value_plot(look, *dataset, groups, std::move(split), arguments, values, console, job);
    }
    if (look.tree && plot.tree.merges.empty())
        console.warn("A dendrogram takes three genes and two groups: none is drawn");
    else if (look.tree && !arguments.split.empty())
        console.warn("Groups that are divided are ordered by the dendrogram, which is not drawn");
    plot.simulated = dataset->simulated;
    if (plot.composition)
        colorGroups(plot, categories_of(opened, arguments.split), nullptr);
    else
        colorGroups(plot, categories_of(opened, column), categories_of(opened, arguments.split));
    auto shared = std::make_shared<const GroupPlot>(std::move(plot));
    return {nullptr, figureOf(*shared), [shared] { return numbersOf(*shared); }};
}

}  // namespace regulus

#include "app/command_line/pictures/heatmap_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "app/command_line/console.h"
#include "core/base/error.h"
#include "ui/figures/name_lookup.h"

namespace regulus {
namespace {

bool by_a_tf(const HeatmapArguments& arguments) {
    return !arguments.cell_order.empty() && arguments.cell_order != "component" &&
           arguments.cell_order != "file";
}

struct FoundTfs {
    QStringList named;    // of --tfs, as they are called here
    std::string unknown;  // and those that are not here
    QString order;        // of --cell-order
};

// As in a field of names: without blanks around them, and in any case where that leaves one.
FoundTfs found_tfs(const HeatmapArguments& arguments, const std::vector<std::string>& tfs) {
    const NameLookup lookup(tfs);
    const auto called = [&](const std::string& name) {
        const auto place = lookup.place(QString::fromStdString(name).trimmed());
        return place ? QString::fromStdString(tfs[*place]) : QString();
    };
    FoundTfs found;
    for (const std::string& name : arguments.tfs) {
        const std::string word = QString::fromStdString(name).trimmed().toStdString();
        if (word.empty()) continue;
        if (const QString tf = called(word); !tf.isEmpty())
            found.named << tf;
        else
            found.unknown += (found.unknown.empty() ? "" : ", ") + word;
    }
    if (by_a_tf(arguments)) found.order = called(arguments.cell_order);
    return found;
}

bool blank(const std::string& name) {
    return QString::fromStdString(name).trimmed().isEmpty();
}

}  // namespace

void declare_heatmap(CLI::App& app, HeatmapArguments& arguments) {
    app.add_flag("--z-over-groups,!--no-z-over-groups", arguments.z,
                 "Heatmap: z-scores across groups instead of raw values (default)");
    auto* const most =
        app.add_option("--max-tfs", arguments.most,
                       "Heatmap: number of TFs, those that differ most between groups first (0: all)")
            ->check(CLI::Range(0, most_shown_tfs))
            ->capture_default_str();
    auto* const each =
        app.add_option("--tfs-of-each-group", arguments.of_each,
                       "Heatmap: so many TFs of each group, by which it differs most from the others")
            ->check(CLI::Range(1, most_of_each_group))
            ->type_name("N")
            ->excludes(most);
    app.add_option("--tfs", arguments.tfs, "Heatmap: these TFs")
        ->delimiter(',')
        ->type_name("A,B,C")
        ->excludes(most)
        ->excludes(each);
    app.add_option("--group-order", arguments.group_order, "Heatmap: cluster, or file (their order there)")
        ->check(CLI::IsMember({"cluster", "file"}))
        ->capture_default_str();
    app.add_option("--tf-order", arguments.tf_order,
                   "Heatmap: cluster, or chosen (the most important first, or as named)")
        ->check(CLI::IsMember({"cluster", "chosen"}))
        ->capture_default_str();
    app.add_option("--group-blocks", arguments.group_blocks,
                   "Heatmap: cut the dendrogram of groups into so many blocks")
        ->check(CLI::Range(1, most_blocks))
        ->capture_default_str();
    app.add_option("--tf-blocks", arguments.tf_blocks,
                   "Heatmap: cut the dendrogram of TFs into so many blocks")
        ->check(CLI::Range(1, most_blocks))
        ->capture_default_str();
    app.add_option("--group-bar", arguments.group_bar,
                   "Heatmap: a bar beside each group: cells, or a column whose shares are stacked")
        ->type_name("cells|COLUMN");
    app.add_option("--tf-bar", arguments.tf_bar, "Heatmap: a bar beside each TF: targets or mRNA")
        ->check(CLI::IsMember({"targets", "mRNA"}));
    app.add_flag("--tf-rows", arguments.tf_rows, "Heatmap: TFs down, groups across");
    app.add_flag("--each-cell", arguments.each_cell,
                 "Heatmap: every cell of the groups instead of their means; z-scores are those over cells");
    app.add_option("--cell-order", arguments.cell_order,
                   "Heatmap of each cell: component (the first principal one, default), file, or a TF by "
                   "whose values the cells of a group are sorted")
        ->type_name("NAME");
}

void check_heatmap(const std::string& view, const HeatmapArguments& arguments) {
    HeatmapArguments used = arguments;
    used.z = true, used.most = HeatmapArguments().most;  // these were passed over from the beginning
    if (view != "heatmap") {
        if (used == HeatmapArguments{}) return;
        throw Error(ErrorKind::Usage, "Options of heatmaps do nothing for the view " + view, {},
                    "Choose --view heatmap, or leave out --tfs, --tfs-of-each-group, --group-order, "
                    "--tf-order, --group-blocks, --tf-blocks, --group-bar, --tf-bar, --tf-rows, --each-cell "
                    "and --cell-order");
    }
    if ((arguments.group_blocks > 1 && arguments.group_order != "cluster") ||
        (arguments.tf_blocks > 1 && arguments.tf_order != "cluster"))
        throw Error(ErrorKind::Usage, "Blocks are cut from a dendrogram", {},
                    "Leave out --group-order or --tf-order, or the blocks");
    if (!arguments.cell_order.empty() && !arguments.each_cell)
        throw Error(ErrorKind::Usage, "--cell-order is of a heatmap of cells", {}, "Add --each-cell");
    if (!arguments.tfs.empty() && std::ranges::all_of(arguments.tfs, blank))
        throw Error(ErrorKind::Usage, "--tfs names no TF", {}, "Write it as A,B,C, or leave it out");
}

void check_tfs(const HeatmapArguments& arguments, const std::vector<std::string>& tfs) {
    const FoundTfs found = found_tfs(arguments, tfs);
    if (!arguments.tfs.empty() && found.named.isEmpty())
        throw Error(ErrorKind::Usage, "None of these TFs has a regulon here: " + found.unknown);
    if (by_a_tf(arguments) && found.order.isEmpty())
        throw Error(ErrorKind::Usage, "No TF is called '" + arguments.cell_order + "' here", {},
                    "Give --cell-order component, file or a TF");
}

RegulonHeatmapRequest heatmap_request(const HeatmapArguments& arguments, const std::vector<std::string>& tfs,
                                      Console& console) {
    check_tfs(arguments, tfs);
    const FoundTfs found = found_tfs(arguments, tfs);
    RegulonHeatmapRequest request;
    HeatmapLook& look = request.look;
    look.most = arguments.most;
    if (arguments.of_each > 0) {
        look.tfs = ShownTfs::Leading;
        look.ofEach = arguments.of_each;
    }
    if (!arguments.tfs.empty()) look.tfs = ShownTfs::Named;
    look.names = found.named;
    if (!found.unknown.empty()) console.warn("TFs without a regulon here are left out: " + found.unknown);
    look.clusterGroups = arguments.group_order == "cluster";
    look.clusterGenes = arguments.tf_order == "cluster";
    look.groupBlocks = arguments.group_blocks;
    look.geneBlocks = arguments.tf_blocks;
    request.eachCell = arguments.each_cell;
    request.order = by_a_tf(arguments)               ? CellOrder::Value
                    : arguments.cell_order == "file" ? CellOrder::Given
                                                     : CellOrder::Component;
    request.orderedBy = found.order;
    RegulonTableRequest& table = request.table;
    table.groupBar = arguments.group_bar.empty()      ? GroupBar::None
                     : arguments.group_bar == "cells" ? GroupBar::Cells
                                                      : GroupBar::Shares;
    table.acrossName = QString::fromStdString(arguments.group_bar);
    table.tfBar = arguments.tf_bar.empty()        ? TfBar::None
                  : arguments.tf_bar == "targets" ? TfBar::Targets
                                                  : TfBar::Expression;
    return request;
}

}  // namespace regulus

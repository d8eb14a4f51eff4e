// Options of the heatmap of regulus figure: which TFs, in which order, cut into blocks, with which bars.
#pragma once

#include <string>
#include <vector>

#include "ui/figures/regulon_heatmap.h"

namespace CLI {
class App;
}

namespace regulus {

class Console;

struct HeatmapArguments {
    bool z = true;
    int most = 40;
    std::vector<std::string> tfs;  // named; empty: not chosen by name
    int of_each = 0;               // 0: not chosen by group
    std::string group_order = "cluster", tf_order = "cluster";
    int group_blocks = 1, tf_blocks = 1;
    std::string group_bar, tf_bar;  // "": none
    bool tf_rows = false, each_cell = false;
    std::string cell_order;  // "": by the first component

    bool operator==(const HeatmapArguments&) const = default;
};

void declare_heatmap(CLI::App& app, HeatmapArguments& arguments);
// Throws Error(Usage) where they contradict each other or are for another view.
void check_heatmap(const std::string& view, const HeatmapArguments& arguments);

// That there are TFs of those names among `tfs`. Throws Error(Usage).
void check_tfs(const HeatmapArguments& arguments, const std::vector<std::string>& tfs);

// All of a request but for its table's results, measure and groups. Names that are none of `tfs` are warned
// of; throws as check_tfs() does.
RegulonHeatmapRequest heatmap_request(const HeatmapArguments& arguments, const std::vector<std::string>& tfs,
                                      Console& console);

}  // namespace regulus

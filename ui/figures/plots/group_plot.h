// A plot of groups of cells as an immutable value: the numbers, what is shown of them, and how. The window,
// the exporter and the command line draw the same one.
#pragma once

#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "core/workflow/composition.h"
#include "core/workflow/cross_table.h"
#include "core/workflow/group_summary.h"
#include "ui/figures/figure.h"
#include "ui/figures/plots/plot_look.h"
#include "ui/render/figure_numbers.h"
#include "ui/render/heatmap_order.h"

namespace regulus {

struct GroupPlot {
    PlotLook look;
    std::shared_ptr<const GroupSummary> summary;  // of values
    std::shared_ptr<const CrossTable> table;      // of composition as bars or a table
    // Of shares of donors, beside a summary of them: `genes` are groups of cells, `groups` conditions.
    std::shared_ptr<const Composition> composition;
    std::vector<QRgb> groupColors, partColors;  // one a group; of bars one a column of the table
    std::vector<std::size_t> genes, groups;     // those shown, in order: places in the summary
    Dendrogram tree;                            // of the groups shown; without merges: none
    bool simulated = false;

    // What a spot of the figure is of; -1 where it is of none.
    struct Place {
        int gene = -1, group = -1, part = -1;  // of a table `gene` is its column
    };
    Place placeOf(const FigureSpot& spot) const;
};

// All genes and the groups with cells, in their order or in that of the look.
GroupPlot groupPlot(std::shared_ptr<const GroupSummary> summary, const PlotLook& look);
GroupPlot compositionPlot(std::shared_ptr<const CrossTable> table, const PlotLook& look);
// Of a composition: whether the groups are the rows of its table. Of bars each value of the second column is
// a bar, of a table each group a row; the other way round where the look is swapped.
bool groupsAreRows(const PlotLook& look);
std::shared_ptr<const CrossTable> crossTable(bool groupsAreRows, const CellGroups& groups,
                                             const CellGroups& split);
// The colours that these columns have everywhere; null for groups that are no column's.
void colorGroups(GroupPlot& plot, const Categorical* groups, const Categorical* split);
// Orders genes and groups as the look says; without a dendrogram they stay as they are.
void arrange(GroupPlot& plot);
// A dendrogram takes correlations of groups over genes.
inline constexpr std::size_t least_genes_of_tree = 3;

std::shared_ptr<const Figure> figureOf(const GroupPlot& plot);
// One row a gene, group and part, or of a table one a pair of values.
FigureNumbers numbersOf(const GroupPlot& plot);
// For a tooltip, rich text: names, cells, share, means, quartiles. Empty for a spot of nothing.
QString describe(const GroupPlot& plot, const GroupPlot::Place& place);

}  // namespace regulus

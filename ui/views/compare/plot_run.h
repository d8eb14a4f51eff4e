// A plot of groups as a job computes it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/workflow/cross_table.h"
#include "core/workflow/group_summary.h"
#include "ui/figures/plots/group_plot.h"
#include "ui/views/compare/plot_values.h"

namespace regulus {

// A column of cells, or groups that somebody else made.
struct PlotGroups {
    std::string column;                             // its name in the session; "" of groups that were given
    std::string title;                              // for people: "cell_type", "prediction"
    std::shared_ptr<const Categorical> categories;  // of the column
    std::shared_ptr<const CellGroups> given;

    bool chosen() const { return categories || given; }
};
// As groups_of_categories() makes them of a column. A pass over the cells.
CellGroups cellGroups(const PlotGroups& groups);

struct PlotInputs {
    PlotLook look;                     // composition: which column the rows are
    std::optional<PlotValues> values;  // of a composition none
    PlotGroups groups, split;          // split not chosen: none
    std::vector<std::string> names;
    std::size_t markers = 0;  // 0: the names; else the first markers of each group
};

struct PlotResult {
    std::shared_ptr<const CellGroups> groups, split;  // split null: none
    std::shared_ptr<const GroupSummary> summary;      // of values
    std::shared_ptr<const CrossTable> table;          // of a composition
};

// Throws Error with what a person can do about it; Cancelled.
PlotResult runPlot(const PlotInputs& inputs, Job& job);

}  // namespace regulus
